"""Read the parts of a reference answer that has passed its schema. Pure.

Every oddity that a schema cannot see (a checksum, the 30th of February, a power that
ended before the day of the answer) is an `AnswerNotUnderstood`: a wrong list of
attorneys is worse than none.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, TypeVar

from lxml import etree

from crpo.errors import AnswerNotUnderstood
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    Filer,
    ForeignDocument,
    PowerOfAttorney,
    Profession,
    Substitute,
)
from crpo.told import INDEFINITE, NOT_TOLD, Indefinite, NotTold, Told
from vocabulary.clock import parse_iso_utc
from vocabulary.identifiers import (
    ForeignTaxId,
    IdentifierInvalid,
    MandatorId,
    Nip,
    Pesel,
)

MAX_POWERS: Final = 1000
NAMESPACE: Final = "urn:crpo-ksef:reference-contract:v1"

Element = etree._Element  # noqa: SLF001 - lxml names its element type only so
T = TypeVar("T")
Person = TypeVar("Person", bound=Attorney)


def find(parent: Element, name: str) -> Element | None:
    """Give the child of that name, or None."""
    return parent.find(f"{{{NAMESPACE}}}{name}")


def child(parent: Element, name: str) -> Element:
    """Give the child of that name, which the schema has promised."""
    found = find(parent, name)
    if found is None:
        raise AnswerNotUnderstood(f"{name} is missing", reason="missing")
    return found


def words(element: Element) -> str:
    """Give the text of an element."""
    return element.text or ""


def read_instant(element: Element) -> datetime:
    """Read an instant in UTC."""
    return _sane(parse_iso_utc, words(element), "instant")


def read_day(element: Element) -> date:
    """Read a calendar day."""
    return _sane(date.fromisoformat, words(element), "day")


def read_mandator(element: Element) -> MandatorId:
    """Read the identifier inside `element`."""
    written = element[0]
    name = etree.QName(written).localname
    if name == "Nip":
        return _sane(Nip.parse, words(written), "identifier")
    if name == "Pesel":
        return _sane(Pesel.parse, words(written), "identifier")
    return _sane(ForeignTaxId.parse, _foreign(written), "identifier")


def read_powers(parent: Element) -> tuple[PowerOfAttorney, ...]:
    """Read the list of powers."""
    return tuple(_power(element) for element in parent)


def _power(element: Element) -> PowerOfAttorney:
    return PowerOfAttorney(
        register_id=_told(element, "RegisterId", words),
        mandator_name=_told(element, "MandatorName", words),
        received_on=_told(element, "ReceivedOn", read_day),
        filed_by=_told(element, "FiledBy", lambda found: Filer(words(found))),
        valid_until=_valid_until(element),
        may_appoint_substitutes=_told(element, "MayAppointSubstitutes", _yes_no),
        attorneys=tuple(
            _person(found, Attorney)
            for found in element.iterfind(f"{{{NAMESPACE}}}Attorney")
        ),
        substitutes=_told(
            element,
            "Substitutes",
            lambda found: tuple(_person(each, Substitute) for each in found),
        ),
    )


def _valid_until(element: Element) -> Told[date | Indefinite]:
    if find(element, "Indefinite") is not None:
        return INDEFINITE
    return _told(element, "ValidUntil", read_day)


def _person(element: Element, kind: type[Person]) -> Person:
    return kind(
        identifier=_identifier(element),
        document_kind=_told(element, "DocumentKind", words),
        surname=_told(element, "Surname", words),
        first_name=_told(element, "FirstName", words),
        birth_date=_told(element, "BirthDate", read_day),
        profession=_told(element, "Profession", lambda found: Profession(words(found))),
        list_number=_told(element, "ListNumber", words),
        for_service=_told(element, "ForService", _yes_no),
        electronic_address=_told(element, "ElectronicAddress", _electronic_address),
        address_for_service=_told(element, "AddressForService", _address),
        phone=_told(element, "Phone", words),
        email=_told(element, "Email", words),
    )


def _identifier(element: Element) -> Told[Nip | Pesel | ForeignDocument]:
    if (written := find(element, "Nip")) is not None:
        return _sane(Nip.parse, words(written), "identifier")
    if (written := find(element, "Pesel")) is not None:
        return _sane(Pesel.parse, words(written), "identifier")
    if (written := find(element, "ForeignDocument")) is not None:
        return _sane(ForeignDocument.parse, _foreign(written), "identifier")
    return NOT_TOLD


def _electronic_address(element: Element) -> ElectronicAddress:
    kind = ElectronicAddressKind(element.get("kind", ""))
    return ElectronicAddress(kind=kind, value=words(element))


def _address(element: Element) -> Address:
    return Address(
        country=element.get("country", ""),
        town=words(child(element, "Town")),
        postcode=_told(element, "Postcode", words),
        street=_told(element, "Street", words),
        house=_told(element, "House", words),
        flat=_told(element, "Flat", words),
        commune=_told(element, "Commune", words),
        county=_told(element, "County", words),
        voivodeship=_told(element, "Voivodeship", words),
    )


def _foreign(element: Element) -> str:
    return f"{element.get('country', '')}:{words(element)}"


def _yes_no(element: Element) -> bool:
    return words(element) == "true"


def _told(parent: Element, name: str, read: Callable[[Element], T]) -> T | NotTold:
    """Read the child of that name; its absence is NOT_TOLD and nothing else."""
    found = find(parent, name)
    return NOT_TOLD if found is None else read(found)


def _sane(read: Callable[[str], T], text: str, reason: str) -> T:
    """Read a text; an error that might quote it is not chained."""
    try:
        return read(text)
    except (IdentifierInvalid, ValueError):
        raise AnswerNotUnderstood(
            f"a value is no {reason}", reason=f"bad_{reason}"
        ) from None
