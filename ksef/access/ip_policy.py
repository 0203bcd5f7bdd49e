"""From which addresses the tokens of one login may be used (AuthorizationPolicy).

KSeF answers 403 `ip-not-allowed` to a call from elsewhere. Ranges and masks are checked
for sense here (a range that ends before it begins admits nobody), which the schema
does not do.

Source: the Ministry's schema of AuthTokenRequest 2.1, AllowedIps; OpenAPI 2.7.0,
AllowedIps (`maximum` there means the count, as the server enforces it).
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from typing import Final

from ksef.access.errors import RequestInvalid

MAX_EACH: Final = 10
_IN_POLISH: Final = {
    "empty": "lista dozwolonych adresów jest pusta",
    "too_many": "za dużo pozycji jednego rodzaju (najwyżej 10)",
    "twice": "ta sama pozycja występuje dwa razy",
    "shape": "to nie jest adres, zakres ani maska IPv4",
    "order": "zakres kończy się przed swoim początkiem",
    "host_bits": "adres sieci ma bity poza maską",
}
_LENGTH: Final = re.compile(r"0|[1-9]|[12][0-9]|3[0-2]", re.ASCII)


class PolicyInvalid(RequestInvalid):
    """An IP policy cannot be sent as it stands; nothing left us.

    Attributes:
        field: Which part of it: `addresses`, `ranges`, `masks` or `policy`.
        reason: Why not, in one word; the address itself is nowhere in the error.
    """

    code = "ksef.access.policy_invalid"
    hint = (
        "Adresy podaje się jako 192.0.2.1, zakresy jako 192.0.2.1-192.0.2.9, maski"
        " jako 192.0.2.0/24; każdych najwyżej 10."
    )

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.reason = reason
        self.polish = _IN_POLISH[reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class IpPolicy:
    """IPv4 addresses that may use the tokens; checked when made.

    Attributes:
        addresses: Single ones, dotted: `192.0.2.1`.
        ranges: First and last: `192.0.2.1-192.0.2.9`.
        masks: Networks: `192.0.2.0/24`.
    """

    addresses: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.addresses or self.ranges or self.masks):
            raise PolicyInvalid("policy", "empty")
        for name, given in (
            ("addresses", self.addresses),
            ("ranges", self.ranges),
            ("masks", self.masks),
        ):
            if len(given) > MAX_EACH:
                raise PolicyInvalid(name, "too_many")
            if len(set(given)) != len(given):
                raise PolicyInvalid(name, "twice")
        for each in self.addresses:
            _address("addresses", each)
        for each in self.ranges:
            _check_range(each)
        for each in self.masks:
            _check_mask(each)

    def as_xml(self) -> str:
        """Write the element AuthorizationPolicy, without blanks, for AuthTokenRequest.

        Nothing in it needs escaping: digits, dots, hyphens and strokes.
        """
        parts = (
            ("Ip4Address", self.addresses),
            ("Ip4Range", self.ranges),
            ("Ip4Mask", self.masks),
        )
        inner = "".join(
            f"<{name}>{each}</{name}>" for name, given in parts for each in given
        )
        return (
            f"<AuthorizationPolicy><AllowedIps>{inner}</AllowedIps>"
            "</AuthorizationPolicy>"
        )

    def as_json(self) -> dict[str, dict[str, list[str]]]:
        """Give the twin of `as_xml` for a login by token; empty parts are left out."""
        parts = {
            "ip4Addresses": self.addresses,
            "ip4Ranges": self.ranges,
            "ip4Masks": self.masks,
        }
        return {
            "allowedIps": {name: list(given) for name, given in parts.items() if given}
        }


def _address(field: str, text: str) -> IPv4Address:
    """Read a dotted address; Python refuses leading zeros, as KSeF does."""
    try:
        return IPv4Address(text)
    except (AddressValueError, TypeError) as odd:
        raise PolicyInvalid(field, "shape") from odd


def _check_range(text: str) -> None:
    first, hyphen, last = text.partition("-")
    if not hyphen:
        raise PolicyInvalid("ranges", "shape")
    if _address("ranges", first) > _address("ranges", last):
        raise PolicyInvalid("ranges", "order")


def _check_mask(text: str) -> None:
    network, stroke, length = text.partition("/")
    address = int(_address("masks", network))
    if not stroke or not _LENGTH.fullmatch(length):
        raise PolicyInvalid("masks", "shape")
    # What the host part says would silently mean nothing, or another network.
    if address & ((1 << (32 - int(length))) - 1):
        raise PolicyInvalid("masks", "host_bits")
