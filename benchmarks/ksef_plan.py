"""python benchmarks/ksef_plan.py [UNITS GRANTS]: CPU of one plan from kept answers.

Method: a gmina with 40 units (22 with a NIP, 18 with an internal id), a representative
of each, and clerks; 1,000 permissions are wanted. Of these nine in ten stand in KSeF,
and a tenth as many are held by strangers. The kept answers are the bytes of KSeF's
pages, a hundred records each. Timed: the bytes read, the plan made, its digest; the
file of permissions is in memory. CPU time of this process, as the machine is shared;
the least and the median of 5 rounds. Parsing alone is shown beside it.

Target (docs/benchmarks.md): under 1 s for 40 units and 1,000 grants.
"""

import json
import random
import statistics
import sys
from datetime import date
from time import process_time
from typing import Any

from ksef.access.context import ContextId
from ksef.access.details import PersonName
from ksef.access.parties import typed
from ksef.model import Body
from ksef.plan.actual import OF_INTERNAL, OF_OFFICE, OF_UNIT, Actual, Listed
from ksef.plan.desired import Desired, Entry, Person, Place
from ksef.plan.diff import plan
from ksef.plan.file import digest_of
from tests.ksef.plan.town import state_of
from vocabulary.checksums import internal_id_digit, nip_agrees, pesel_agrees
from vocabulary.identifiers import InternalId, Nip, Pesel

ROUNDS = 5
ON = date(2026, 11, 21)
SINCE = "2026-02-01T08:00:00+01:00"
PERMISSIONS = ("InvoiceRead", "InvoiceWrite", "Introspection", "CredentialsRead")
PAGE = 100
SEED = 20260201
GMINA = Nip("9990000008")

Pages = dict[Listed, list[bytes]]


def nips(count: int) -> list[Nip]:
    """Make numbers that no real body has: those of the tests' range."""
    stems = (f"999{number:06}" for number in range(100, 100_000))
    made = (f"{stem}{digit}" for stem in stems for digit in range(10))
    fitting = (Nip(each) for each in made if nip_agrees(each))
    return [next(fitting) for _ in range(count)]


def pesels(count: int) -> list[Pesel]:
    """Make numbers of persons who were born in 1850: nobody living has one."""
    stems = (f"508101{number:04}" for number in range(10_000))
    made = (f"{stem}{digit}" for stem in stems for digit in range(10))
    fitting = (Pesel(each) for each in made if pesel_agrees(each))
    return [next(fitting) for _ in range(count)]


