"""[0] The Czech register as this office asks it: settings become a `Crpdph`."""

from datetime import timedelta

from accountability.rates import RateLimiter, Window, divided
from crpdph.client import Crpdph
from crpdph.known import KnownStore
from crpdph.law import terms_on
from jst.limits_place import limits_place
from jst.settings import Settings
from vocabulary.clock import Clock, warsaw_day


def czech_of(settings: Settings, clock: Clock) -> Crpdph:
    """Put together transport, limits and memory as the settings say.

    Raises:
        SettingsInvalid: jst.toml has no [crpdph].
    """
    section = settings.crpdph
    parts, terms = section.machines, terms_on(warsaw_day(clock()))
    return Crpdph(
        url=section.url,
        transport=section.transport(max_answer_bytes=section.max_answer_bytes),
        limiter=RateLimiter(
            folder=limits_place(section.limits_folder, section.limits_group).folder,
            name="crpdph",
            windows=(
                Window(divided(terms.per_hour, parts), timedelta(hours=1)),
                Window(divided(terms.per_day, parts), timedelta(days=1)),
            ),
            slots=divided(terms.at_once, parts),
            clock=clock,
        ),
        known=KnownStore(settings.places.state),
        operation=section.operation,
        clock=clock,
    )
