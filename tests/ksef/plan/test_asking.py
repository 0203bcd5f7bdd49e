"""From the references of a step to the exact request."""

from dataclasses import replace

import pytest

from ksef.access.requests import (
    Grant,
    GrantIndirect,
    GrantInSubunit,
    GrantOfAuthorisation,
    GrantToEntity,
    Passing,
    Target,
)
from ksef.plan.actual import Kind, Received
from ksef.plan.asking import Asking, asking_of
from ksef.plan.desired import Desired, Entry
from ksef.plan.diff import plan
from ksef.plan.errors import PlanUnreadable
from ksef.plan.model import Plan, Step
from tests.ksef.plan.town import (
    ANNA,
    CENTRE,
    FIRM,
    HOSTEL,
    ON,
    SCHOOL,
    SINCE,
    a_standing,
    a_state,
    a_town,
    an_entry,
    appointed,
    ksef,
)
from vocabulary.identifiers import InternalId, Nip

WHY = "zarządzenie 0050.1.2026: obsługa faktur"
NAMELESS = replace(HOSTEL, identifier=None)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            an_entry(who=FIRM.ref, can_delegate=True),
            GrantToEntity(
                subject=FIRM.identifier,
                permissions=(Passing(permission="InvoiceRead", can_delegate=True),),
                description=WHY,
                full_name="Biuro Bogus",
            ),
            id="an entity",
        ),
        pytest.param(
            an_entry(who=CENTRE.ref),
            GrantToEntity(
                subject=CENTRE.identifier,  # type: ignore[arg-type]  # a NIP
                permissions=(Passing(permission="InvoiceRead"),),
                description=WHY,
                full_name=CENTRE.name,
            ),
            id="a unit as an entity",
        ),
        pytest.param(
            an_entry(who=FIRM.ref, where="gmina", permissions=("SelfInvoicing",)),
            GrantOfAuthorisation(
                subject=FIRM.identifier,
                permission="SelfInvoicing",
                description=WHY,
                full_name="Biuro Bogus",
            ),
            id="an authorisation",
        ),
        pytest.param(
            an_entry(where="cuw", client="*"),
            GrantIndirect(
                subject=ANNA.identifier,
                target=Target.ALL_PARTNERS,
                permissions=("InvoiceRead",),
                description=WHY,
                details=ANNA.details,
            ),
            id="for every client",
        ),
        pytest.param(
            appointed(),
            GrantInSubunit(
                subject=ANNA.identifier,
                unit=SCHOOL.identifier,  # type: ignore[arg-type]  # a NIP
                description=WHY,
                details=ANNA.details,
            ),
            id="a representative",
        ),
        pytest.param(
            appointed(NAMELESS),
            GrantInSubunit(
                subject=ANNA.identifier,
                unit=InternalId("9990000008-00012"),
                description=WHY,
                details=ANNA.details,
                unit_name=HOSTEL.name,
            ),
            id="a representative of a unit that is made by it",
        ),
    ],
)
def test_each_sort_has_its_request(entry: Entry, expected: Grant) -> None:
    """As the judge has seen it, to the letter."""
    desired = a_town(entry, units=(SCHOOL, CENTRE, NAMELESS))
    made = plan(desired, ksef(), on=ON)

    assert expected == asking_of(made, desired).request(made.steps[0])


@pytest.mark.parametrize(
    ("client", "expected"),
    [("sp1", SCHOOL.identifier), (FIRM.ref, FIRM.identifier)],
)
def test_a_client_is_a_unit_or_an_entity(client: str, expected: object) -> None:
    """Whom a person at an accounting centre serves."""
    desired = a_town(an_entry(where="cuw", client=client))
    given = [
        Received(
            id=str(number),
            client=each,
            permission="InvoiceRead",
            can_delegate=True,
            since=SINCE,
        )
        for number, each in enumerate((FIRM.identifier, Nip("5265877635")))
    ]
    made = plan(desired, ksef(a_state(CENTRE, received=tuple(given))), on=ON)

    request = asking_of(made, desired).request(made.steps[0])

    assert expected == request.subjects[1]


def test_a_revocation_asks_for_nothing_and_names_its_subject() -> None:
    """The ledger is searched for whom it was about."""
    made = plan(a_town(), ksef(a_state(SCHOOL, a_standing())), on=ON)
    asking = asking_of(made, a_town())

    assert (ANNA.identifier,) == asking.subjects(made.steps[0])
    with pytest.raises(PlanUnreadable):
        asking.request(made.steps[0])


def test_whom_only_ksef_knows_is_nobody_here() -> None:
    """The file has only a mask."""
    made = plan(a_town(), ksef(a_state(SCHOOL, a_standing())), on=ON)

    assert () == asking_of(made, a_town(persons=())).subjects(made.steps[0])


def _step(desired: Desired) -> tuple[Plan, Step]:
    made = plan(desired, ksef(), on=ON)
    return made, made.steps[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"who": "nikt"},
        {"who": FIRM.ref, "kind": Kind.REPRESENTATIVE},
        {"kind": Kind.REPRESENTATIVE, "unit": "nigdzie"},
        {"kind": Kind.AUTHORISATION},
        {"kind": Kind.INDIRECT, "client": "nikt"},
    ],
)
def test_a_step_that_names_nobody_is_refused(changes: dict[str, object]) -> None:
    """A plan of other files makes no request."""
    desired = a_town(an_entry())
    made, step = _step(desired)
    other = replace(step, **changes)  # type: ignore[arg-type]  # fields by name

    with pytest.raises(PlanUnreadable):
        asking_of(made, desired).request(other)


def test_a_place_without_a_number_is_no_context() -> None:
    """A plan gives each unit its number; one of other files may not."""
    desired = a_town(an_entry(), units=(SCHOOL, NAMELESS))
    _, step = _step(desired)

    with pytest.raises(PlanUnreadable):
        Asking(desired).context(replace(step, place="bursa"))


def test_digits_that_make_no_internal_id_are_refused() -> None:
    """The check digit is the Ministry's."""
    desired = a_town(units=(NAMELESS,))

    with pytest.raises(PlanUnreadable):
        asking_of(Plan(office="gmina", on=ON, internal_ids={"bursa": "00013"}), desired)
