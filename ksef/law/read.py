"""Read a question, or a file of grants, from JSON; docs/law-questions.md shows both.

Everything that people write is refused with the name of its field, never with what
stands in it: unknown and repeated fields, words outside the lists, wrong kinds.
"""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from ksef.errors import GrantsInvalid, QuestionInvalid
from ksef.law.grants import Context, Grant, Party, check_office
from ksef.law.question import (
    Authenticate,
    ByZawFa,
    GrantData,
    MayGrant,
    MayHold,
    OpenInvoice,
    Question,
    Regulated,
)
from ksef.model import Permission
from vocabulary.errors import IdentifierInvalid
from vocabulary.identifiers import InternalId, Nip, Pesel
from vocabulary.masked import Identifier

T = TypeVar("T")

KINDS: Final[Mapping[str, type[Question]]] = {
    "hold": MayHold,
    "grant": MayGrant,
    "data": GrantData,
    "zawfa": ByZawFa,
    "authenticate": Authenticate,
    "open": OpenInvoice,
    "regulated": Regulated,
}
MAX_PARTY: Final = 100
_FACTS: Final = frozenset(each.name for kind in KINDS.values() for each in fields(kind))
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Refusal = type[QuestionInvalid] | type[GrantsInvalid]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was read, and the day it names."""

    question: Question
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing asked of the grants of a file."""

    who: Party
    permission: Permission
    context: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFile:
    """A file of grants: what was granted, whose units, what is asked, of which day."""

    grants: tuple[Grant, ...]
    contexts: tuple[Context, ...] = ()
    ask: tuple[Wanted, ...] = ()
    on: date | None = None


def read_question(text: str) -> Asked:
    """Read a question.

    Raises:
        QuestionInvalid: It is no JSON object of one of the kinds; `field` says where.
    """
    told = _object(_parsed(text, QuestionInvalid), "question", QuestionInvalid)
    kind, day = told.pop("question", None), told.pop("on", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise QuestionInvalid("question", f"is one of: {', '.join(KINDS)}")
    on = None if day is None else _day("on", day, QuestionInvalid)
    return Asked(_made(KINDS[kind], told, QuestionInvalid), on)


def read_grants(text: str) -> GrantFile:
    """Read a file of grants.

    Raises:
        GrantsInvalid: It is no JSON of that shape, an id occurs twice, or a unit is
            the parent of a unit.
    """
    told = _object(_parsed(text, GrantsInvalid), "file", GrantsInvalid)
    file = _made(GrantFile, told, GrantsInvalid)
    check_office(file.grants, file.contexts)
    return file


def _parsed(text: str, refusal: _Refusal) -> Any:  # noqa: ANN401 - JSON of any shape
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise refusal("file", "is no JSON, or names a field twice") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _object(value: object, name: str, refusal: _Refusal) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal(name, "is a JSON object")
    return dict(value)


def _made(kind: type[T], told: dict[str, Any], refusal: _Refusal, at: str = "") -> T:
    """Make a value of one of our classes from what a person wrote."""
    ours: Any = kind  # to mypy a class is not hashable
    hints, known = _shape(ours)
    if set(told) - set(known):
        raise refusal(at.rstrip(".") or "file", f"has only: {', '.join(known)}")
    values: dict[str, Any] = {}
    for name, field in known.items():
        if told.get(name) is not None:
            values[field.name] = _value(
                f"{at}{name}", told[name], hints[field.name], refusal
            )
        elif _is_required(field):
            raise refusal(f"{at}{name}", "is missing")
    return kind(**values)


@cache
def _shape(
    kind: Any,  # noqa: ANN401 - one of our data classes
) -> tuple[dict[str, Any], dict[str, Field[Any]]]:
    """Give the types and the fields of one of our classes, as JSON names them."""
    return get_type_hints(kind), {_camel(each.name): each for each in fields(kind)}


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def json_name(name: str) -> str:
    """Write the name of a missing fact as JSON names its field; other words stay."""
    return _camel(name) if name in _FACTS else name


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _value(name: str, value: object, hint: Any, refusal: _Refusal) -> Any:  # noqa: ANN401 - as the hint says
    """Read one value as the field's type says."""
    kinds = [kind for kind in _alternatives(hint) if kind is not NoneType]
    if get_origin(kinds[0]) in {tuple, frozenset}:
        return _list(name, value, kinds[0], refusal)
    if Identifier in kinds:
        return _party(name, value, refusal)
    if kinds[0] is date:
        return _day(name, value, refusal)
    if kinds[0] in {bool, int, str}:
        if type(value) is not kinds[0] or value == "":
            raise refusal(name, f"is no {kinds[0].__name__}")
        return value
    return _word(name, value, kinds, refusal)


def _alternatives(hint: Any) -> Sequence[Any]:  # noqa: ANN401 - a type
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _list(name: str, value: object, hint: Any, refusal: _Refusal) -> Any:  # noqa: ANN401 - as the hint says
    if not isinstance(value, list):
        raise refusal(name, "is a list")
    inner = get_args(hint)[0]
    if issubclass(inner, StrEnum):
        made = [_word(name, each, [inner], refusal) for each in value]
    else:
        made = [
            _made(
                inner, _object(each, f"{name}[{n}]", refusal), refusal, f"{name}[{n}]."
            )
            for n, each in enumerate(value)
        ]
    return get_origin(hint)(made)


def _word(
    name: str, value: object, kinds: Sequence[type[StrEnum]], refusal: _Refusal
) -> StrEnum:
    words = {str(each): each for kind in kinds for each in kind}
    if not isinstance(value, str) or value not in words:
        raise refusal(name, f"is one of: {', '.join(words)}")
    return words[value]


def _day(name: str, value: object, refusal: _Refusal) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise refusal(name, "is a day, written 2026-02-01")


def _party(name: str, value: object, refusal: _Refusal) -> Party:
    """Read a key; what is a valid number of a person or body is kept masked."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_PARTY:
        raise refusal(name, f"is a text of 1-{MAX_PARTY}")
    for kind in (Nip, Pesel, InternalId):
        with suppress(IdentifierInvalid):
            return kind.parse(value)
    return value
