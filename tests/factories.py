"""Made-up people, cases and actions for tests; every number in them is synthetic."""

from dataclasses import replace
from datetime import UTC, date, datetime

from accountability.model import (
    Action,
    Actor,
    Authority,
    AuthorityKind,
    Capacity,
    CaseStanding,
    LegalBasis,
    Office,
    Purpose,
    Role,
    StaffAuthorisation,
    System,
)
from vocabulary.identifiers import Nip, Pesel

OFFICE_NIP = Nip.parse("9990000008")
MANDATOR_NIP = Nip.parse("1234563218")
MANDATOR_PESEL = Pesel.parse("44051401359")
CASE = "FK.3120.7.2026"
NOON = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


class HeldClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        """Stand at `now`."""
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time that the test has set."""
        return self.now


class CaseList:
    """A case book of one page: case numbers and what it says of them."""

    def __init__(self, **standings: CaseStanding) -> None:
        """Know only the cases given, as `number=standing`."""
        self.standings = dict(standings)

    def standing(self, number: str, actor_id: str) -> CaseStanding:
        """Answer from the page; a case that is not on it is not found."""
        del actor_id
        return self.standings.get(number, CaseStanding.NOT_FOUND)


def an_authorisation(**changes: object) -> StaffAuthorisation:
    """Make a staff authorisation for CRPO and all its purposes, valid all 2026."""
    return replace(
        StaffAuthorisation(
            number="UP-17/2026",
            systems=frozenset({System.CRPO}),
            purposes=frozenset(Purpose),
            valid_from=date(2026, 1, 1),
            valid_until=date(2059, 1, 1),
        ),
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


def an_actor(**changes: object) -> Actor:
    """Make a clerk with an authorisation."""
    return replace(
        Actor(
            id="a.przykladowa",
            name="Anna Przykładowa",
            unit="Referat Podatków",
            role=Role.CLERK,
            authorisation=an_authorisation(),
            auth="os-account",
            workstation="stanowisko-7",
        ),
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


def an_authority() -> Authority:
    """Make the mayor of a made-up town."""
    return Authority(
        name="Burmistrz Przykładowa",
        kind=AuthorityKind.BURMISTRZ,
        nip=OFFICE_NIP,
    )


def an_office(**changes: object) -> Office:
    """Make an office whose only case is `CASE`, assigned to whoever asks."""
    return replace(
        Office(
            authority=an_authority(),
            case_pattern=r"[A-Z]{2,4}\.\d{4}\.\d+\.\d{4}",
            cases=CaseList(**{CASE: CaseStanding.ASSIGNED}),
            node="node-1",
        ),
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )


def an_action(**changes: object) -> Action:
    """Make a question about a mandator that nothing stands against."""
    return replace(
        Action(
            actor=an_actor(),
            authority=an_authority(),
            capacity=Capacity.TAX_AUTHORITY,
            system=System.CRPO,
            operation="powers-of-attorney",
            purpose=Purpose.POWER_IN_CASE,
            basis=(LegalBasis.OP_138K_2,),
            justification="",
            case=CASE,
            subjects=(MANDATOR_NIP,),
        ),
        **changes,  # type: ignore[arg-type]  # a test names fields of its own choice
    )
