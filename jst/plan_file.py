"""[0] What the office wants in KSeF, from `permissions.toml` and the people file.

No number of a person or an entity may stand in permissions.toml: they are in
ksef-people.toml, by reference. docs/ksef-plan.md shows both.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict

from jst.clear_numbers import holds_number, is_identifier
from jst.errors import PermissionsInvalid
from jst.plan_people import FILE as PEOPLE
from jst.plan_people import KsefPeople, load_ksef_people
from jst.plan_toml import GrantEntry, PermissionsToml, UnitEntry
from jst.toml_file import read_toml
from ksef.plan.checks import check_desired
from ksef.plan.desired import (
    Deputy,
    Desired,
    Entry,
    Place,
    SealHolder,
)
from ksef.plan.places import is_own_taxpayer
from ksef.plan.wants import MANAGES
from vocabulary.errors import IdentifierInvalid
from vocabulary.finding import Finding, Severity, stops
from vocabulary.identifiers import InternalId, Nip

N = TypeVar("N", Nip, InternalId)

FILE: Final = "permissions.toml"
_OWN: Final = frozenset({"nip", "internal_id"})
_SERIAL: Final = re.compile(r"seal\.\d+\.serial")


class _Anything(BaseModel):
    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)


def load_desired(home: Path) -> tuple[Desired, tuple[Finding, ...]]:
    """Read both files of a folder, and check them.

    Returns:
        What is wanted, and what is worth knowing of it.

    Raises:
        PermissionsInvalid: A file is missing, wrong, or not protected; or a number
            stands where only references may. Nothing of it is repeated.
    """
    path = home / FILE
    # First, as the findings of a model name keys, and a key may be a number.
    raw = read_toml(path, _Anything, refusal=PermissionsInvalid)
    tables = {} if raw is None else raw.model_extra or {}
    if clear := [_named(each, tables) for each in _clear_numbers(tables)]:
        raise PermissionsInvalid(f"{FILE} holds a number", clear)
    try:
        found = read_toml(path, PermissionsToml, refusal=PermissionsInvalid)
    except PermissionsInvalid as refused:
        refused.findings = tuple(_named(each, tables) for each in refused.findings)
        raise
    if found is None:
        raise PermissionsInvalid(f"no {FILE}", polish=f"brak pliku {FILE}")
    desired = _desired(found, load_ksef_people(home / PEOPLE))
    findings = tuple(check_desired(desired))
    if stops(findings):
        raise PermissionsInvalid(f"{FILE} is wrong", findings)
    return desired, findings


def load_subordinates(path: Path) -> tuple[Nip, tuple[tuple[Nip, str], ...]]:
    """Read what the tax office would know of a permissions.toml, wherever it lies.

    Returns:
        The office's NIP; NIP and name of each unit that could be its subordinate.

    Raises:
        PermissionsInvalid: It is missing or wrong.
    """
    found = read_toml(path, PermissionsToml, refusal=PermissionsInvalid)
    if found is None:
        raise PermissionsInvalid(f"no {path.name}", polish=f"brak pliku {path.name}")
    wrong: list[Finding] = []
    units = [_unit(each, wrong) for each in found.unit]
    office = _checked(Nip, found.office.nip, "office.nip", wrong)
    if office is None or wrong:
        raise PermissionsInvalid(f"{path.name} is wrong", wrong)
    return office, tuple(
        (each.identifier, each.name)
        for each in units
        if isinstance(each.identifier, Nip) and not is_own_taxpayer(each)
    )


def _desired(found: PermissionsToml, people: KsefPeople) -> Desired:
    wrong: list[Finding] = []
    office = found.office
    units = tuple(_unit(each, wrong) for each in found.unit)
    nip = _checked(Nip, office.nip, "office.nip", wrong)
    entries = tuple(
        made for each in found.grant for made in _entries(each, found.bundle, wrong)
    )
    if wrong:
        raise PermissionsInvalid(f"{FILE} is wrong", wrong)
    return Desired(
        office=Place(
            ref=office.ref,
            kind=office.kind,
            name=office.name,
            identifier=nip,
            credential=office.credential,
        ),
        units=units,
        persons=people.persons,
        entities=people.entities,
        entries=entries,
        deputies=tuple(Deputy(**each.model_dump()) for each in found.deputy),
        holders=tuple(SealHolder(**each.model_dump()) for each in found.seal),
        unknown=found.unknown,
    )


def _unit(entry: UnitEntry, wrong: list[Finding]) -> Place:
    at = f"unit.{entry.ref}"
    identifier: Nip | InternalId | None = None
    if entry.nip is not None:
        identifier = _checked(Nip, entry.nip, f"{at}.nip", wrong)
    elif entry.internal_id is not None:
        own = f"{at}.internal_id"
        identifier = _checked(InternalId, entry.internal_id, own, wrong)
    return Place(
        ref=entry.ref,
        kind=entry.kind,
        name=entry.name,
        identifier=identifier,
        credential=entry.credential,
    )


def _entries(
    grant: GrantEntry, bundles: Mapping[str, tuple[str, ...]], wrong: list[Finding]
) -> Iterator[Entry]:
    """Give one entry for each place; of several, `id@place`."""
    permissions = grant.permissions or (MANAGES,)
    if grant.bundle is not None:
        permissions = bundles.get(grant.bundle, ())
        if not permissions:
            wrong.append(
                Finding(
                    "permissions.bundle_unknown",
                    Severity.ERROR,
                    "Takiego zestawu nie ma w [bundle].",
                    f"grant.{grant.id}.bundle",
                )
            )
    one = (grant.where,) if isinstance(grant.where, str) else None
    for where in one or grant.where:
        yield Entry(
            id=grant.id if one else f"{grant.id}@{where}",
            who=grant.who,
            where=where,
            permissions=tuple(dict.fromkeys(permissions)),
            valid_from=grant.valid_from,
            valid_until=grant.valid_until,
            reason=grant.reason,
            basis=grant.basis,
            client=grant.client,
            can_delegate=grant.can_delegate,
            as_representative=grant.representative,
            bundle=grant.bundle or "",
        )


def _named(finding: Finding, tables: Mapping[str, Any]) -> Finding:
    """Name an entry by its id, or by its number from 1, instead of its place from 0.

    An id that holds a number of somebody is no name.
    """
    table, _, rest = finding.field.partition(".")
    place, _, field = rest.partition(".")
    entries = tables.get(table)
    if not (place.isdecimal() and isinstance(entries, list)):
        return finding
    entry = entries[int(place)]
    name = entry.get("id", entry.get("ref", "")) if isinstance(entry, dict) else ""
    known = isinstance(name, str) and name and not holds_number(name)
    told = name if known else f"nr {int(place) + 1}"
    return replace(finding, field=f"{table}.{told}.{field}".rstrip("."))


def _checked(kind: type[N], text: str, at: str, wrong: list[Finding]) -> N | None:
    try:
        return kind(text)
    except IdentifierInvalid as refused:
        message = f"Zły numer: {refused.polish}."
        wrong.append(Finding("permissions.number", Severity.ERROR, message, at))
        return None


def _clear_numbers(value: object, at: str = "") -> Iterator[Finding]:
    """Find numbers of persons and entities in clear, wherever they stand."""
    if isinstance(value, dict):
        for name, each in value.items():
            shown = "?" if holds_number(name) else name
            where = f"{at}.{shown}".lstrip(".")
            if shown != name:
                yield from _clear_numbers(name, where)
            if not (name in _OWN and at.partition(".")[0] in {"office", "unit"}):
                yield from _clear_numbers(each, where)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _clear_numbers(each, f"{at}.{place}")
    elif _SERIAL.fullmatch(at):
        # Long by nature; only one that is nothing but a number is taken for one.
        yield from _told(at, clear=is_identifier(str(value)))
    else:
        yield from _told(at, clear=holds_number(str(value)))


def _told(at: str, *, clear: bool) -> Iterator[Finding]:
    if clear:
        yield Finding(
            "permissions.clear_number",
            Severity.ERROR,
            "Wygląda na numer osoby lub podmiotu; numery są tylko w ksef-people.toml, a"
            " tutaj nazwy (ref).",
            at,
        )
