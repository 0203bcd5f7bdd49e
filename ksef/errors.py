"""Every error of ksef. Nothing has left us when one of these is raised.

    KsefError
    + QuestionInvalid    a question about the law cannot be read; nothing was decided
    + GrantsInvalid      a list of grants cannot be read; nothing was decided
    + RuleUnknown        no rule of the book has this id
    + MappingInvalid     a mapping for an official form does not fit; nothing was made
    + NoticeRefused      a check says something against a ZAW-FA; nothing was made

Messages name fields, never what stands in them.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding


class KsefError(ToolkitError):
    """Base class; only its subclasses are raised."""

    code: ClassVar[str] = "ksef.error"


_IN_POLISH: Final[Mapping[str, str]] = {
    "is one of": "to jedno z",
    "has only": "ma tylko pola",
    "is missing": "brakuje wartości",
    "is a JSON object": "to ma być obiekt JSON",
    "is no JSON, or names a field twice": "to nie jest JSON albo pole występuje w nim"
    " dwa razy",
    "is no bool": "to ma być true albo false",
    "is no int": "to ma być liczba całkowita",
    "is no str": "to ma być niepusty tekst",
    "is a list": "to ma być lista",
    "is a day, written": "to ma być dzień zapisany jak",
    "is a text of": "to ma być tekst; liczba znaków:",
    "is a number from 1": "to ma być liczba od 1",
    "occurs twice": "powtarza się",
    "is no field of this version": "przypisano pole, którego ta wersja wzoru nie ma",
    "is filled in and has no field": "pole jest wypełnione, a formularz go nie ma",
    "contradicts": "przeczy polu",
    "holds a datum and its absence": "zawiera daną i zarazem informację o jej braku",
    "holds by law and is given nothing": "ma uprawnienie z mocy prawa, nikt mu go nie"
    " nadaje",
    "is not after": "nie przypada po",
    "is a taxpayer, and no unit": "jest podatnikiem, a nie jednostką",
    "is given for a unit, and for nothing else": "podaje się dla jednostki i tylko dla"
    " niej",
}


class _Unreadable(KsefError):
    """Something written by a person cannot be read.

    Attributes:
        field: Where, as JSON names it.
    """

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self._why = why

    @property
    def polish(self) -> str:
        """Say where and why in Polish; what stood there is not repeated."""
        english = max(
            (each for each in _IN_POLISH if self._why.startswith(each)), key=len
        )
        return f"{self.field}: {_IN_POLISH[english]}{self._why[len(english) :]}"


class QuestionInvalid(_Unreadable):
    """A question about the law cannot be read; nothing was decided."""

    code = "ksef.question_invalid"
    hint = (
        "Popraw wskazane pole; postać każdego pytania pokazuje docs/law-questions.md."
    )


class GrantsInvalid(_Unreadable):
    """A list of grants cannot be read; nothing was decided."""

    code = "ksef.grants_invalid"
    hint = "Popraw wskazane pole; postać pliku pokazuje docs/law-questions.md."


class MappingInvalid(_Unreadable):
    """A mapping for an official form does not fit the notice; nothing was made."""

    code = "ksef.mapping_invalid"
    hint = "Popraw plik z przypisaniem pól; opisuje go docs/zawfa.md."


class RuleUnknown(KsefError):
    """No rule of the book has this id."""

    code = "ksef.rule_unknown"
    hint = "Identyfikatory reguł wypisuje polecenie: jst ksef rules."


class NoticeRefused(KsefError):
    """A check says something against a ZAW-FA; no document was made.

    Attributes:
        findings: Everything the checks have found.
    """

    code = "ksef.notice_refused"
    hint = "Popraw wskazane pola; wszystkie uwagi wypisuje jst zawfa check."

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("checks of the notice found errors")
        self.findings = tuple(findings)
