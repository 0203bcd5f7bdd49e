"""jst demo ksef: forty units and an apply killed thirty times; leaver and deputy.

KSeF is simulated and its clock runs fast; its limits are the real ones. Every run is
the command itself, and every kill a SIGKILL of its process.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from jst.cli.demo_ksef_leaver import FOLDER, tell_leaver
from jst.cli.demo_ksef_play import Play
from jst.cli.demo_run import demo_folder, require_shown
from jst.cli.demo_stage import Stage
from jst.cli.output import print_json
from jst.cli.wrapper import Exit
from jst.demo_forty import (
    CONTEXTS,
    PEOPLE,
    REFUSED,
    TEMPORARY,
    WITH_NIP,
    add_stranger,
    create_forty,
    introduce,
)
from jst.demo_ksef import serving_ksef
from jst.simulators.moving_clock import MovingClock
from vocabulary.clock import warsaw_day

KILLS: Final = (28, 2)
"""How often the first and the second apply are killed."""
_FASTER: Final = 150.0
_TEMPORARY_DAYS: Final = 30


def do_ksef(keep: Path | None, *, as_json: bool, kills: tuple[int, int] = KILLS) -> int:
    """Run both stories in a temporary folder, or in one that stays."""
    from jst.simulators.ksef import Repeats, Terms  # noqa: PLC0415 - an extra

    stage = Stage(as_json)
    clock = MovingClock(factor=_FASTER)
    with demo_folder(keep) as home:
        stage.step(
            "office",
            "Zakładam fikcyjną gminę: 40 jednostek, 120 osób, jeden plik uprawnień.",
            "A made-up gmina: 40 units, 120 people, one file of permissions.",
        )
        ends_on = warsaw_day(clock()) + timedelta(days=_TEMPORARY_DAYS)
        settings = create_forty(home, clock=clock, ends_on=ends_on)
        terms = Terms(repeats=Repeats.STORED)  # so that every double can be seen
        with serving_ksef(settings, clock=clock, terms=terms) as ksef:
            introduce(ksef, listed=WITH_NIP - 1)
            stage.shown(
                f"{PEOPLE} people",
                f"Osoby: {PEOPLE}; symulator KSeF: {ksef.url}",
                f"People: {PEOPLE}; simulated KSeF: {ksef.url}",
            )
            play = Play(home=home, clock=clock, ksef=ksef, stage=stage)
            _first(play)
            _appointed(play, kills[0])
            _inside(play, kills[1])
            _month_later(play)
            _proved(play)
        tell_leaver(home / FOLDER, stage)
        if as_json:
            kept = None if keep is None else str(home)
            print_json({"steps": stage.steps, "home": kept})
    return Exit.YES


def _first(play: Play) -> None:
    play.stage.step(
        "plan",
        "Pierwszy plan: do jednostek nie ma jeszcze przedstawicieli, więc mówi, czego"
        " nie odczytał; co jest prawnie niemożliwe, mówi z przepisem.",
        "The first plan: no unit has a representative yet, so it says what it could"
        " not read; what the law does not allow, it says with the provision.",
    )
    play.keep_checkpoint()
    said = play.plan()
    impossible = said["groups"]["impossible"]
    require_shown(said["exitCode"] == Exit.CANNOT_TELL, "contexts that were not read")
    require_shown(
        sorted({each["key"]["place"] for each in impossible}) == sorted(REFUSED),
        "what the law does not allow",
    )
    require_shown(all(each["provision"] for each in impossible), "the provisions")
    require_shown(said["unlisted"] == [f"sp{WITH_NIP}"], "a unit out of the list")
    play.stage.shown(
        f"{len(said['steps'])} steps, 3 impossible, 1 unlisted",
        f"Kroki: {len(said['steps'])}; niemożliwe: {', '.join(REFUSED)}"
        f" ({impossible[0]['provision']}); poza wykazem ról: sp{WITH_NIP} (NIP-2).",
        f"Steps: {len(said['steps'])}; impossible: {', '.join(REFUSED)}"
        f" ({impossible[0]['provision']}); not in the role list: sp{WITH_NIP} (NIP-2).",
    )


def _appointed(play: Play, kills: int) -> None:
    play.stage.step(
        "representatives",
        f"Inna osoba zatwierdza i wykonuje plan; proces ginie {kills} razy.",
        f"Another person approves and applies the plan; its process dies {kills}"
        " times.",
    )
    _require_done(play, play.apply(kills=kills))


def _inside(play: Play, kills: int) -> None:
    play.stage.step(
        "units",
        "Urząd skarbowy dopisał jednostkę. Drugi plan: uprawnienia w jednostkach,"
        f" każda swoim poświadczeniem; proces ginie {kills} razy.",
        "The tax office has added the unit. The second plan: permissions inside the"
        f" units, each by its own credential; the process dies {kills} times.",
    )
    introduce(play.ksef, listed=WITH_NIP)
    said = play.plan()
    require_shown(not said["unlisted"], "a unit that is listed now")
    _require_done(play, play.apply(kills=kills))


def _month_later(play: Play) -> None:
    play.stage.step(
        "drift",
        "Miesiąc później: ktoś obcy nadał coś w KSeF, a pięć uprawnień wygasło.",
        "A month later: a stranger has granted something in KSeF, and five permissions"
        " have expired.",
    )
    play.clock.advance(seconds=timedelta(days=_TEMPORARY_DAYS).total_seconds())
    add_stranger(play.ksef)
    said = play.plan()
    expired, unknown = said["groups"]["expired"], said["groups"]["unknown"]
    require_shown(not said["unread"], f"all {CONTEXTS} contexts of units read")
    require_shown(len(expired) == TEMPORARY, "what has expired")
    require_shown(len(unknown) == 1, "drift")
    play.stage.shown(
        f"{len(unknown)} unknown, {len(expired)} expired, {CONTEXTS} contexts",
        f"Zalogowano do {CONTEXTS} kontekstów jednostek; nieznane plikowi:"
        f" {len(unknown)}, wygasłe: {len(expired)}.",
        f"Logged in to {CONTEXTS} contexts of units; unknown to the file:"
        f" {len(unknown)}, expired: {len(expired)}.",
    )
    play.stage.step(
        "expired",
        "Wygasłe uprawnienia są odbierane; obcego plan nie rusza, tylko go pokazuje.",
        "What has expired is revoked; the stranger is shown and left alone.",
    )
    _require_done(play, play.apply())


def _proved(play: Play) -> None:
    play.stage.step(
        "proof",
        "Każdy odczyt i każda zmiana są w dzienniku; sprawdzam go punktem kontrolnym"
        " sprzed pierwszego planu.",
        "Every reading and every change is in the log; it is verified against the"
        " checkpoint from before the first plan.",
    )
    said = play.verify()
    require_shown(said["verdict"] == "proved", "a log that is proved")
    play.stage.shown(
        said["verdict"],
        f"Dziennik: {said['verdict']}, wpisów: {said['size']}.",
        f"The log: {said['verdict']}, entries: {said['size']}.",
    )


def _require_done(play: Play, said: Mapping[str, Any]) -> None:
    """Require that all was done, is shown by KSeF, and stands once."""
    standing = play.standing()
    doubles = [each for each, times in standing.items() if times > 1]
    require_shown(said["exitCode"] == Exit.YES, "a plan that was applied")
    require_shown(not doubles, "nothing granted twice")
    require_shown(not said["unproved"], "what was done, shown by KSeF")
    steps, stands = len(said["steps"]), standing.total()
    play.stage.shown(
        f"{steps} steps done, {stands} permissions, no double",
        f"Wykonano kroków: {steps}; w KSeF stoi uprawnień: {stands}, żadne podwójnie.",
        f"Steps done: {steps}; permissions in KSeF: {stands}, none of them twice.",
    )
