"""What jst ledger retire, jst ledger prune and jst hold do, loaded when called."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from accountability.checks import check_reason
from accountability.columns import COLUMNS
from accountability.errors import RetentionRefused
from accountability.holds import entries_of, holds_of, lift_hold, set_hold
from accountability.model import Actor, Role
from accountability.pruning import order_pruning, say_pruned
from accountability.retention import STANDARD
from accountability.retiring import order_retirement, retire
from accountability.trail import AuditTrail
from jst.acting import acting
from jst.cli.bar import WORTH_TELLING, Bar
from jst.cli.language import entries, say
from jst.cli.output import (
    in_warsaw_column,
    print_json,
    print_line,
    print_note,
)
from jst.cli.rows import print_rows
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid
from jst.office import open_office, own_vkey
from jst.settings import load_settings
from ledger.removal import remove_pruned
from vocabulary.clock import parse_iso_utc
from vocabulary.finding import Severity


@contextmanager
def _as(role: Role, reason: str | None = None) -> Iterator[tuple[AuditTrail, Actor]]:
    """Open the office for a person of a role who gives a fit reason."""
    settings = load_settings()
    person = acting(settings)
    person.require(role)
    if reason is not None:
        _refuse_unfit(reason)
    with open_office(settings) as office:
        yield office.trail, person.actor(role)


def order_retire(period: str, reason: str, *, as_json: bool) -> int:
    """Write the officer's order to destroy a key."""
    month, _, name = period.partition("/")
    _month(month)
    with _as(Role.OFFICER, reason) as (trail, actor):
        wanted = f"{month}.{name or STANDARD}"
        order = order_retirement(trail, actor, period=wanted, justification=reason)
    return _ordered(order, "retire", as_json=as_json)


def do_retire(order: str, *, as_json: bool) -> int:
    """Destroy the key that an order names."""
    with _as(Role.OPERATOR) as (trail, actor):
        done = retire(trail, actor, order_id=order)
    if as_json:
        print_json({"period": done.period, "held": done.held, "id": done.entry_id})
    else:
        print_line(
            say(
                f"Zniszczono klucz okresu {done.period}; wpisy spraw wstrzymanych,"
                f" które pozostają czytelne: {done.held}.",
                f"The key of {done.period} is destroyed; entries of held cases that"
                f" stay readable: {done.held}.",
            )
        )
        print_note(
            say(
                "usuń ten klucz także z kopii zapasowych JST_KEYS.",
                "remove this key from the backups of JST_KEYS too.",
            )
        )
    return Exit.YES


def order_prune(before: str, reason: str, *, as_json: bool) -> int:
    """Write the officer's order to prune."""
    month = _month(before)
    with _as(Role.OFFICER, reason) as (trail, actor):
        order = order_pruning(trail, actor, before=month, justification=reason)
    return _ordered(order, "prune", as_json=as_json)


def do_prune(order: str, *, as_json: bool) -> int:
    """Write which bodies go by an order, and remove them."""
    places = load_settings().places
    with _as(Role.OPERATOR) as (trail, actor):
        said = say_pruned(trail, actor, order_id=order)
    # The log is closed: removing has a connection of its own, under the log's lock.
    done = remove_pruned(
        places.ledger,
        columns=COLUMNS,
        vkey=own_vkey(places),
        progress=Bar(say("sprawdzono", "verified"), least=WORTH_TELLING),
    )
    if as_json:
        print_json({"ordered": said, "removed": done.bodies, "scrubbed": done.scrubbed})
        return Exit.YES
    print_line(
        say(
            f"Usunięto treść wpisów: {done.bodies}; ich skróty zostały, dowody są"
            " ważne.",
            f"Bodies removed: {done.bodies}; their hashes stay, proofs are valid.",
        )
    )
    if not done.scrubbed:
        print_note(
            say(
                "inny program czyta dziennik; powtórz polecenie, gdy skończy, aby"
                " nadpisać ślady w pliku -wal.",
                "another program reads the log; repeat when it is done, so that what"
                " is left in the -wal file is overwritten.",
            )
        )
    return Exit.YES


