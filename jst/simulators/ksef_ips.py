"""From which addresses the tokens of a login may be used (AuthorizationPolicy)."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv4Network, NetmaskValueError
from typing import Final, Self

_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class IpPolicy:
    """Ranges of addresses, each by its first and last one."""

    ranges: tuple[tuple[IPv4Address, IPv4Address], ...]

    @classmethod
    def read(
        cls, addresses: Sequence[str], ranges: Sequence[str], masks: Sequence[str]
    ) -> Self:
        """Read single addresses, `first-last` and CIDR, at most ten of each.

        Raises:
            ValueError: Too many, or one that is none; the text does not quote it.
        """
        if max(len(addresses), len(ranges), len(masks)) > _MOST:
            raise ValueError("więcej niż 10 pozycji jednego rodzaju")
        pairs = [_pair(each, each) for each in addresses]
        pairs += [_pair(*each.split("-", 1)) for each in ranges if "-" in each]
        pairs += [_network(each) for each in masks if "/" in each]
        if len(pairs) != len(addresses) + len(ranges) + len(masks):
            raise ValueError("niepoprawny zakres adresów")
        return cls(tuple(pairs))

    def allows(self, address: str) -> bool:
        """Tell whether a call from this address is let in."""
        come_from = IPv4Address(address)
        return any(first <= come_from <= last for first, last in self.ranges)


def _pair(first: str, last: str) -> tuple[IPv4Address, IPv4Address]:
    try:
        return IPv4Address(first), IPv4Address(last)
    except AddressValueError:
        raise ValueError("niepoprawny adres IPv4") from None


def _network(text: str) -> tuple[IPv4Address, IPv4Address]:
    try:
        network = IPv4Network(text, strict=False)
    except (AddressValueError, NetmaskValueError):
        raise ValueError("niepoprawna maska IPv4") from None
    return network[0], network[-1]
