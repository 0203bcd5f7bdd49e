"""The second story of jst demo ksef: the treasurer leaves, her deputy takes over.

What the story tells is in Polish; each number is checked before the step ends.
"""

from collections import Counter
from pathlib import Path
from typing import Final

from jst.cli.demo_ksef_summer import leaver_story
from jst.cli.demo_ksef_told import LeaverTold
from jst.cli.demo_run import require_shown
from jst.cli.demo_stage import Stage
from jst.cli.output import folded, print_line
from jst.demo_ksef_leaver_scene import DEPUTY
from ksef.plan.deputies import Stage as Deputy
from ksef.plan.leaver import Sort

FOLDER: Final = "leaver"
"""Where in the demonstration's folder the second office lies."""
CONTEXTS: Final = 9
HERS: Final = {Sort.MADE: 4, Sort.TOKEN: 2, Sort.SESSION: 1}
"""What the treasurer leaves behind, beside her own permissions."""


def tell_leaver(home: Path, stage: Stage) -> None:
    """Live through the summer in an office of its own, and prove its log.

    Raises:
        DemoFailed: A step did not show what it promises.
    """
    stage.step(
        "leaver",
        "Druga gmina: skarbnik odchodzi 30 czerwca, zastępca działa od 16 czerwca do"
        " 31 sierpnia; jedna osoba odbiera pilnie, druga zatwierdza rano.",
        "A second gmina: the treasurer leaves on 30 June, her deputy acts from 16 June"
        " to 31 August; one person revokes at once, another approves in the morning.",
    )
    told = leaver_story(home, tell=lambda line: _tell(line, stage))
    _require_leaving(told)
    _require_deputy(told)
    hers = Counter(each["sort"] for each in told.listed["items"])
    contexts, expired = len(told.listed["contexts"]), len(told.expired["revoked"])
    stage.shown(
        f"{contexts} contexts, {hers[Sort.MADE]} grants made,"
        f" {hers[Sort.TOKEN]} tokens, {hers[Sort.SESSION]} session,"
        f" {expired} expired",
        f"Konteksty: {contexts}; nadane przez nią innym: {hers[Sort.MADE]};"
        f" tokeny: {hers[Sort.TOKEN]}; sesje, które trzyma ta instalacja:"
        f" {hers[Sort.SESSION]}; 1 września wygasło: {expired}.",
        f"Contexts: {contexts}; given by her to others: {hers[Sort.MADE]}; tokens:"
        f" {hers[Sort.TOKEN]}; sessions kept by this installation:"
        f" {hers[Sort.SESSION]}; expired on 1 September: {expired}.",
    )
    _prove(told, stage)


def _require_leaving(told: LeaverTold) -> None:
    """Require the numbers of 30 June and of the morning after."""
    listed = told.listed
    require_shown(not listed["unread"], "every context of the treasurer read")
    require_shown(len(listed["contexts"]) == CONTEXTS, "nine contexts")
    hers = Counter(each["sort"] for each in listed["items"])
    for sort, expected in HERS.items():
        require_shown(hers[sort] == expected, f"what she has: {sort}")
    codes = {each["code"] for each in told.revoked["done"]}
    left = {each["sort"] for each in told.revoked["left"]["items"]}
    require_shown(codes == {None}, "all of it revoked")
    require_shown(left == {Sort.MADE}, "nothing of hers left")
    require_shown(told.tail_worked, "the tail of a live access token")
    require_shown(told.tail_ended, "the end of that tail")
    waited = len(told.waited["pending"])
    require_shown(waited == 1, "an emergency that waits for approval")
    require_shown(not told.waits["pending"], "an emergency that was approved")


def _require_deputy(told: LeaverTold) -> None:
    """Require that the deputy began by two persons, and ended unattended."""
    [deputy] = told.deputy["deputies"]
    steps, done = told.applied["steps"], told.applied["exitCode"] == 0
    given = sorted(name for each in steps for name in each["permissions"])
    ended = told.expired["revoked"]
    gone = sorted(name for each in ended for name in each["permissions"])
    require_shown(deputy["stage"] == Deputy.HOLDS, "a deputy in office")
    require_shown(done and bool(given), "what the deputy was given")
    require_shown({each["who"] for each in steps} == {DEPUTY}, "nobody else changed")
    require_shown(not told.applied["unproved"], "what was given, shown by KSeF")
    require_shown(gone == given, "what ended with the deputy")
    require_shown({each["code"] for each in ended} == {None}, "all of it revoked")
    require_shown(not told.expired_again["revoked"], "a second run that finds nothing")
    unread = told.expired["unread"] + told.expired_again["unread"]
    require_shown(not unread, "every context read on 1 September")


def _prove(told: LeaverTold, stage: Stage) -> None:
    stage.step(
        "leaver-proof",
        "Sprawdzam dziennik drugiej gminy punktami kontrolnymi z 15 czerwca i z"
        " 1 września.",
        "The second gmina's log is verified by the checkpoints of 15 June and of"
        " 1 September.",
    )
    for each in told.verified:
        require_shown(each["verdict"] == "proved", "a log that is proved")
    last = told.verified[-1]
    require_shown(not last["notChecked"], "nothing left unproved")
    stage.shown(
        "proved",
        f"POTWIERDZONY w całości, wpisów: {last['size']}.",
        f"PROVED as a whole, entries: {last['size']}.",
    )


def _tell(line: str, stage: Stage) -> None:
    """Repeat what the story tells, to people only."""
    if not stage.as_json:
        for each in line.splitlines():
            print_line(folded(each))
