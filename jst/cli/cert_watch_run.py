"""What `jst cert watch` does with the log: renewals of registered seals."""

from dataclasses import dataclass
from typing import Any

from accountability.model import Actor
from accountability.standing_order import StandingOrder
from crpo.letter.renewal import Renewal
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import print_note
from jst.cli.renewal_show import print_renewals, renewal_json
from jst.cli.wrapper import describe, tell
from jst.office import open_office
from jst.orders import Covered, acting_under
from jst.places import Places
from jst.renewing import Opened, open_due
from jst.settings import Settings, load_settings
from vocabulary.errors import ToolkitError


@dataclass(frozen=True, slots=True)
class FoundRenewals:
    """What became of the renewals.

    Attributes:
        opened: What is due; None where there is no log, or it could not be used.
        places: Where the drafts are; None with `opened`.
        error: Why the log could not be used.
    """

    opened: Opened | None = None
    places: Places | None = None
    error: ToolkitError | None = None

    @property
    def due(self) -> tuple[Renewal, ...]:
        """Registered seals that end soon."""
        return self.opened.due if self.opened else ()

    @property
    def json(self) -> dict[str, Any]:
        """Say it for machines; `renewals` is null where nobody could look."""
        told: dict[str, Any] = {"renewals": None}
        if self.opened and self.places:
            now, places = self.opened.now, self.places
            told["renewals"] = [renewal_json(each, places, now) for each in self.due]
        if self.error is not None:
            told["renewalsError"] = describe(self.error)
        return told

    def tell(self) -> None:
        """Say it for people."""
        if self.opened and self.places:
            print_renewals(self.due, self.places, self.opened.now)
        elif self.error is not None:
            tell(self.error, as_json=False)
        else:
            print_note(
                say(
                    "nie ma tu dziennika, więc sprawdzono tylko pliki: które pieczęcie"
                    " zarejestrowano, nie wiadomo.",
                    "there is no log here, so only the files were looked at: which"
                    " seals are registered is not known.",
                )
            )


def find_renewals(order_id: str | None) -> FoundRenewals:
    """Open what is due, as the person of the account or under a standing order."""
    try:
        settings = load_settings()
        if order_id is None and not _is_set_up(settings.places):
            return FoundRenewals()
        actor, order = _who(settings, order_id)
        with open_office(settings) as office:
            return FoundRenewals(open_due(office, actor, order), settings.places)
    except ToolkitError as refused:
        return FoundRenewals(error=refused)


def _is_set_up(places: Places) -> bool:
    """Tell a host that has no log from one whose log is damaged: that has a key."""
    return places.ledger.store.exists() or places.log_key.exists()


def _who(
    settings: Settings, order_id: str | None
) -> tuple[Actor, StandingOrder | None]:
    if order_id is None:
        return acting(settings).actor(), None
    return acting_under(settings, order_id, command=Covered.CERT_WATCH)
