"""What the story of forty units proves after each apply, and at its end."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, Final

from jst.cli.demo_ksef_counts import Standing, logged, received, wanted
from jst.cli.demo_ksef_play import Play
from jst.cli.demo_run import require_shown
from jst.cli.wrapper import Exit

_PROVED: Final = "proved"


def require_done(
    play: Play,
    said: Mapping[str, Any],
    *,
    appointed: Collection[str],
    inside: Collection[str],
    besides: Standing | None = None,
) -> None:
    """Require that KSeF holds what the file wants, each once, and nothing else.

    The officer takes a copy of the log's head afterwards.

    Args:
        play: The story.
        said: What apply said as JSON.
        appointed: Units whose representatives KSeF takes.
        inside: Places in whose own context permissions were given.
        besides: What somebody else has granted, and stays.

    Raises:
        DemoFailed: It is otherwise.
    """
    stands = play.standing()
    expected = wanted(play.desired, play.today, appointed=appointed, inside=inside)
    if besides is not None:
        expected[besides] += 1
    require_shown(said["exitCode"] == Exit.YES, "a plan that was applied")
    require_shown(not said["unproved"], "what was done, shown by KSeF")
    require_shown(max(stands.values(), default=0) <= 1, "nothing granted twice")
    require_shown(stands == expected, "in KSeF what the file wants, and nothing else")
    play.keep_checkpoint()
    steps, stranger = (
        len(said["steps"]),
        sum(stands[each] for each in (besides,) if each),
    )
    play.stage.shown(
        f"{steps} steps done, {stands.total()} permissions as in the file"
        + (f" and {stranger} of a stranger" if stranger else ""),
        f"Wykonano kroków: {steps}; w KSeF stoi uprawnień: {stands.total()}, dokładnie"
        " te z pliku, każde raz" + (f", i obce: {stranger}." if stranger else "."),
        f"Steps done: {steps}; permissions in KSeF: {stands.total()}, exactly those of"
        " the file, each once"
        + (f", and of a stranger: {stranger}." if stranger else "."),
    )


def prove(play: Play, *, kills: int) -> None:
    """Compare the log with what came in, and verify it by every head that was kept.

    Raises:
        DemoFailed: A change is not in the log, or an entry is not proved.
    """
    play.stage.step(
        "journal",
        "Porównuję dziennik z tym, co przyszło do symulatora KSeF.",
        "The log is compared with what came in to the simulated KSeF.",
    )
    found, came = logged(play.places), received(play.ksef.received)
    require_shown(came == found.changes, "every change that came in, in the log")
    require_shown(0 < found.deaths <= kills, "processes that died within an action")
    require_shown(found.unsent.total() <= found.deaths, "what never left")
    by_kind = Counter(
        "revocations" if name.startswith("revoke") else "grants"
        for name in came.elements()
    )
    play.stage.shown(
        f"{by_kind['grants']} grants, {by_kind['revocations']} revocations",
        f"Nadania: {by_kind['grants']}, odebrania: {by_kind['revocations']}; tyle samo"
        f" w dzienniku. Proces zabito {kills} razy, z tego w połowie działania:"
        f" {found.deaths}, w tym zanim cokolwiek wyszło: {found.unsent.total()}.",
        f"Grants: {by_kind['grants']}, revocations: {by_kind['revocations']}; as many"
        f" in the log. The process was killed {kills} times, within an action:"
        f" {found.deaths}, of these before anything left: {found.unsent.total()}.",
    )
    _verify(play)


def _verify(play: Play) -> None:
    """Verify by each head that the officer took; the last one covers every entry."""
    play.stage.step(
        "proof",
        "Inspektor wziął punkt kontrolny przed pierwszym planem, po każdym wykonaniu i"
        " na koniec; sprawdzam nimi dziennik.",
        "The officer took a checkpoint before the first plan, after each apply and at"
        " the end; the log is verified by them.",
    )
    play.keep_checkpoint()
    *earlier, last = (play.verify(each) for each in play.checkpoints)
    for said in (*earlier, last):
        require_shown(said["verdict"] == _PROVED, "a log that is proved")
    require_shown(not last["notChecked"], "nothing left unproved")
    play.stage.shown(
        last["verdict"],
        f"POTWIERDZONY w całości: wpisów {last['size']}, punktów kontrolnych"
        f" {len(play.checkpoints)}; niczego nie zostawiono bez sprawdzenia.",
        f"PROVED as a whole: {last['size']} entries by {len(play.checkpoints)}"
        " checkpoints; nothing was left unchecked.",
    )
