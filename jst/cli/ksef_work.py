"""[0] What every command at KSeF begins with: who acts, in which session, why."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypedDict

from accountability.model import Actor, Purpose, Role
from accountability.trail import AuditTrail
from jst.acting import acting
from jst.cli.crpo_lookup import tell_recovered
from jst.cli.interrupts import naming_its_question
from jst.cli.ksef_options import Asked
from jst.cli.language import say
from jst.cli.output import print_note
from jst.ksef_contexts import Contexts
from jst.ksef_credentials import Credential, credential_named, require_own
from jst.ksef_office import client_of, open_session
from jst.office import open_office
from jst.people import Person, load_people
from jst.settings import Settings, load_settings
from ksef.access.acting import Acting, Grounds
from ksef.access.client import KsefClient
from ksef.access.open_session import Session
from vocabulary.clock import Clock, system_clock
from vocabulary.errors import ToolkitError

ROLES: Final = (Role.KSEF_ADMINISTRATOR, Role.APPROVER)


class Timed(TypedDict, total=False):
    """What a demonstration puts in the place of time.

    Attributes:
        clock: Tells the time.
        sleep: Waits, in seconds.
    """

    clock: Clock
    sleep: Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where a command works: settings, person, KSeF, log."""

    settings: Settings
    actor: Actor
    client: KsefClient
    trail: AuditTrail

    def contexts(
        self,
        asked: Asked,
        *,
        never: frozenset[str] = frozenset(),
        emergency: str | None = None,
    ) -> Contexts:
        """Say how the person enters the contexts of permissions.toml."""
        return Contexts(
            settings=self.settings,
            client=self.client,
            trail=self.trail,
            actor=self.actor,
            case=asked.case,
            justification=asked.justification,
            mandate=asked.mandate,
            never=never,
            emergency=emergency,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Workplace):
    """A workplace with the one credential that the command uses."""

    credential: Credential

    def session(self) -> Session:
        """Take up the session of the credential; SessionUnusable when there is none."""
        return open_session(self.credential, self.client, self.settings)

    def acting(self, asked: Asked, purpose: Purpose) -> Acting:
        """Say who acts, in which session, why."""
        return {
            "session": self.session(),
            "trail": self.trail,
            "grounds": Grounds(
                actor=self.actor,
                case=asked.case,
                purpose=purpose,
                justification=asked.justification,
                mandate=asked.mandate,
            ),
        }

    def note(self, event: str, **said: object) -> None:
        """Write into the log who used a credential, and for what."""
        self.trail.system(
            event,
            {
                "actor": {"id": self.actor.id, "name": self.actor.name},
                "credential": self.credential.name,
                "credential_of": self.credential.person or "office",
                "context_type": self.credential.context_type,
                **said,
            },
        )


@contextmanager
def at_work(
    *,
    roles: tuple[Role, ...] = ROLES,
    clock: Clock = system_clock,
    sleep: Callable[[float], None] | None = None,
) -> Iterator[Workplace]:
    """Open the office for work in the contexts of permissions.toml.

    Args:
        roles: Who may do this.
        clock: Tells the time; a demonstration lets it run fast.
        sleep: Waits; None: as long as it says.

    Raises:
        SettingsInvalid, PeopleInvalid, PersonUnknown, RoleMissing: Nothing was opened.
    """
    settings, person = _admitted(roles)
    with _opened(settings, person, roles, clock=clock, sleep=sleep) as work:
        yield work


@contextmanager
def at_desk(credential: str | None) -> Iterator[Desk]:
    """Open the office for work at KSeF with one credential.

    Args:
        credential: Its name in credentials.toml; None: the first.

    Raises:
        SettingsInvalid, CredentialsInvalid, PeopleInvalid, PersonUnknown, RoleMissing:
            Nothing was opened.
    """
    settings, person = _admitted(ROLES)
    chosen = credential_named(settings, credential)
    people = load_people(settings.places.people, demo=settings.file.demo)
    require_own(chosen, person.id, people)
    with _opened(settings, person, ROLES) as work:
        try:
            yield Desk(
                settings=work.settings,
                actor=work.actor,
                client=work.client,
                trail=work.trail,
                credential=chosen,
            )
        except ToolkitError as error:
            error.credential = credential  # type: ignore[attr-defined]  # for its hint
            raise


def _admitted(roles: tuple[Role, ...]) -> tuple[Settings, Person]:
    settings = load_settings()
    person = acting(settings)
    person.require(*roles)
    return settings, person


@contextmanager
def _opened(
    settings: Settings,
    person: Person,
    roles: tuple[Role, ...],
    *,
    clock: Clock = system_clock,
    sleep: Callable[[float], None] | None = None,
) -> Iterator[Workplace]:
    with open_office(settings, clock=clock) as office:
        tell_recovered(office)
        with naming_its_question(office, person.id):
            yield Workplace(
                settings=settings,
                actor=person.actor(*roles),
                client=client_of(settings, clock=clock, sleep=sleep, warned=_teller()),
                trail=office.trail,
            )


def _teller() -> Callable[[str], None]:
    """Tell each warning of KSeF once a command: it comes with every answer."""
    told: set[str] = set()

    def tell(code: str) -> None:
        if code in told:
            return
        told.add(code)
        print_note(
            say(
                f"KSeF ostrzega: {code} (co to znaczy: docs/ksef-access.md)",
                f"KSeF warns: {code} (what it means: docs/ksef-access.md)",
            )
        )

    return tell
