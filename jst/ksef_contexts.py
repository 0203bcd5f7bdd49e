"""[3] The contexts of permissions.toml: entered by the credential named for each.

Who acts, for which case and why is said once, and stands in every action.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accountability.model import Actor, Purpose
from accountability.standing_order import StandingOrder
from accountability.trail import AuditTrail
from jst.errors import CredentialsInvalid
from jst.ksef_credentials import Credential, credential_named
from jst.ksef_office import log_in_with, open_session
from jst.settings import Settings
from ksef.access.acting import Acting, Grounds
from ksef.access.client import KsefClient
from ksef.access.errors import SessionUnusable
from ksef.access.open_session import Session
from ksef.plan.desired import Place


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
    _sessions: dict[str, Session] = field(default_factory=dict, repr=False)

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
            CertsError, KsefAccessError: As `jst.ksef_office.log_in_with`.
        """
        return self._acting(place, Purpose.PERMISSION_REVIEW)

    def to_change(self, place: Place) -> Acting:
        """Enter a context to change permissions; as `to_read`."""
        return self._acting(place, Purpose.PERMISSION_CHANGE)

    def _acting(self, place: Place, purpose: Purpose) -> Acting:
        return {
            "session": self._session(place),
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

    def _session(self, place: Place) -> Session:
        name = place.credential or ""
        if name not in self._sessions:
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
            self._sessions[name] = self._taken_up(credential)
        return self._sessions[name]

    def _taken_up(self, credential: Credential) -> Session:
        """Take up, or begin, the session of a credential."""
        try:
            session = open_session(credential, self.client, self.settings)
            session.access_token()
        except SessionUnusable:
            if credential.signed_elsewhere:
                raise  # another program signs: a person has to log in first
            self.trail.system(
                "ksef-login-begun",
                {
                    **self.who(),
                    "credential": credential.name,
                    "context_type": credential.context_type,
                },
            )
            return log_in_with(credential, self.client, self.settings)
        return session
