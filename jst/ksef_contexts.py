"""[3] The contexts of permissions.toml: entered by the credential named for each.

Who acts, for which case and why is said once, and stands in every action. A credential
that is somebody's own is used by that person alone: KSeF and the log have to name the
same one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias, TypeVar

from accountability.errors import TransportError
from accountability.model import Actor, Purpose
from accountability.standing_order import StandingOrder
from accountability.trail import AuditTrail
from certs.errors import CertsError
from jst.errors import CredentialsInvalid
from jst.ksef_credentials import Credential, credential_named, require_own
from jst.ksef_log import login_logged
from jst.ksef_office import log_in_with, open_session, session_file
from jst.people import People, load_people
from jst.settings import Settings
from ksef.access.acting import Acting, Grounds
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors import NotAuthenticated, SessionUnusable
from ksef.access.open_session import Session
from ksef.errors import KsefError
from ksef.plan.desired import Place

T = TypeVar("T")
UNREACHED: Final = (CertsError, CredentialsInvalid, KsefError, TransportError)
"""Why a context could not be worked in: KSeF, the way to it, a key or a credential."""
_Entry: TypeAlias = tuple[str | None, ContextId | None]


@dataclass(frozen=True, kw_only=True)
class Contexts:
    """How one person, or one standing order, enters contexts.

    Attributes:
        emergency: Id of the entry that declared an emergency, if it is one.
        never: Credentials that must not be used, e.g. of somebody who leaves.
        order: The standing order it runs under, when nobody sits there.
    """

    settings: Settings
    client: KsefClient
    trail: AuditTrail
    actor: Actor
    case: str = ""
    justification: str = ""
    mandate: str = ""
    order: StandingOrder | None = None
    emergency: str | None = None
    never: frozenset[str] = frozenset()
    _sessions: dict[_Entry, Session] = field(
        default_factory=dict, repr=False, init=False
    )

    def who(self) -> Mapping[str, object]:
        """Say who acts, as an entry of the log has it."""
        said: dict[str, object] = {
            "actor": {"id": self.actor.id, "name": self.actor.name}
        }
        if self.order is not None:
            said["standing_order"] = self.order.fields()
        return said

    def to_read(self, place: Place) -> Acting:
        """Enter a context to ask about permissions.

        Raises:
            CredentialsInvalid: None is named for it, one for another context, or one
                that must not be used.
            CredentialOfAnother: The one that is named is another person's own.
            CertsError, KsefAccessError: As `jst.ksef_office.log_in_with`.
        """
        return self._acting(place, Purpose.PERMISSION_REVIEW)

    def to_change(self, place: Place) -> Acting:
        """Enter a context to change permissions; as `to_read`."""
        return self._acting(place, Purpose.PERMISSION_CHANGE)

    def in_session(self, place: Place, act: Callable[[], T]) -> T:
        """Do something in a context; where its session has ended, log in anew, once.

        Args:
            place: Whose context.
            act: What to do; it enters by `to_read` or `to_change` each time.

        Raises:
            SessionUnusable: It ended, and another program signs: a person logs in.
        """
        try:
            return act()
        except (NotAuthenticated, SessionUnusable):
            key = (place.credential, place.context)
            self._sessions.pop(key, None)
            self._sessions[key] = self._begun(self._credential(place))
            return act()

    def _acting(self, place: Place, purpose: Purpose) -> Acting:
        key = (place.credential, place.context)
        if key not in self._sessions:
            self._sessions[key] = self._taken_up(self._credential(place))
        return {
            "session": self._sessions[key],
            "trail": self.trail,
            "grounds": Grounds(
                actor=self.actor,
                case=self.case,
                purpose=purpose,
                justification=self.justification,
                mandate=self.mandate,
                order=self.order,
                emergency=self.emergency,
            ),
        }

    def _credential(self, place: Place) -> Credential:
        """Give what is named for a context, where the one who acts may use it."""
        name = place.credential or ""
        if not name or name in self.never:
            raise CredentialsInvalid(
                "no credential of the office's for this context",
                polish="do tego kontekstu nie ma poświadczenia urzędu",
            )
        credential = credential_named(self.settings, name)
        if credential.context_id != place.context:
            raise CredentialsInvalid(
                "the credential named for a place is for another context",
                polish="poświadczenie jednostki jest do innego kontekstu",
            )
        require_own(credential, self.actor.id, self._people)
        return credential

    @cached_property
    def _people(self) -> People:
        settings = self.settings
        return load_people(settings.places.people, demo=settings.file.demo)

    def _taken_up(self, credential: Credential) -> Session:
        """Take up, or begin, the session of a credential."""
        try:
            session = open_session(credential, self.client, self.settings)
            session.access_token()
        except SessionUnusable:
            return self._begun(credential)
        return session

    def _begun(self, credential: Credential) -> Session:
        """Log in; the log says by whom, with whose credential, and how it failed."""
        if credential.signed_elsewhere:
            raise SessionUnusable("another program signs: a person has to log in first")

        def note(event: str, **said: object) -> None:
            named = {
                **self.who(),
                "credential": credential.name,
                "credential_of": credential.person or "office",
                "context_type": credential.context_type,
            }
            self.trail.system(event, {**named, **said})

        path = session_file(self.settings, credential)
        with login_logged(note, "ksef-login-begun", client=self.client, path=path):
            return log_in_with(credential, self.client, self.settings)
