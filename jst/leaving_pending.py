"""[4] Grants to somebody who leaves that are under way: KSeF does not show them yet.

    log: grants about her numbers -> the end of each known? -> else KSeF is asked
                                 -> still no end: the list is not complete

KSeF carries a grant out when it likes, also after everything of hers was revoked. So
what the log has no end of is asked about before KSeF is read, and named while it may
still come; whoever looks again later sees it, and takes it away.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final

from accountability.looking import blind_indexes
from accountability.reading import find_asked
from jst.apply_log import Stage, trace_of
from jst.ksef_contexts import Contexts
from jst.patience import SETTLES_S, patiently
from jst.plan_reading import NOT_DONE
from ksef.access.errors import OperationRefused, RequestInvalid
from ksef.access.operations import State
from ksef.access.resuming import FORGOTTEN, resume
from ksef.plan.desired import Desired, Place
from ksef.plan.leaver import InDoubt
from ksef.plan.places import is_own_taxpayer
from ledger.entry import decode_entry, entry_time
from vocabulary.identifiers import Identifier

_KEPT: Final = timedelta(days=30)
"""How long KSeF keeps an operation."""


def grants_without_end(
    contexts: Contexts, numbers: Iterable[Identifier]
) -> tuple[InDoubt, ...]:
    """Give the grants of the log to somebody whose end it does not have, oldest first.

    One that was lost a while ago counts no more: what came of it, KSeF shows.

    Args:
        contexts: Whose log it is.
        numbers: Those by which KSeF may know her.
    """
    trail = contexts.trail
    now = trail.clock()
    hers = {each for number in numbers for each in blind_indexes(number, trail.keys)}
    where = {"kind": "intent", "system": "ksef"}
    found = []
    with trail.log.reader() as reader:
        for _, body in reader.select(where, since=now - _KEPT):
            intent = decode_entry(body)
            if not (_is_grant(intent) and _is_about(intent, hers)):
                continue
            asked = find_asked(reader, intent["id"])
            how = trace_of(reader, intent, asked.outcome)
            sent_at = entry_time(intent)
            lost = how.stage is Stage.UNKNOWN
            if lost and sent_at + timedelta(seconds=SETTLES_S) < now:
                continue
            if how.stage in {Stage.PENDING, Stage.OPEN, Stage.UNKNOWN}:
                found.append(
                    InDoubt(
                        intent_id=how.intent_id,
                        operation=intent["operation"],
                        sent_at=sent_at,
                        accepted=bool(how.reference),
                    )
                )
    return tuple(found)


def still_without_end(
    found: Iterable[InDoubt], desired: Desired, contexts: Contexts
) -> Iterator[InDoubt]:
    """Ask KSeF how grants ended, and give those of which it cannot tell yet.

    Args:
        found: From `grants_without_end`.
        desired: The file, with the identifiers that KSeF has made.
        contexts: How contexts are entered.

    Raises:
        ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
    """
    units = [each for each in desired.units if not is_own_taxpayer(each)]
    places = [each for each in (*units, desired.office) if each.context is not None]
    for each in found:
        if not (each.accepted and _has_ended(each.intent_id, places, contexts)):
            yield each


def _has_ended(intent_id: str, places: Iterable[Place], contexts: Contexts) -> bool:
    """Tell whether nothing more is to come of a grant: KSeF shows what came of it.

    The log knows the context of a unit, and not always that it was the office's: where
    KSeF does not know the number, the next one is asked.
    """
    asked, unread = False, False
    for place in places:
        ask = partial(_state, intent_id, place, contexts)
        try:
            state = patiently(
                partial(contexts.in_session, place, ask),
                clock=contexts.trail.clock,
                sleep=contexts.client.sleep,
            )
        except OperationRefused:
            return True
        except RequestInvalid:
            continue  # it was asked in another context
        except FORGOTTEN:
            asked = True
        except NOT_DONE:
            unread = True
        else:
            return state is State.DONE
    return asked and not unread


def _state(intent_id: str, place: Place, contexts: Contexts) -> State:
    return resume(intent_id, **contexts.to_read(place)).answer.state


def _is_grant(intent: dict[str, Any]) -> bool:
    return str(intent["operation"]).startswith("grant_")


def _is_about(intent: dict[str, Any], indexes: Collection[tuple[str, str]]) -> bool:
    return any(
        (each["period"], each["index"]) in indexes for each in intent["subjects"]
    )
