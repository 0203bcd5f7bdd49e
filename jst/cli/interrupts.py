"""Ctrl-C while a register is asked: what was going on, and how it stands in the log."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from accountability.reading import find_asked
from jst.errors import Interrupted
from jst.office import OpenOffice
from ksef.access.operations import State
from ledger.entry import decode_entry

_ENDED: Final = {
    "unknown": (
        "the outcome of the last question is UNKNOWN",
        "wynik ostatniego działania jest NIEZNANY: sprawdź, nim je powtórzysz",
    ),
    "answered": ("the last question was answered", "ostatnie działanie się zakończyło"),
    "refused": ("the last question was refused", "ostatniego działania odmówiono"),
    "pending": (
        "the last change was taken and has not ended yet",
        "ostatnią zmianę przyjęto, a jej końca jeszcze nie widać",
    ),
}
_UNTOLD: Final = ("", "")


@contextmanager
def naming_its_question(office: OpenOffice, person_id: str) -> Iterator[None]:
    """Give an interrupt the last question that was sent meanwhile, and its outcome.

    Raises:
        Interrupted: In place of the interrupt; exit 130 all the same.
    """
    with office.trail.log.reader() as reader:
        before = reader.size
    try:
        yield
    except KeyboardInterrupt as stop:
        asked = {"actor_id": person_id, "kind": "intent"}
        with office.trail.log.reader() as reader:
            last = reader.select(asked, newest_first=True, limit=1)
            ids = [str(decode_entry(body)["id"]) for at, body in last if at >= before]
            ended = [find_asked(reader, each).outcome for each in ids]
        english, polish = next(map(_in_words, ended), _UNTOLD)
        raise Interrupted(next(iter(ids), None), english, polish=polish) from stop


def _in_words(outcome: Mapping[str, Any]) -> tuple[str, str]:
    """Say in English and Polish how a question ended."""
    pending = outcome.get("verdicts") == [State.PENDING.value]
    result = "pending" if pending else str(outcome.get("result", ""))
    return _ENDED.get(result, _UNTOLD)
