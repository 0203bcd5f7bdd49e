"""Every error of ksef. Nothing has left us when one of these is raised.

    KsefError
    + QuestionInvalid    a question about the law cannot be read; nothing was decided
    + GrantsInvalid      a list of grants cannot be read; nothing was decided
    + RuleUnknown        no rule of the book has this id

Messages name fields, never what stands in them.
"""

from typing import ClassVar

from vocabulary.errors import ToolkitError


class KsefError(ToolkitError):
    """Base class; only its subclasses are raised."""

    code: ClassVar[str] = "ksef.error"


class _Unreadable(KsefError):
    """Something written by a person cannot be read; `field` says where."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field


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


class RuleUnknown(KsefError):
    """No rule of the book has this id."""

    code = "ksef.rule_unknown"
    hint = "Identyfikatory reguł wypisuje polecenie: jst ksef rules."
