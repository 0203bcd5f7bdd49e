"""A made-up municipality for plans; every number in it is synthetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ksef.access import messages_permissions as said
from ksef.access.context import ContextId
from ksef.access.details import PersonName
from ksef.access.errors import KsefUnclear
from ksef.access.requests import Target
from ksef.model import Body
from ksef.plan.actual import (
    Actual,
    ContextState,
    Kind,
    Listed,
    Received,
    Standing,
    lists_of,
)
from ksef.plan.asking import asking_of
from ksef.plan.desired import (
    Deputy,
    Desired,
    Entity,
    Entry,
    Person,
    Place,
    SealHolder,
    SealMeans,
)
from ksef.plan.gather import Records, gather
from ksef.plan.model import Act, Plan, Step
from vocabulary.identifiers import Identifier, InternalId, Nip, Pesel

ON = date(2026, 11, 21)
SINCE = date(2026, 2, 1)


def _place(ref: str, kind: Body, name: str, number: Nip | InternalId) -> Place:
    return Place(ref=ref, kind=kind, name=name, identifier=number, credential=ref)


GMINA = _place("gmina", Body.JST, "Gmina Bogus", Nip("9990000008"))
SCHOOL = _place("sp1", Body.LOCAL_BUDGET_UNIT, "Szkoła Bogus nr 1", Nip("5265877635"))
CENTRE = _place("cuw", Body.LOCAL_BUDGET_UNIT, "Centrum Usług Bogus", Nip("6824515772"))
HOSTEL = _place(
    "bursa", Body.INTERNAL_UNIT, "Bursa Bogus", InternalId("9990000008-00012")
)
LIBRARY = Place(
    ref="biblioteka",
    kind=Body.CULTURE_INSTITUTION,
    name="Biblioteka Bogus",
    identifier=Nip("1234563218"),
)
ANNA = Person(
    ref="a.bogus",
    identifier=Pesel("44051401359"),
    details=PersonName(first_name="Anna", last_name="Bogus"),
)
JAN = Person(
    ref="j.bogus",
    identifier=Pesel("02070803628"),
    details=PersonName(first_name="Jan", last_name="Bogus"),
)
FIRM = Entity(ref="biuro", identifier=Nip("7762811692"), full_name="Biuro Bogus")
STRANGER = Pesel("85050500014")
_PAGES: dict[Listed, tuple[str, Any]] = {
    Listed.PERSONS: ("persons", said.GrantsPage),
    Listed.SUBUNITS: ("subunits", said.SubunitGrantsPage),
    Listed.RECEIVED: ("received", said.EntityGrantsPage),
    Listed.ROLES: ("roles", said.EntityRolesPage),
    Listed.SUBORDINATES: ("subordinates", said.SubordinateRolesPage),
    Listed.AUTHORISATIONS: ("authorisations", said.AuthorisationGrantsPage),
}


def an_entry(**changes: object) -> Entry:
    """Make an entry: Anna may read invoices of the school since February."""
    made = Entry(
        id="g1",
        who=ANNA.ref,
        where=SCHOOL.ref,
        permissions=("InvoiceRead",),
        valid_from=SINCE,
        reason="obsługa faktur",
        basis="zarządzenie 0050.1.2026",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def appointed(unit: Place = SCHOOL, who: Person = ANNA, **changes: object) -> Entry:
    """Make an entry: somebody represents a unit."""
    return an_entry(
        id=f"rep-{unit.ref}",
        who=who.ref,
        where=unit.ref,
        permissions=("CredentialsManage",),
        as_representative=True,
        **changes,
    )


def a_deputy(**changes: object) -> Deputy:
    """Make a deputy: Jan stands in for Anna in November."""
    made = Deputy(
        id="z1",
        who=JAN.ref,
        stands_for=ANNA.ref,
        valid_from=date(2026, 11, 1),
        valid_until=date(2026, 12, 1),
        reason="zastępstwo",
        basis="zarządzenie 0050.2.2026",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def a_seal(**changes: object) -> SealHolder:
    """Make a holder: Anna has had the office's seal since February."""
    made = SealHolder(
        where=GMINA.ref, who=ANNA.ref, means=SealMeans.SEAL, valid_from=SINCE
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def a_town(*entries: Entry, **changes: object) -> Desired:
    """Make what the town wants."""
    made = Desired(
        office=GMINA,
        units=(SCHOOL, CENTRE, HOSTEL, LIBRARY),
        persons=(ANNA, JAN),
        entities=(FIRM,),
        entries=entries,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def a_standing(**changes: object) -> Standing:
    """Make a permission in KSeF: what `an_entry` wants."""
    made = Standing(
        id="ID-1",
        kind=Kind.WORK,
        holder=ANNA.identifier,
        permission="InvoiceRead",
        since=SINCE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def a_state(place: Place, *standing: Standing, **changes: object) -> ContextState:
    """Make the state of a context that was read whole."""
    context = place.context or ContextId.of(Nip("9990000008"))
    made = ContextState(
        context=context,
        whole=frozenset(lists_of(context, is_office=place is GMINA)),
        standing=standing,
    )
    if place is GMINA:
        made = replace(
            made,
            roles=frozenset({"LocalGovernmentUnit"}),
            subordinates=frozenset({Nip("5265877635"), Nip("6824515772")}),
        )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def state_of(
    context: ContextId,
    answers: Mapping[Listed, Sequence[bytes]],
    unread: Mapping[Listed, str] | None = None,
) -> ContextState:
    """Read a context from bytes of KSeF: the pages of each list, in their order.

    A page that cannot be read makes its list unread, as it does in a plan.
    """
    found: dict[str, Any] = {}
    why = dict(unread or {})
    for listed, pages in answers.items():
        field, page = _PAGES[listed]
        try:
            found[field] = [item for raw in pages for item in page.read(raw).items]
        except KsefUnclear as unclear:
            why[listed] = unclear.code
    pages_read = {listed: len(pages) for listed, pages in answers.items()}
    records = Records(whole=frozenset(answers), unread=why, pages=pages_read, **found)
    return gather(context, records)


def ksef(*states: ContextState) -> Actual:
    """Make what was read: the town's contexts, empty unless they are given."""
    read = [a_state(place) for place in (GMINA, SCHOOL, CENTRE, HOSTEL)]
    made = {each.context: each for each in (*read, *states)}
    return Actual(contexts=tuple(made.values()))


def applied(plan: Plan, desired: Desired, actual: Actual) -> Actual:
    """Do the steps of a plan as KSeF would, in a world of values."""
    states = dict(actual.by_context)
    asking = asking_of(plan, desired)
    for step in plan.steps:
        context = asking.context(step)
        state = states[context]
        if step.act is Act.REVOKE:
            left = [each for each in state.standing if each.id != step.permission_id]
            states[context] = replace(state, standing=tuple(left))
            continue
        given = _given(step, asking.request(step).subjects)
        states[context] = replace(state, standing=(*state.standing, *given))
        unit = given[0].unit
        if isinstance(unit, InternalId) and ContextId.of(unit) not in states:
            place = replace(HOSTEL, identifier=unit)
            states[ContextId.of(unit)] = a_state(place)
        if step.kind is Kind.WORK:
            _tell_the_entity(states, context, given)
    return Actual(contexts=tuple(states.values()))


def _given(step: Step, subjects: tuple[Identifier, ...]) -> tuple[Standing, ...]:
    client: Identifier | Target | None = None
    if step.kind is Kind.INDIRECT:
        client = subjects[1] if len(subjects) > 1 else Target.ALL_PARTNERS
    return tuple(
        Standing(
            id=f"made {step.id} {permission}",
            kind=step.kind,
            holder=subjects[0],
            permission=permission,
            unit=subjects[1] if step.kind is Kind.REPRESENTATIVE else None,
            unit_name=HOSTEL.name,
            client=client,
            can_delegate=permission in step.delegable,
            since=ON,
        )
        for permission in step.permissions
    )


def _tell_the_entity(
    states: dict[ContextId, ContextState],
    context: ContextId,
    given: Iterable[Standing],
) -> None:
    """Show an entity what a client has given it."""
    for each in given:
        client = context.identifier
        if not isinstance(each.holder, Nip) or client is None:
            continue
        theirs = states.get(ContextId.of(each.holder))
        if theirs is not None:
            received = Received(
                id=each.id,
                client=client,
                permission=each.permission,
                can_delegate=each.can_delegate,
                since=each.since,
            )
            states[theirs.context] = replace(
                theirs, received=(*theirs.received, received)
            )
