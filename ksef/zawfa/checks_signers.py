"""[1] Who signs: as many as represent the filer, and in the right positions.

The tax office looks at this first. For a JST the acts on local government say who
declares its will; for others only the filer itself knows, and has to say.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ksef.model import Body
from ksef.zawfa.model import MAX_ON_FORM, LocalGovernment, Notice, Signer
from ksef.zawfa.provisions import (
    COMMUNE,
    COUNTY,
    VOIVODESHIP,
    error,
    note_of,
    warning,
)
from vocabulary.finding import Finding
from vocabulary.law import LegalRef

_WORD: Final = re.compile(r"\w+")
_HEADS: Final = ("wójt", "burmistrz", "prezydent")
_DEPUTIES: Final = tuple(f"zastępca {each}" for each in ("wójta", "burmistrza", "prez"))
_ACTING: Final = re.compile(r"(p\. ?o\.|pełniąc[ay] (funkcję|obowiązki)) ?")
_COUNTY_BOARD: Final = ("starosta", "wicestarosta", "członek zarządu")
_REGION_BOARD: Final = ("marszałek", "wicemarszałek", "członek zarządu")


@dataclass(frozen=True, slots=True)
class Representation:
    """Who declares the will of a JST.

    Attributes:
        number: How many.
        positions: How their positions begin, in small letters.
        first: How the position of one of them has to begin; empty: of no one.
        with_authorised: How the position of one begins who may sign together with a
            person whom the body has authorised; empty: of no one.
        says: The same in Polish.
        ref: Where it is written.
    """

    number: int
    positions: tuple[str, ...]
    first: tuple[str, ...]
    with_authorised: tuple[str, ...]
    says: str
    ref: LegalRef


REPRESENTATIONS: Final[Mapping[LocalGovernment, Representation]] = {
    LocalGovernment.COMMUNE: Representation(
        1,
        (*_HEADS, *_DEPUTIES),
        (),
        _DEPUTIES,
        "Za gminę podpisuje wójt (burmistrz, prezydent miasta) albo jego zastępca z"
        " upoważnieniem.",
        COMMUNE,
    ),
    LocalGovernment.COUNTY: Representation(
        2,
        _COUNTY_BOARD,
        (),
        _COUNTY_BOARD,
        "Za powiat podpisują dwaj członkowie zarządu (starosta, wicestarosta, członek"
        " zarządu).",
        COUNTY,
    ),
    LocalGovernment.VOIVODESHIP: Representation(
        2,
        _REGION_BOARD,
        ("marszałek",),
        (),
        "Za województwo podpisuje marszałek wraz z członkiem zarządu.",
        VOIVODESHIP,
    ),
}


def check_signers(notice: Notice) -> Iterator[Finding]:
    """Say who is missing, or signs without being asked for."""
    if notice.copies > 1:
        yield warning(
            "zawfa.copies",
            "copy",
            f"Podpisujących jest więcej niż {MAX_ON_FORM}; liczba egzemplarzy:"
            f" {notice.copies}, ponumerowanych w tym polu.",
            note_of(notice.version, 9),
        )
    if notice.filer.body is not Body.JST:
        yield from _as_stated(notice)
    elif notice.filer.local_government is None:
        yield error(
            "zawfa.local_government_missing",
            "filer.local_government",
            "Podaj, czy to gmina, powiat czy województwo; od tego zależy, kto"
            " podpisuje.",
            note_of(notice.version, 9),
        )
    else:
        representation = REPRESENTATIONS[notice.filer.local_government]
        yield from _as_the_act_says(notice, representation)


def _as_stated(notice: Notice) -> Iterator[Finding]:
    required, count = notice.filer.signers_required, len(notice.signers)
    if notice.filer.is_natural:
        required = 1
        yield from _himself(notice)
    if required is None:
        yield error(
            "zawfa.representation_missing",
            "signers",
            "Podaj, ile osób musi podpisać według sposobu reprezentacji"
            " (signers_required).",
            note_of(notice.version, 9),
        )
    elif count != required:
        yield error(
            "zawfa.signers",
            "signers",
            f"Liczba podpisujących: {count}; sposób reprezentacji wymaga: {required}.",
            note_of(notice.version, 9),
        )


def _himself(notice: Notice) -> Iterator[Finding]:
    """Ask whether a taxpayer reports his own signature, and not somebody for him."""
    name = set(_WORD.findall(notice.filer.name.casefold()))
    for each in notice.signers:
        if not name.issuperset(_WORD.findall(each.surname.casefold())):
            yield warning(
                "zawfa.signer_not_taxpayer",
                "signers",
                "Podpisuje ktoś inny niż podatnik; dane własnego podpisu zgłasza sam"
                " podatnik albo jego pełnomocnik.",
                note_of(notice.version, 3),
            )


def _as_the_act_says(
    notice: Notice, representation: Representation
) -> Iterator[Finding]:
    signing = notice.signers
    fitting = [each for each in signing if _holds(each, representation.positions)]
    led = not representation.first or any(
        _holds(each, representation.first) for each in signing
    )
    alone = representation.number > 1 or len(signing) == 1
    if len(fitting) >= representation.number and led and alone:
        return
    if len(signing) == 2 and any(  # noqa: PLR2004 - one, and who is authorised
        _holds(each, representation.with_authorised) for each in signing
    ):
        yield warning(
            "zawfa.authorised_signer",
            "signers",
            f"{representation.says} Druga z podpisujących osób może być upoważniona;"
            " dołącz to upoważnienie.",
            representation.ref,
        )
    else:
        yield error(
            "zawfa.representation",
            "signers",
            f"Podpisy są niezgodne ze sposobem reprezentacji. {representation.says}",
            representation.ref,
        )


def _holds(signer: Signer, positions: tuple[str, ...]) -> bool:
    position = " ".join(signer.position.lower().split())
    return _ACTING.sub("", position, count=1).startswith(positions)
