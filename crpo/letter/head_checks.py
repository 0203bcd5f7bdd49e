"""[1] Is the one who signs the head of this unit, and the unit of this kind? Pure.

The page asks for the signature of the person who heads the unit; art. 13 § 1 pkt 1
names the authorities. Both are held against what office.toml calls them.
"""

import re
from collections.abc import Iterator
from typing import Final

from accountability.law import TAX_AUTHORITY
from accountability.model import AuthorityKind
from crpo.letter.findings import PAGE, error, warning
from crpo.letter.model import OfficeFile
from crpo.letter.names import has_title, names_person
from vocabulary.finding import Finding

# How the function of each head begins, for women and men, without its last letters.
_HEADS: Final = {
    AuthorityKind.WOJT: ("wójt",),
    AuthorityKind.BURMISTRZ: ("burmistrz",),
    AuthorityKind.PREZYDENT: ("prezydent",),
    AuthorityKind.STAROSTA: ("starosta", "starościna", "starostka"),
    AuthorityKind.MARSZALEK: ("marszałek", "marszałkini"),
}
# Beginnings of words: Katowice and Michałowice are communes, and no deputies.
_DEPUTY: Final = re.compile(
    r"\b(zastęp|wice|upoważni|sekretarz|skarbnik|dyrektor|kierowni(k|czk))"
    r"|\bz-?ca\b|\bz\s?[./]?\s?up(\b|oważ)",
    re.IGNORECASE,
)


def is_deputy(function: str) -> bool:
    """Tell whether a function is that of a deputy or of somebody authorised."""
    return _DEPUTY.search(function) is not None


def check_head(office: OfficeFile) -> Iterator[Finding]:
    """Say what stands against authority, head and signer."""
    yield from _authority(office)
    yield from _function(office)
    yield from _name(office)


def _authority(office: OfficeFile) -> Iterator[Finding]:
    kind = office["authority.kind"]
    if kind not in {"", *AuthorityKind}:
        yield error(
            "crpo.letter.authority",
            "O dostęp może wystąpić organ podatkowy JST: wójt, burmistrz, prezydent"
            " miasta, starosta albo marszałek województwa.",
            "authority.kind",
            ref=TAX_AUTHORITY.ref,
            source=PAGE,
        )
    yield from _held(office, "authority.name")


def _function(office: OfficeFile) -> Iterator[Finding]:
    if is_deputy(office["unit_head.function"]):
        yield error(
            "crpo.letter.signer_deputy",
            "To nie jest funkcja osoby kierującej jednostką; zastępca ani osoba"
            " upoważniona nie podpisuje tego pisma.",
            "unit_head.function",
            source=PAGE,
        )
        return
    yield from _held(office, "unit_head.function")


def _held(office: OfficeFile, field: str) -> Iterator[Finding]:
    """Hold the name of an office against the kind of authority."""
    text, kind = office[field].casefold(), office["authority.kind"]
    if not text or kind not in {*AuthorityKind}:
        return
    told = [each for each, begin in _HEADS.items() if text.startswith(begin)]
    if not told:
        yield warning(
            "crpo.letter.signer_function",
            "Z tej nazwy nie wynika, że chodzi o organ podanego rodzaju albo o osobę,"
            " która kieruje jednostką.",
            field,
        )
    elif told != [AuthorityKind(kind)]:
        yield error(
            "crpo.letter.authority_kind",
            "Ta nazwa wskazuje inny rodzaj organu niż authority.kind.",
            field,
        )


def _name(office: OfficeFile) -> Iterator[Finding]:
    given, surname = office["unit_head.given_names"], office["unit_head.surname"]
    for field in ("unit_head.given_names", "unit_head.surname"):
        if has_title(office[field]):
            yield error(
                "crpo.letter.person_title",
                "Podaj imiona i nazwisko w całości, bez tytułów i stopni: tak zapisuje"
                " je certyfikat podpisu.",
                field,
            )
    signer = office["signer.name"]
    if signer and given and surname and not names_person(signer, given, surname):
        yield error(
            "crpo.letter.signer_other",
            "Pismo podpisuje osoba kierująca jednostką, nie ktoś inny.",
            "signer.name",
            source=PAGE,
        )
