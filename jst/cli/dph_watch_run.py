"""What `jst dph watch` does."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from accountability.model import System
from crpdph.calendar import register_day
from crpdph.known import Known
from crpdph.lookup import Grounds
from crpdph.model import Verdict
from crpdph.sheet import Row, read_sheet
from crpdph.watch import Change, Watched, as_of, watch
from documents.table import MAX_BYTES
from jst.acting import acting
from jst.cli.crpo_lookup import tell_recovered
from jst.cli.dph_notes import note_drift, note_forgotten, note_scope, note_wait
from jst.cli.dph_run import Asked, line_status, place_for, worst
from jst.cli.dph_show import HEADER, check_json, dic_shown, print_checks, row_of
from jst.cli.dph_words import ACCOUNTS, VERDICTS
from jst.cli.language import say
from jst.cli.output import in_warsaw, print_json, print_line, read_file
from jst.cli.purposes import purpose_of
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit
from jst.office import open_office
from jst.orders import Covered, acting_under
from jst.settings import Settings, load_settings

_CHANGES: Final = {
    Change.NEW: "nowy: dotąd nic o nim nie wiedziano",
    Change.TURNED_UNRELIABLE: "STAŁ SIĘ NIERZETELNY",
    Change.NO_LONGER_LISTED: "zniknął z listy nierzetelnych",
    Change.VERDICT: "inny wynik niż poprzednio",
    Change.ACCOUNT: "zmienił się stan rachunku",
}


def do_watch(
    table: Path,
    out: Path | None,
    asked: Asked,
    order: str | None,
    *,
    as_json: bool,
) -> int:
    """Run over the table, and tell what a person must look at."""
    settings = load_settings()
    grounds = _grounds(settings, asked, order)
    rows = read_sheet(read_file(table, MAX_BYTES), with_pay=True)
    header = (*HEADER, "pay", "change", "stops_payment")
    with place_for(out, header) as add, open_office(settings) as office:
        tell_recovered(office)
        note_scope(settings.crpdph)
        report = watch(
            [row.vendor for row in rows],
            grounds=grounds,
            register=office.czech(),
            trail=office.trail,
            patient=asked.wait,
            waits=note_wait,
        )
        for row, each in zip(rows, report.vendors, strict=True):
            base = row_of(row.at, each.checked, reveal=asked.reveal)
            add((*base, *_cells(each)))
    status = _status(report.vendors, came=report.listed.reply is not None)
    if as_json:
        said = [
            check_json(row.at, each.checked, reveal=asked.reveal) | _told(each)
            for row, each in zip(rows, report.vendors, strict=True)
        ]
        print_json({"vendors": said, "out": out and str(out), "status": int(status)})
        return status
    note_drift([each.checked for each in report.vendors])
    kept = report.is_kept and report.listed.is_remembered
    checks = [each.checked.is_remembered for each in report.vendors]
    note_forgotten(is_remembered=kept and all(checks))
    changed = [each for each in report.vendors if each.change is not None]
    stopped = [each for each in report.vendors if each.stops_payment]
    print_line(
        say(
            f"Dostawców: {len(rows)}; zmian: {len(changed)};"
            f" płatności do wstrzymania: {len(stopped)}.",
            f"Suppliers: {len(rows)}; changes: {len(changed)};"
            f" payments to hold: {len(stopped)}.",
        )
    )
    for each in report.vendors:
        if each.change is not None or each.stops_payment:
            print_checks([each.checked], reveal=asked.reveal)
            if each.change is not None:
                label, words = say("zmiana", "change"), _CHANGES[each.change]
                print_line(f"  {label + ':':<22}{say(words, each.change)}")
    return status


def _grounds(settings: Settings, asked: Asked, order_id: str | None) -> Grounds:
    """Say who asks: the person at the desk, or the one whom an order names."""
    if order_id is None:
        return asked.grounds(acting(settings))
    actor, order = acting_under(settings, order_id, command=Covered.DPH_WATCH)
    return Grounds(
        actor=actor,
        case=order.case,
        purpose=purpose_of(System.CRPDPH, asked.purpose),
        justification=asked.justification,
        order=order,
    )


def do_as_of(table: Path, day: date, asked: Asked, *, as_json: bool) -> int:
    """Say what was known of each vendor at the end of a day; asks nobody."""
    settings = load_settings()
    person = acting(settings)
    rows = read_sheet(read_file(table, MAX_BYTES), with_pay=True)
    with open_office(settings) as office:
        if day > register_day(office.trail.clock()):
            raise WrongMix(
                "--as-of: tego dnia jeszcze nie było",
                "--as-of: that day has not come yet",
            )
        known = as_of(
            [row.line for row in rows],
            day,
            grounds=asked.grounds(person),
            register=office.czech(),
            trail=office.trail,
        )
    pairs = list(zip(rows, known, strict=True))
    status = _status_then(pairs)
    if as_json:
        print_json(
            {
                "asOf": day.isoformat(),
                "vendors": [_known_json(row, k, asked) for row, k in pairs],
                "status": int(status),
            }
        )
        return status
    print_line(say(f"Stan wiedzy na koniec {day}:", f"Known at the end of {day}:"))
    for row, each in pairs:
        dic = dic_shown(row.line.dic, reveal=asked.reveal)
        print_line(f"{dic}  {_known_words(each)}")
    return status


def _told(each: Watched) -> dict[str, Any]:
    return {
        "pay": each.vendor.is_paid,
        "change": each.change.value if each.change else None,
        "stopsPayment": each.stops_payment,
    }


def _cells(each: Watched) -> tuple[str, str | None, str]:
    words = {True: "yes", False: "no"}
    change = each.change.value if each.change else None
    return words[each.vendor.is_paid], change, words[each.stops_payment]


def _status(vendors: tuple[Watched, ...], *, came: bool) -> Exit:
    """Say no when a payment must be held, or a vendor is unreliable, paid or not.

    "Could not tell" when something is unknown; a vendor who is not to be paid and not
    in the list is no trouble.
    """
    if not came:
        return Exit.CANNOT_TELL
    unreliable = [
        each.checked
        for each in vendors
        if each.checked.judged.verdict is Verdict.UNRELIABLE
    ]
    paid = [each.checked for each in vendors if each.vendor.is_paid]
    return worst([*paid, *unreliable])


def _status_then(pairs: Sequence[tuple[Row, Known | None]]) -> Exit:
    """Give the status of the worst line, as of a run: paid vendors and unreliable ones.

    Nothing known of a vendor to be paid is unknown; so is nothing known of anybody.
    """
    if not any(known for _, known in pairs):
        return Exit.CANNOT_TELL
    return max(
        (
            line_status(known.verdict, known.account) if known else Exit.CANNOT_TELL
            for row, known in pairs
            if row.vendor.is_paid or (known and known.verdict is Verdict.UNRELIABLE)
        ),
        default=Exit.YES,
    )


def _known_words(known: Known | None) -> str:
    if known is None:
        return say("nic nie wiedziano", "nothing was known")
    account = (
        f", {say('rachunek', 'account')}: {say(ACCOUNTS[known.account], known.account)}"
        if known.account
        else ""
    )
    since = f" ({known.since})" if known.since else ""
    asked = say("zapytano", "asked")
    return (
        f"{say(VERDICTS[known.verdict], known.verdict)}{since}{account};"
        f" {asked} {in_warsaw(known.at)}, {known.intent_id}"
    )


def _known_json(row: Row, known: Known | None, asked: Asked) -> dict[str, Any]:
    said: dict[str, Any] = {
        "line": row.at,
        "dic": dic_shown(row.line.dic, reveal=asked.reveal),
        "verdict": None,
    }
    if known is None:
        return said
    return said | {
        "verdict": known.verdict.value,
        "accountState": known.account.value if known.account else None,
        "unreliableSince": known.since.isoformat() if known.since else None,
        "askedAt": known.at.isoformat(),
        "registerDay": known.register_day.isoformat(),
        "intentId": known.intent_id,
    }
