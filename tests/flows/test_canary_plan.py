"""Canaries in a plan of permissions: heard in no log, error, repr, file or print.

House style, rule 40. The clear number leaves in the request of a step, and only there.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jst.errors import PermissionsInvalid
from jst.plan_file import load_desired
from jst.plan_show import json_of, lines_of
from ksef.access.context import ContextId
from ksef.plan.actual import Listed
from ksef.plan.asking import asking_of
from ksef.plan.diff import plan
from ksef.plan.errors import PlanError, ReviewInvalid
from ksef.plan.file import read_plan, write_plan
from ksef.plan.review import COLUMNS, rows_of, sheets_of
from ksef.plan.review_read import read_review
from tests.flows.canaries import CANARY_NIP, CANARY_PESEL, listening
from tests.ksef.plan.town import (
    ANNA,
    FIRM,
    GMINA,
    ON,
    SCHOOL,
    a_standing,
    a_state,
    a_town,
    an_entry,
    ksef,
    state_of,
)

KEY = b"k" * 32
PERSON, ENTITY = CANARY_PESEL.reveal(), CANARY_NIP.reveal()
KNOWN = a_town(
    an_entry(),
    an_entry(id="g2", who=FIRM.ref),
    persons=(replace(ANNA, identifier=CANARY_PESEL),),
    entities=(replace(FIRM, identifier=CANARY_NIP),),
)


def test_the_canaries_are_not_heard_in_a_plan(tmp_path: Path) -> None:
    """Whether the file knows them, or KSeF alone."""
    strange = ksef(
        a_state(
            SCHOOL,
            a_standing(holder=CANARY_PESEL, description=f"dla {PERSON}"),
            a_standing(id="2", holder=CANARY_NIP),
        )
    )
    with listening() as ears:
        for desired in (KNOWN, a_town()):
            made = plan(desired, strange, on=ON)
            ears.hear("repr", desired, strange, made)
            ears.hear("lines", *lines_of(made, desired, why=str, whole=True))
            ears.hear("json", json.dumps(json_of(made)))
            ears.hear(
                "rows", *(row for s in sheets_of(made, desired) for row in rows_of(s))
            )
            raw = write_plan(made, desired, key=KEY)
            (tmp_path / f"{len(desired.persons)}.json").write_bytes(raw)
            ears.hear(
                "steps", *(asking_of(made, desired).subjects(s) for s in made.steps)
            )
            ears.hear_error(_refused(raw.replace(b"sp1", b"sp2"), b"digest"))
        ears.hear_files("files", tmp_path)
        assert [] == ears.leaks(PERSON, ENTITY)


def test_the_canaries_are_not_heard_in_kept_answers() -> None:
    """Pages that cannot be read are no reason to quote them."""
    with listening() as ears:
        here = ContextId.of(KNOWN.nip)
        for raw in (f'{{"x": "{PERSON}"', f'{{"permissions": [{{"id": "{ENTITY}"}}]}}'):
            ears.hear("state", state_of(here, {Listed.PERSONS: [raw.encode()]}))
        assert [] == ears.leaks(PERSON, ENTITY)


def test_the_canaries_are_not_heard_in_a_sheet_that_came_back() -> None:
    """Somebody wrote a number into a cell; the refusal does not repeat it."""
    made = plan(KNOWN, ksef(a_state(SCHOOL, a_standing(holder=CANARY_PESEL))), on=ON)
    sheets = sheets_of(made, KNOWN)
    [sheet] = sheets
    [row] = rows_of(sheet)
    cells = {**dict(zip(COLUMNS, row, strict=True)), "nazwa": PERSON, "uwagi": ENTITY}
    raw = "\n".join((";".join(cells), ";".join(cells.values()))).encode()
    with listening() as ears:
        with pytest.raises(ReviewInvalid) as caught:
            read_review(raw, sheets)
        ears.hear_error(caught.value)
        ears.hear("polish", caught.value.polish)
        assert [] == ears.leaks(PERSON, ENTITY)


@pytest.mark.parametrize("where", ["permissions.toml", "ksef-people.toml"])
@pytest.mark.parametrize(
    "text",
    [
        f'version = 1\n"{PERSON}" = "{ENTITY}"\n',
        f'[[person]]\nref = "{PERSON}"\nkind = "{ENTITY}"\nvalue = "{PERSON}1"\n',
        (
            f'[[person]]\nref = "{PERSON}"\nkind = "pesel"\nvalue = "{PERSON}"\n'
            f'first_name = "Anna"\nlast_name = "Bogus"\nstaff = "nip-{ENTITY}"\n'
        ),
        (
            f'[[person]]\nref = "x"\nkind = "pesel"\nvalue = "{PERSON}"\n'
            f'first_name = "Anna"\nlast_name = "{ENTITY}\\u001b"\n'
        ),
        f"= {PERSON}",
    ],
)
def test_the_canaries_are_not_heard_in_a_refused_file(
    tmp_path: Path, where: str, text: str
) -> None:
    """A clerk sends the message on to whoever can help."""
    good = (
        f'version = 1\n[office]\nref = "gmina"\nname = "Gmina Bogus"\n'
        f'nip = "{GMINA.identifier.reveal() if GMINA.identifier else ""}"\n'
    )
    (tmp_path / "permissions.toml").write_text(good, "utf-8")
    people = tmp_path / "ksef-people.toml"
    people.touch(0o600)
    (tmp_path / where).write_text(text, "utf-8")
    with listening() as ears:
        with pytest.raises(PermissionsInvalid) as caught:
            load_desired(tmp_path)
        ears.hear_error(caught.value)
        ears.hear("findings", *caught.value.findings)
        assert [] == ears.leaks(PERSON, ENTITY)


def _refused(raw: bytes, field: bytes) -> PlanError:
    with pytest.raises(PlanError) as caught:
        read_plan(raw.replace(field, b"digset"), KNOWN, key=KEY)
    return caught.value
