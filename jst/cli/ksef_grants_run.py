"""What `jst ksef grants` and `jst ksef roles` do: each question is an action."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeVar

from accountability.action import Performed
from accountability.model import Purpose
from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import at_desk
from jst.cli.language import say
from jst.cli.output import (
    cell,
    in_warsaw_column,
    new_table,
    print_json,
    print_line,
    print_note,
    print_table,
)
from jst.cli.rows import print_rows
from jst.cli.words import WrongMix, word_of, words_among
from jst.cli.wrapper import Exit
from ksef.access import filters, queries
from ksef.access.acting import Acting
from ksef.access.messages import ForeignId
from ksef.access.messages_permissions import (
    AuthorisationGrant,
    EntityGrant,
    PersonGrant,
    SubunitGrant,
)
from ksef.access.pages import Found, collect

T = TypeVar("T")
AnyGrant = PersonGrant | SubunitGrant | EntityGrant | AuthorisationGrant


class Listed(StrEnum):
    """Which list is asked for."""

    PERSONS = "persons"
    GIVEN = "given"
    OWN = "own"
    SUBUNITS = "subunits"
    ENTITIES = "entities"
    AUTHORISATIONS = "authorisations"


Ask = Callable[..., Iterator[Performed[Found[Any]]]]
_WHOLE: Final[Mapping[Listed, Ask]] = {
    Listed.SUBUNITS: queries.subunits,
    Listed.ENTITIES: queries.entities,
}
"""Lists that KSeF does not narrow by a permission."""
_WORDS: Final[Mapping[Listed, tuple[str, ...]]] = {
    Listed.OWN: filters.OWN,
    Listed.AUTHORISATIONS: filters.OF_ENTITIES,
}
"""Permissions of a list where they are not those of persons."""


def _asks(listed: Listed, permissions: tuple[str, ...]) -> Ask:
    """Choose the query of a list.

    Raises:
        WrongMix: This list cannot be narrowed by permissions; wrong usage.
        WrongWord: It has no such permission; wrong usage.
    """
    if listed in _WHOLE:
        if permissions:
            raise WrongMix(
                f"--permission nie zawęża listy {listed}",
                f"--permission does not narrow the list {listed}",
            )
        return _WHOLE[listed]
    words = _WORDS.get(listed, filters.OF_PERSONS)
    words_among(words, permissions, "--permission")
    if listed is Listed.OWN:
        return partial(queries.own, permissions=permissions)
    if listed is Listed.AUTHORISATIONS:
        return partial(queries.authorisations, permissions=permissions)
    given = listed is Listed.GIVEN
    scope = filters.Scope.GIVEN_HERE if given else filters.Scope.IN_CONTEXT
    wanted = filters.PersonsFilter(scope=scope, permissions=permissions)
    return partial(queries.persons, wanted)


def do_grants(
    which: str,
    permissions: tuple[str, ...],
    asked: Asked,
    *,
    reveal: bool,
    as_json: bool,
) -> Exit:
    """Ask for one list, all of its pages, and print it."""
    listed = word_of(Listed, which, "--list")
    ask = _asks(listed, permissions)
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.PERMISSION_REVIEW)
        found, actions = _all(ask, acting, key=lambda each: str(each.id))
    said = [grant_json(each, reveal=reveal) for each in found]
    if as_json:
        print_json({"list": listed.value, "grants": said, "actions": actions})
        return Exit.YES
    _print_grants(said)
    print_actions(actions)
    if listed is Listed.PERSONS:
        print_note(
            say(
                "właściciela (NIP kontekstu) nie ma na liście: ma wszystkie uprawnienia"
                " prócz VatUeManage",
                "the owner (the context's NIP) is in no list: it may do all but"
                " VatUeManage",
            )
        )
    return Exit.YES


def do_roles(asked: Asked, *, reveal: bool, as_json: bool) -> Exit:
    """Ask for the roles of the context, and for its units."""
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.PERMISSION_REVIEW)
        own, first = _all(queries.roles, acting, key=lambda each: each.role)
        units, second = _all(queries.subordinates, acting, key=_unit_key)
    said = {
        "roles": [
            {"role": each.role, "since": each.start_date.isoformat()} for each in own
        ],
        "units": [
            {
                "unit": party_json(each.subordinate_entity_identifier, reveal=reveal),
                "role": each.role,
                "since": each.start_date.isoformat(),
            }
            for each in units
        ],
        "actions": [*first, *second],
    }
    if as_json:
        print_json(said)
        return Exit.YES
    table = new_table(
        say("kto", "who"),
        say("rola", "role"),
        say("od (Warszawa)", "since (Warsaw)"),
    )
    for each in own:
        table.add_row(
            say("ten kontekst", "this context"),
            cell(each.role),
            cell(in_warsaw_column(each.start_date)),
        )
    for unit in units:
        party = party_json(unit.subordinate_entity_identifier, reveal=reveal)
        table.add_row(
            cell(shown(party)), cell(unit.role), cell(in_warsaw_column(unit.start_date))
        )
    print_table(table)
    print_actions([*first, *second])
    if not own and not units:
        print_note(
            say(
                "bez roli LocalGovernmentUnit nie nadasz uprawnień w jednostce z"
                " własnym NIP; powiązania wynikają ze zgłoszenia NIP-2",
                "without the role LocalGovernmentUnit nothing can be granted in a unit"
                " with its own NIP; the links come from the NIP-2 form",
            )
        )
    return Exit.YES


def grant_json(grant: AnyGrant, *, reveal: bool) -> dict[str, Any]:
    """Say one grant in stable English; names and numbers only when revealed."""
    said: dict[str, Any] = {
        "id": grant.id,
        "permission": getattr(grant, "permission_scope", None)
        or getattr(grant, "authorisation_scope", None),
        "holder": None,
        "where": None,
        "target": None,
        "author": None,
        "state": getattr(grant, "permission_state", None) or None,
        "canDelegate": getattr(grant, "can_delegate", None),
        "since": grant.start_date.isoformat(),
    }
    for key, names in _PARTIES.items():
        for name in names:
            party = getattr(grant, name, None)
            if isinstance(party, ForeignId):
                said[key] = party_json(party, reveal=reveal)
    if isinstance(grant, SubunitGrant):
        said["unitName"] = grant.subunit_name
    if reveal:
        details = getattr(grant, "subject_person_details", None)
        entity = getattr(grant, "subject_entity_details", None)
        said["name"] = (
            f"{details.first_name or ''} {details.last_name or ''}".strip()
            if details
            else (entity.full_name if entity else None)
        )
    return said


_PARTIES = {
    "holder": ("authorized_identifier", "authorized_entity_identifier"),
    "where": (
        "context_identifier",
        "subunit_identifier",
        "authorizing_entity_identifier",
    ),
    "target": ("target_identifier",),
    "author": ("author_identifier",),
}


def party_json(party: ForeignId, *, reveal: bool) -> dict[str, Any]:
    """Say a party: its kind, and its number masked or in clear."""
    said: dict[str, Any] = {"type": party.type, "masked": party.masked}
    if reveal and party.raw is not None:
        said["value"] = party.raw
    return said


def shown(party: dict[str, Any] | None) -> str:
    """Say a party to a person."""
    if party is None:
        return ""
    return f"{party['type']} {party['value']}" if "value" in party else party["masked"]


def _all(
    ask: Callable[..., Iterator[Performed[Found[T]]]],
    acting: Acting,
    *,
    key: Callable[[T], str],
) -> tuple[list[T], list[str]]:
    done = list(ask(**acting))
    return collect(done, key=key), [each.intent_id for each in done]


def _unit_key(each: Any) -> str:  # noqa: ANN401 - of one shape in all lists
    return f"{each.subordinate_entity_identifier.raw} {each.role}"


def _print_grants(said: Iterable[dict[str, Any]]) -> None:
    names = (
        say("kto", "who"),
        say("gdzie", "where"),
        say("uprawnienie", "permission"),
        say("stan", "state"),
        "id",
        say("nadał", "by"),
    )
    rows = []
    for each in said:
        who = shown(each["holder"])
        where = " → ".join(filter(None, (shown(each["where"]), shown(each["target"]))))
        rows.append(
            (
                f"{each['name']} {who}" if each.get("name") else who,
                where,
                each["permission"] + (" +" if each["canDelegate"] else ""),
                each["state"] or "",
                each["id"],
                shown(each["author"]),
            )
        )
    print_rows(names, rows, [[0, 1], [2, 3], [4, 5]])


def print_actions(actions: Iterable[str]) -> None:
    """Name the questions, so that each can be proved."""
    for each in actions:
        print_line(say(f"Zapytanie: {each}", f"Question: {each}"))
