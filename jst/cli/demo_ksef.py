"""jst demo ksef: forty units and an apply killed thirty times; leaver and deputy.

KSeF is simulated and its clock runs fast; its limits are the real ones. Every run is
the command itself, and every kill a SIGKILL of its process. What is told was counted,
and compared with what the story promises (`jst.cli.demo_ksef_proof`).
"""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Final

from jst.cli.demo_ksef_counts import kinds, logged
from jst.cli.demo_ksef_leaver import FOLDER, tell_leaver
from jst.cli.demo_ksef_play import Play
from jst.cli.demo_ksef_proof import prove, require_done
from jst.cli.demo_run import demo_folder, require_shown
from jst.cli.demo_stage import Stage
from jst.cli.output import print_json
from jst.cli.wrapper import Exit
from jst.demo_forty import (
    CONTEXTS,
    INTERNAL,
    PEOPLE,
    REFUSED,
    TEMPORARY,
    WITH_NIP,
    add_stranger,
    create_forty,
    introduce,
    units,
)
from jst.demo_ksef import serving_ksef
from jst.simulators.moving_clock import MovingClock
from ksef.model import Body
from ksef.plan.model import Act
from vocabulary.clock import warsaw_day

KILLS: Final = (20, 10)
"""How often the first and the second apply are killed."""
KINDS: Final = {
    Body.LOCAL_BUDGET_UNIT: WITH_NIP,
    Body.INTERNAL_UNIT: INTERNAL,
    Body.CULTURE_INSTITUTION: 2,
    Body.COMPANY: 1,
}
"""So many units of each kind does the story have."""
_FASTER: Final = 150.0
_TEMPORARY_DAYS: Final = 30
_LAST: Final = f"sp{WITH_NIP}"
"""The unit whose NIP is not in the role list at first."""


def do_ksef(keep: Path | None, *, as_json: bool, kills: tuple[int, int] = KILLS) -> int:
    """Run both stories in a temporary folder, or in one that stays."""
    from jst.simulators.ksef import Repeats, Terms  # noqa: PLC0415 - an extra

    stage = Stage(as_json)
    clock = MovingClock(factor=_FASTER)
    with demo_folder(keep) as home:
        stage.step(
            "office",
            "Zakładam fikcyjną gminę z jednym plikiem uprawnień.",
            "A made-up gmina, with one file of permissions.",
        )
        ends_on = warsaw_day(clock()) + timedelta(days=_TEMPORARY_DAYS)
        settings = create_forty(home, clock=clock, ends_on=ends_on)
        terms = Terms(repeats=Repeats.STORED)  # so that every double can be seen
        with serving_ksef(settings, clock=clock, terms=terms) as ksef:
            introduce(ksef, listed=WITH_NIP - 1)
            play = Play(home=home, clock=clock, ksef=ksef, stage=stage)
            _counted(play)
            _first(play)
            _appointed(play, kills[0])
            _inside(play, kills[1])
            _month_later(play)
            prove(play, kills=sum(kills))
        tell_leaver(home / FOLDER, stage)
        if as_json:
            kept = None if keep is None else str(home)
            print_json({"steps": stage.steps, "home": kept})
    return Exit.YES


