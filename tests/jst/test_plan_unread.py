"""What a plan could not read: one line for each context, the cause in a sentence."""

from dataclasses import replace

import pytest

from jst.cli.why_words import why_unread
from jst.plan_unread import unread_lines
from ksef.plan.actual import OF_OFFICE, OF_UNIT, ContextState, Kind, Listed
from ksef.plan.desired import Desired
from ksef.plan.diff import plan
from ksef.plan.gather import UNCLEAR
from ksef.plan.model import Plan
from tests.ksef.plan.town import (
    GMINA,
    HOSTEL,
    ON,
    SCHOOL,
    a_standing,
    a_state,
    a_town,
    appointed,
    ksef,
)

REFUSED = "ksef.access.login_no_permissions"
REFUSED_INSIDE = "ksef.access.login_no_permissions_in_unit"
TOWN = a_town(appointed(), units=(SCHOOL,))
DARK = a_state(SCHOOL, whole=frozenset(), unread=dict.fromkeys(OF_UNIT, REFUSED))
OFFICE = a_state(GMINA, whole=frozenset(OF_OFFICE))
HEAD = a_standing(
    kind=Kind.REPRESENTATIVE, permission="CredentialsManage", unit=SCHOOL.identifier
)


def said(made: Plan, desired: Desired = TOWN) -> list[str]:
    """Say what was not read."""
    return list(unread_lines(made, desired, why=why_unread))


def test_a_unit_that_left_the_file_since_is_still_told() -> None:
    """A plan may be shown when somebody has changed the file already."""
    made = plan(TOWN, ksef(OFFICE, DARK), on=ON)

    [line] = said(made, a_town(units=()))
    assert line.startswith("  sp1: ")


def test_a_unit_without_a_representative_is_told_so_once() -> None:
    """Not three times that KSeF refused: nobody is appointed there yet."""
    made = plan(TOWN, ksef(OFFICE, DARK), on=ON)

    [line] = said(made)
    assert line == (
        "  sp1: jednostka nie ma jeszcze w KSeF przedstawiciela, więc nie można się do"
        f" niej zalogować [{REFUSED}]"
    )


@pytest.mark.parametrize(
    "office",
    [
        pytest.param(replace(OFFICE, standing=(HEAD,)), id="it has a representative"),
        pytest.param(
            replace(
                OFFICE,
                whole=frozenset(OF_OFFICE) - {Listed.SUBUNITS},
                unread={Listed.SUBUNITS: "ksef.access.forbidden"},
            ),
            id="whether it has one was not read",
        ),
    ],
)
def test_a_refused_login_is_told_as_one(office: ContextState) -> None:
    """What we log in with has nothing there, and an appointment mends nothing."""
    made = plan(TOWN, ksef(office, DARK), on=ON)

    assert (
        "  sp1: poświadczenie nie ma w tym kontekście żadnych uprawnień, więc KSeF"
        f" odmówił logowania (415) [{REFUSED}]"
    ) == said(made)[-1]


def test_the_office_itself_needs_no_representative() -> None:
    """It acts by its own right: there it is the credential that has nothing."""
    dark = a_state(
        GMINA,
        whole=frozenset({Listed.SUBUNITS}),
        unread=dict.fromkeys(OF_OFFICE, REFUSED),
    )
    made = plan(TOWN, ksef(dark, DARK), on=ON)

    assert "odmówił logowania (415)" in said(made)[0]


def test_an_internal_unit_is_told_alike() -> None:
    """Its number was read from KSeF, or proposed; the refusal has its own code."""
    unit = replace(HOSTEL, credential="bursa")
    desired = a_town(appointed(unit), units=(unit,))
    refused = {Listed.PERSONS: REFUSED_INSIDE}
    dark = a_state(unit, whole=frozenset(), unread=refused)
    made = plan(desired, ksef(OFFICE, dark), on=ON)

    assert ["bursa"] == [each.split(":")[0].strip() for each in said(made, desired)]
    assert "nie ma jeszcze w KSeF przedstawiciela" in said(made, desired)[0]


def test_a_list_that_broke_off_is_named_with_its_cause() -> None:
    """The rest of the context was read, and one line says what was not."""
    state = a_state(
        SCHOOL,
        whole=frozenset({Listed.PERSONS}),
        unread={
            Listed.RECEIVED: "ksef.access.forbidden",
            Listed.AUTHORISATIONS: UNCLEAR,
        },
    )
    [line] = said(plan(TOWN, ksef(OFFICE, state), on=ON))

    assert line.startswith("  sp1: uprawnienia podmiotowe: KSeF podał wpis bez")
    assert "; uprawnienia otrzymane od innych: KSeF zabronił tej operacji [" in line
