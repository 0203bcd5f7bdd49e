"""Which certificates of a listed service a qualifier is about.

Source: ETSI TS 119 612 V2.3.1, clause 5.5.9.2 (Qualifications extension).
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from certs.extensions import USAGES, Extensions

SVC: Final = "{http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#}"
_XADES: Final = "{http://uri.etsi.org/01903/v1.3.2#}"
# The list spells one bit otherwise than RFC 5280.
_BITS: Final = MappingProxyType(
    {**{name: name for name in USAGES}, "crlSign": "cRLSign"}
)


class CriteriaUnknown(ValueError):
    """A list uses a criterion that we do not know; what it decides is not known."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """A list of conditions on a certificate.

    Attributes:
        need: `all`, `atLeastOne` or `none` of the parts must hold.
        usages: Each part tells bits of key usage, and whether they are set.
        policies: Each part is a set of policies that must all be there.
        nested: Lists of conditions inside.
        unknown: There is a part that we do not know.
    """

    need: str
    usages: tuple[tuple[tuple[str, bool], ...], ...] = ()
    policies: tuple[frozenset[str], ...] = ()
    nested: tuple["Criteria", ...] = ()
    unknown: bool = False

    def hold(self, extensions: Extensions) -> bool:
        """Tell whether a certificate with these extensions meets the conditions.

        Raises:
            CriteriaUnknown: One of them is not known to us.
        """
        if self.unknown:
            raise CriteriaUnknown("an unknown criterion")
        usage = extensions.key_usage or ()
        parts = [
            *(all((bit in usage) is wanted for bit, wanted in u) for u in self.usages),
            *(each <= set(extensions.policies) for each in self.policies),
            *(each.hold(extensions) for each in self.nested),
        ]
        if self.need == "all":
            return all(parts)
        return any(parts) is (self.need == "atLeastOne")


@dataclass(frozen=True, slots=True)
class Qualification:
    """Qualifiers (`QCForESeal`, ...) and which certificates they are about."""

    qualifiers: frozenset[str]
    criteria: Criteria


def read_qualifications(entry: etree._Element) -> tuple[Qualification, ...]:
    """Read the qualifications of one status of a service."""
    return tuple(
        Qualification(
            frozenset(
                str(each.get("uri", "")).rpartition("/")[2]
                for each in element.iter(f"{SVC}Qualifier")
            ),
            _criteria(element.find(f"{SVC}CriteriaList")),
        )
        for element in entry.iter(f"{SVC}QualificationElement")
    )


def _criteria(element: etree._Element | None) -> Criteria:
    if element is None:
        return Criteria("all", unknown=True)
    parts = {f"{SVC}KeyUsage", f"{SVC}PolicySet", f"{SVC}CriteriaList"}
    need = element.get("assert", "")
    tags = {each.tag for each in element} - {f"{SVC}Description"}
    return Criteria(
        need,
        usages=tuple(_usage(each) for each in element.iterfind(f"{SVC}KeyUsage")),
        policies=tuple(_policies(each) for each in element.iterfind(f"{SVC}PolicySet")),
        nested=tuple(
            _criteria(each) for each in element.iterfind(f"{SVC}CriteriaList")
        ),
        unknown=need not in {"all", "atLeastOne", "none"} or not parts >= tags,
    )


def _usage(element: etree._Element) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (_BITS[each.get("name", "")], (each.text or "").strip() in {"true", "1"})
        for each in element.iter(f"{SVC}KeyUsageBit")
    )


def _policies(element: etree._Element) -> frozenset[str]:
    found = element.iterfind(f"{SVC}PolicyIdentifier/{_XADES}Identifier")
    return frozenset(
        (each.text or "").strip().removeprefix("urn:oid:") for each in found
    )