def _counted(play: Play) -> None:
    """Count what was made: the units by kind, and the people."""
    found, people = kinds(play.desired), len(play.desired.persons)
    require_shown(found == KINDS, "units of each kind")
    require_shown(people == PEOPLE, "the people of the story")
    own, inner, culture, companies = (found[kind] for kind in KINDS)
    play.stage.shown(
        f"{found.total()} units ({own} + {inner} + {culture} + {companies}),"
        f" {people} people",
        f"Jednostki: {found.total()}, w tym budżetowe z NIP: {own}, wewnętrzne:"
        f" {inner}, instytucje kultury: {culture}, spółki: {companies}.\n"
        f"   Osoby: {people}; symulator KSeF: {play.ksef.url}",
        f"Units: {found.total()}: budget units with a NIP: {own}, internal: {inner},"
        f" culture institutions: {culture}, companies: {companies}.\n"
        f"   People: {people}; simulated KSeF: {play.ksef.url}",
    )


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
    impossible = {
        each["key"]["place"]: each["provision"] for each in said["groups"]["impossible"]
    }
    unread = {each["place"] for each in said["unread"]}
    heads = sum(each["endpoint"] == "grant_subunit" for each in said["steps"])
    require_shown(said["exitCode"] == Exit.CANNOT_TELL, "contexts that were not read")
    require_shown(
        unread == {each.ref for each in units()}, "the contexts that were not read"
    )
    require_shown(sorted(impossible) == sorted(REFUSED), "what the law does not allow")
    require_shown(all(impossible.values()), "the provisions")
    require_shown(said["unlisted"] == [_LAST], "a unit out of the list")
    require_shown(heads == CONTEXTS - 1, "representatives of the other units")
    polish = "".join(f"\n     {ref}: {law}" for ref, law in impossible.items())
    play.stage.shown(
        f"{len(said['steps'])} steps, {heads} representatives,"
        f" {len(impossible)} impossible, {len(said['unlisted'])} unlisted",
        f"Kroki: {len(said['steps'])}, w tym powołania przedstawicieli: {heads}."
        f" Nieodczytane konteksty: {len(unread)}.\n   Poza wykazem ról: {_LAST}."
        f" Prawnie niemożliwe: {len(impossible)}:{polish}",
        f"Steps: {len(said['steps'])}, of these representatives appointed: {heads}."
        f" Contexts not read: {len(unread)}.\n   Not in the role list: {_LAST}."
        f" Legally impossible: {len(impossible)}:{polish}",
    )


def _appointed(play: Play, kills: int) -> None:
    play.stage.step(
        "representatives",
        f"Inna osoba zatwierdza i wykonuje plan; proces ginie {kills} razy.",
        f"Another person approves and applies the plan; its process dies {kills}"
        " times.",
    )
    said = play.apply(kills=kills)
    appointed = {each.ref for each in units()} - {_LAST}
    require_done(play, said, appointed=appointed, inside={"gmina"})


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
    require_shown(
        {each["place"] for each in said["unread"]} == {_LAST},
        "the one context without a representative",
    )
    everywhere = {each.ref for each in units()}
    require_done(
        play,
        play.apply(kills=kills),
        appointed=everywhere,
        inside={"gmina", *everywhere} - {_LAST},
    )


def _month_later(play: Play) -> None:
    play.stage.step(
        "drift",
        "Miesiąc później: ktoś obcy nadał coś w KSeF, a pięć uprawnień wygasło.",
        "A month later: a stranger has granted something in KSeF, and five permissions"
        " have expired.",
    )
    play.clock.advance(seconds=timedelta(days=_TEMPORARY_DAYS).total_seconds())
    stranger = add_stranger(play.ksef)
    said = play.plan()
    expired, unknown = said["groups"]["expired"], said["groups"]["unknown"]
    names = {each.ref for each in units()}
    contexts = len(logged(play.places).logged_in & names)
    require_shown(not said["unread"], "all contexts of units read")
    require_shown(contexts == CONTEXTS, "a login to the context of each unit")
    require_shown(len(expired) == TEMPORARY, "what has expired")
    require_shown(len(unknown) == 1, "drift")
    play.stage.shown(
        f"{len(unknown)} unknown, {len(expired)} expired, {contexts} contexts",
        f"Zalogowano do {contexts} kontekstów jednostek; nieznane plikowi:"
        f" {len(unknown)}, wygasłe: {len(expired)}.",
        f"Logged in to {contexts} contexts of units; unknown to the file:"
        f" {len(unknown)}, expired: {len(expired)}.",
    )
    acts = Counter(each["act"] for each in said["steps"])
    granted = {each["place"] for each in said["steps"] if each["act"] == Act.GRANT}
    require_shown(acts[Act.REVOKE] == TEMPORARY, "five to revoke")
    require_shown(granted == {_LAST}, "the first grants inside the last unit")
    play.stage.step(
        "expired",
        f"Plan odbiera wygasłe ({acts[Act.REVOKE]}) i nadaje pierwsze uprawnienia w"
        f" {_LAST} (kroki: {acts[Act.GRANT]}), do której dotąd nie dało się zalogować;"
        " obcego nie rusza, tylko go pokazuje.",
        f"The plan revokes what has expired ({acts[Act.REVOKE]}) and makes the first"
        f" grants in {_LAST} (steps: {acts[Act.GRANT]}), which nobody could log in to"
        " before; the stranger is shown and left alone.",
    )
    require_done(
        play,
        play.apply(),
        appointed=names,
        inside={"gmina", *names},
        besides=stranger,
    )