def do_hold(case: str, reason: str, *, lift: bool, as_json: bool) -> int:
    """Set or lift a legal hold."""
    settings = load_settings()
    number = case.strip()
    if not re.fullmatch(settings.office.case_pattern, number):
        raise InputInvalid(
            "not a case number of this office",
            polish="to nie jest znak sprawy tego urzędu",
        )
    change = lift_hold if lift else set_hold
    with _as(Role.OFFICER, reason) as (trail, actor):
        hold = change(trail, actor, case=number, justification=reason)
        with trail.log.reader() as reader:
            reached = entries_of(reader, number)
    if as_json:
        said = {"id": hold.id, "case": hold.case, "lifted": hold.lifted}
        print_json(said | {"entries": reached})
        return Exit.YES
    print_line(
        say(f"Zniesiono wstrzymanie: {number}.", f"Hold lifted: {number}.")
        if lift
        else say(
            f"Wstrzymano usuwanie: {number}; obejmuje {entries(reached)} tej sprawy.",
            f"Under legal hold: {number}; it reaches {entries(reached)} of this case.",
        )
    )
    if not lift and reached == 0:
        print_note(
            say(
                "UWAGA: dziennik nie zna żadnego wpisu tej sprawy; sprawdź znak."
                " Wstrzymanie obejmie wpisy, które dopiero powstaną.",
                "NOTE: the log knows no entry of this case; check its number. The hold"
                " will reach entries that are yet to come.",
            )
        )
    if lift:
        period = hold.period.replace(".", "/")
        print_note(
            say(
                f"klucz wstrzymania zniszczysz przez jst ledger retire: {period}",
                f"its key is destroyed by jst ledger retire: {period}",
            )
        )
    return Exit.YES


def do_holds(*, as_json: bool) -> int:
    """List all holds."""
    with _as(Role.OFFICER) as (trail, _), trail.log.reader() as reader:
        holds = holds_of(reader)
    if as_json:
        print_json(
            [
                {
                    "id": hold.id,
                    "case": hold.case,
                    "at": hold.at,
                    "period": hold.period.replace(".", "/"),
                    "lifted": hold.lifted,
                }
                for hold in holds
            ]
        )
        return Exit.YES
    names = (
        say("Sprawa", "Case"),
        say("Od (Warszawa)", "Since (Warsaw)"),
        say("Stan", "State"),
        say("Klucz (okres)", "Key (period)"),
    )
    rows = [
        (
            hold.case,
            in_warsaw_column(parse_iso_utc(hold.at)),
            say("zniesione", "lifted") if hold.lifted else say("trwa", "in force"),
            hold.period.replace(".", "/"),
        )
        for hold in holds
    ]
    if rows:
        print_rows(names, rows, [[0], [1], [2], [3]])
    print_line(say(f"Wstrzymań: {len(rows)}.", f"Holds: {len(rows)}."))
    return Exit.YES


def _ordered(order: str, command: str, *, as_json: bool) -> int:
    if as_json:
        print_json({"order": order})
    else:
        print_line(say(f"Zlecenie {order}.", f"Order {order}."))
        print_note(
            say(
                f"wykona je operator: jst ledger {command} --order {order}",
                f"the operator carries it out: jst ledger {command} --order {order}",
            )
        )
    return Exit.YES


def _month(text: str) -> date:
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII) and text >= "2000":
        return date.fromisoformat(f"{text}-01")
    raise InputInvalid("a month is YYYY-MM", polish="miesiąc to RRRR-MM, np. 2024-11")


def _refuse_unfit(reason: str) -> None:
    findings = [
        finding
        for finding in check_reason(reason, needed=True, case="")
        if finding.severity is Severity.ERROR
    ]
    if findings:
        raise RetentionRefused(
            "--reason is no justification", polish=findings[0].message
        )
