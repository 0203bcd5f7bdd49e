"""python benchmarks/permission_decisions.py [GRANTS ...]: decisions a second, by size.

Method: an office with 300 units, one administrator, a representative of each unit, and
for the rest clerks of representatives, accounting firms and the firms' people (chains
of two to four links); every tenth grant to a person is revoked.
20,000 questions, four in five about a grant that exists, each with its whole chain and
its provisions. The yardstick is one look into a dict with the same keys. CPU time of
this process, since the machine is shared; the least of 5 rounds, each in turn with the
yardstick.

Target (docs/benchmarks.md): at least 100,000 decisions a second at 100,000 grants, and
no growth with the number of grants but that of the memory's caches.
"""

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

from ksef.law.effective import Context, Effective, Grant
from ksef.model import Body, Holder, Permission

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS = 20_000
ROUNDS = 5
UNITS = 300
FIRST = date(2024, 1, 1)
ASKED = date(2025, 6, 2)
SEED = 20260101


def contexts() -> list[Context]:
    """Make the municipality and its units."""
    units = [
        Context(id=f"unit-{n}", kind=Body.LOCAL_BUDGET_UNIT, parent="jst")
        for n in range(UNITS)
    ]
    return [Context(id="jst", kind=Body.JST), *units]


def grants(count: int) -> list[Grant]:
    """Make so many grants: a head, and four kinds in turn."""
    made = [_grant(0, "admin", Permission.MANAGE, "jst", "jst")]
    made += [
        _grant(1, f"head-{n}", Permission.MANAGE, f"unit-{n}", "admin", head=True)
        for n in range(UNITS)
    ]
    for n in range(count - len(made)):
        unit = n % UNITS
        match n % 4:
            case 0 | 1:
                asked = Permission.ISSUE if n % 4 else Permission.ACCESS
                clerk = f"clerk-{n}"
                made.append(_grant(n, clerk, asked, f"unit-{unit}", f"head-{unit}"))
            case 2:
                made.append(_firm(n, unit))
            case _:
                made.append(
                    _grant(
                        n,
                        f"person-{n}",
                        Permission.ACCESS,
                        f"unit-{unit - 1}",
                        f"firm-{n - 1}",
                    )
                )
    return made


def _firm(n: int, unit: int) -> Grant:
    return Grant(
        id=f"g{n}",
        who=f"firm-{n}",
        holder=Holder.ENTITY,
        permission=Permission.INVOICES,
        context=f"unit-{unit}",
        by="jst",
        valid_from=FIRST,
        can_delegate=True,
    )


def _grant(
    n: int, who: str, permission: Permission, where: str, by: str, *, head: bool = False
) -> Grant:
    return Grant(
        id=f"g{n}-{who}",
        who=who,
        holder=Holder.NATURAL_PERSON,
        permission=permission,
        context=where,
        by=by,
        valid_from=FIRST + timedelta(days=n % 200),
        revoked_on=ASKED if n % 10 == 9 else None,
        as_representative=head,
    )


def best(run: Callable[[], object]) -> float:
    """Give the CPU seconds of one run."""
    began = process_time()
    run()
    return process_time() - began


def main() -> None:
    """Print one line for each size."""
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    print(f"{'grants':>9} {'decisions/s':>12} {'of a dict':>9} {'index s':>8}")
    for size in sizes:
        measured(size)


def measured(size: int) -> None:
    """Index so many grants and ask."""
    made = grants(size)
    where = contexts()
    began = process_time()
    effective = Effective(made, contexts=where)
    indexed = process_time() - began
    pick = random.Random(SEED)  # noqa: S311 - a repeatable sample
    asked = [
        (
            each.who if pick.random() < 0.8 else f"nobody-{n}",
            each.permission,
            each.context,
        )
        for n, each in enumerate(pick.choices(made, k=QUESTIONS))
    ]
    known = {(each.who, each.permission, each.context): each for each in made}

    def ask() -> None:
        for who, permission, context in asked:
            effective.may(who, permission, context, on=ASKED)

    def look() -> None:
        for key in asked:
            known.get(key)

    yes = sum(effective.may(*each, on=ASKED).may for each in asked)
    assert 0.5 < yes / QUESTIONS < 0.9, yes
    times = [(best(ask), best(look)) for _ in range(ROUNDS)]
    seconds, floor = min(t for t, _ in times), min(f for _, f in times)
    print(
        f"{size:>9} {QUESTIONS / seconds:>12,.0f} {floor / seconds:>9.2f}"
        f" {indexed:>8.2f}"
    )


if __name__ == "__main__":
    main()
