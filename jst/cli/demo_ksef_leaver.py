"""The second story of jst demo ksef: the treasurer leaves, her deputy takes over.

What the story tells is in Polish; each number is checked before the step ends.
"""

from collections import Counter
from pathlib import Path
from typing import Final

from accountability.columns import COLUMNS
from jst.cli.demo_run import require_shown
from jst.cli.demo_stage import Stage
from jst.cli.output import print_line
from jst.demo import demo_settings
from jst.demo_ksef_leaver import LeaverTold, leaver_story
from jst.office import own_vkey
from ksef.plan.deputies import Stage as Deputy
from ksef.plan.leaver import Sort
from ledger.verify import Verdict, verify_log

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
    hers = Counter(each.sort for each in told.listed.items)
    stage.shown(
        f"{len(told.listed.contexts)} contexts, {hers[Sort.MADE]} grants made,"
        f" {hers[Sort.TOKEN]} tokens, {hers[Sort.SESSION]} session,"
        f" {len(told.expired)} expired",
        f"Konteksty: {len(told.listed.contexts)}; nadane przez nią innym:"
        f" {hers[Sort.MADE]}; tokeny: {hers[Sort.TOKEN]}; sesje: {hers[Sort.SESSION]};"
        f" 1 września wygasło: {len(told.expired)}.",
        f"Contexts: {len(told.listed.contexts)}; given by her to others:"
        f" {hers[Sort.MADE]}; tokens: {hers[Sort.TOKEN]}; sessions:"
        f" {hers[Sort.SESSION]}; expired on 1 September: {len(told.expired)}.",
    )
    _prove(home, told, stage)


def _require_leaving(told: LeaverTold) -> None:
    """Require the numbers of 30 June and of the morning after."""
    listed = told.listed
    require_shown(listed.complete, "every context of the treasurer read")
    require_shown(len(listed.contexts) == CONTEXTS, "nine contexts")
    hers = Counter(each.sort for each in listed.items)
    for sort, expected in HERS.items():
        require_shown(hers[sort] == expected, f"what she has: {sort}")
    require_shown(not [each for each in told.revoked if each.code], "all of it revoked")
    require_shown(
        {each.sort for each in told.left.items} == {Sort.MADE}, "nothing of hers left"
    )
    require_shown(told.tail_worked, "the tail of a live access token")
    require_shown(told.tail_ended, "the end of that tail")
    require_shown(len(told.waited) == 1, "an emergency that waits for approval")
    require_shown(not told.waits, "an emergency that was approved")


def _require_deputy(told: LeaverTold) -> None:
    """Require that the deputy began, and ended unattended."""
    require_shown(told.deputy.stage is Deputy.HOLDS, "a deputy in office")
    require_shown(told.granted > 0, "what the deputy was given")
    require_shown(len(told.expired) == told.granted, "what ended with the deputy")
    require_shown(not [each for each in told.expired if each.code], "all of it revoked")
    require_shown(not told.expired_again, "a second run that finds nothing")


def _prove(home: Path, told: LeaverTold, stage: Stage) -> None:
    stage.step(
        "leaver-proof",
        "Sprawdzam dziennik drugiej gminy punktem kontrolnym z 15 czerwca.",
        "The second gmina's log is verified against the checkpoint of 15 June.",
    )
    places = demo_settings(home).places
    found = verify_log(
        places.ledger.store,
        vkeys=[own_vkey(places)],
        checkpoint=told.checkpoint,
        columns=COLUMNS,
    )
    require_shown(found.verdict is Verdict.PROVED, "a log that is proved")
    stage.shown(
        "proved",
        f"POTWIERDZONY, wpisów: {found.size}.",
        f"PROVED, entries: {found.size}.",
    )


def _tell(line: str, stage: Stage) -> None:
    """Repeat what the story tells, to people only."""
    if not stage.as_json:
        print_line("\n".join(f"   {each}".rstrip() for each in line.splitlines()))