def town(units: int, grants: int) -> Desired:
    """Make what is wanted."""
    own = nips(units * 22 // 40)
    places = [
        Place(
            ref=f"u{n}",
            kind=Body.LOCAL_BUDGET_UNIT if n < len(own) else Body.INTERNAL_UNIT,
            name=f"Jednostka {n}",
            identifier=own[n]
            if n < len(own)
            else InternalId(
                f"{GMINA.reveal()}-{n:04}{internal_id_digit(f'{GMINA.reveal()}{n:04}')}"
            ),
            credential=f"u{n}",
        )
        for n in range(units)
    ]
    persons = [
        Person(
            ref=f"p{n}",
            identifier=number,
            details=PersonName(first_name="Bogus", last_name=f"Osoba{n}"),
        )
        for n, number in enumerate(pesels(grants // 4 + 1))
    ]
    entries = [
        _entry(f"r{n}", f"p{n}", place.ref, ("CredentialsManage",), head=True)
        for n, place in enumerate(places)
    ]
    entries += [
        _entry(f"g{n}", f"p{n}", f"u{n % units}", PERMISSIONS)
        for n in range((grants - units) // len(PERMISSIONS))
    ]
    return Desired(
        office=Place(
            ref="gmina",
            kind=Body.JST,
            name="Gmina Bogus",
            identifier=GMINA,
            credential="gmina",
        ),
        units=tuple(places),
        persons=tuple(persons),
        entries=tuple(entries),
    )


def _entry(
    name: str, who: str, where: str, permissions: tuple[str, ...], *, head: bool = False
) -> Entry:
    return Entry(
        id=name,
        who=who,
        where=where,
        permissions=permissions,
        valid_from=date(2026, 2, 1),
        reason="obsługa faktur",
        basis="zarządzenie 0050.13.2026",
        as_representative=head,
    )


def kept(desired: Desired, rng: random.Random) -> dict[ContextId, Pages]:
    """Write the answers of KSeF that an office would have kept."""
    found: dict[str, list[dict[str, Any]]] = {ref: [] for ref in desired.places}
    heads = []
    strangers = iter(reversed(pesels(5_000)))
    for entry in desired.entries:
        holder = desired.parties[entry.who]
        assert isinstance(holder, Person)
        for permission in entry.permissions:
            row = _row(f"{entry.id}-{permission}", typed(holder.identifier), permission)
            if entry.as_representative:
                unit = desired.places[entry.where].identifier
                assert unit is not None
                heads.append(row | {"subunitIdentifier": typed(unit)})
            elif rng.random() < 0.9:
                found[entry.where].append(row)
            if rng.random() < 0.1:
                other = typed(next(strangers))
                found[entry.where].append(
                    _row(f"x{entry.id}{permission}", other, permission)
                )
    roles = [{"role": "LocalGovernmentUnit", "startDate": SINCE}]
    below = [
        {
            "subordinateEntityIdentifier": typed(unit.identifier),
            "role": "LocalGovernmentSubUnit",
            "startDate": SINCE,
        }
        for unit in desired.units
        if isinstance(unit.identifier, Nip)
    ]
    special = {Listed.SUBUNITS: heads, Listed.ROLES: roles, Listed.SUBORDINATES: below}
    made = {}
    for ref, place in desired.places.items():
        assert place.context is not None
        lists = OF_OFFICE if ref == "gmina" else OF_UNIT
        if isinstance(place.identifier, InternalId):
            lists = OF_INTERNAL
        rows = special | {Listed.PERSONS: found[ref]}
        made[place.context] = {each: _pages(each, rows.get(each, [])) for each in lists}
    return made


def _row(name: str, holder: dict[str, object], permission: str) -> dict[str, Any]:
    return {
        "id": name,
        "authorizedIdentifier": holder,
        "authorIdentifier": typed(GMINA),
        "permissionScope": permission,
        "description": "Bogus: zarządzenie 0050.13.2026",
        "permissionState": "Active",
        "startDate": SINCE,
        "canDelegate": False,
    }


def _pages(listed: Listed, rows: list[dict[str, Any]]) -> list[bytes]:
    name = {
        Listed.ROLES: "roles",
        Listed.SUBORDINATES: "roles",
        Listed.AUTHORISATIONS: "authorizationGrants",
    }.get(listed, "permissions")
    starts = range(0, max(1, len(rows)), PAGE)
    return [
        json.dumps(
            {name: rows[at : at + PAGE], "hasMore": at + PAGE < len(rows)}
        ).encode()
        for at in starts
    ]


def main() -> None:
    """Measure, and print one line each."""
    units, grants = (int(each) for each in sys.argv[1:3] or ("40", "1000"))
    desired = town(units, grants)
    answers = kept(desired, random.Random(SEED))  # noqa: S311 - no secret
    whole, parsing = [], []
    for _ in range(ROUNDS):
        began = process_time()
        actual = Actual(
            contexts=tuple(state_of(each, pages) for each, pages in answers.items())
        )
        read = process_time()
        made = plan(desired, actual, on=ON)
        digest_of(made)
        whole.append(process_time() - began)
        parsing.append(read - began)
    print(
        f"{units} units, {len(made.lines)} lines, {len(made.steps)} steps, exit"
        f" {made.exit_code}: CPU least {min(whole):.3f} s, median"
        f" {statistics.median(whole):.3f} s; of it reading {min(parsing):.3f} s"
    )


if __name__ == "__main__":
    main()
