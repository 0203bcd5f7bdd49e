"""A table of vendors: what changed, what stops a payment, what we knew on a day."""

from datetime import date

import pytest

from crpdph.errors import MemoryUnusable, MostlyWrong
from crpdph.known import Known, KnownStore
from crpdph.model import AccountState, Verdict
from crpdph.question import Line
from crpdph.watch import Change, Report, Vendor, as_of, watch
from jst.simulators.crpdph import CzechFault
from tests.crpdph.conftest import CzechOffice

PUBLISHED = "19-2000145399/0800"
MONDAY = "2026-11-23T12:00:00"


def run(office: CzechOffice, *vendors: Vendor) -> Report:
    """Run over a table once."""
    return watch(
        vendors,
        grounds=office.grounds(),
        register=office.register,
        trail=office.trail,
    )


def test_a_run_asks_the_list_and_those_to_be_paid(office: CzechOffice) -> None:
    """One request for the table, one for the accounts that matter today."""
    paid = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    unpaid = Vendor(office.line("accounts_end"))

    report = run(office, paid, unpaid)

    assert ["reliable/published", "unknown:not_listed"] == [
        each.checked.judged.word for each in report.vendors
    ]
    assert {
        "getSeznamNespolehlivyPlatce": 1,
        "getStatusNespolehlivyPlatceRozsireny": 1,
    } == office.simulator.received


def test_a_listed_vendor_is_checked_though_nothing_is_due(office: CzechOffice) -> None:
    """Its day and its office are what the file needs."""
    [found] = run(office, Vendor(office.line("unreliable"))).vendors

    assert (Verdict.UNRELIABLE, Change.NEW) == (
        found.checked.judged.verdict,
        found.change,
    )
    assert not found.stops_payment


def test_what_stops_a_payment(office: CzechOffice) -> None:
    """Unreliable, not found, an account that is not published, or unknown."""
    report = run(
        office,
        Vendor(office.line("reliable", PUBLISHED), is_paid=True),
        Vendor(office.line("reliable", "1000000011/0100"), is_paid=True),
        Vendor(office.line("unreliable"), is_paid=True),
        Vendor(office.line("not_found"), is_paid=True),
        Vendor(office.line("person"), is_paid=True),
    )

    assert [False, True, True, True, False] == [
        each.stops_payment for each in report.vendors
    ]


def test_a_vendor_that_turned_unreliable_is_told(office: CzechOffice) -> None:
    """The reason for watching."""
    vendor = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)
    office.simulator.turn_unreliable("reliable", since=date(2026, 11, 21))

    [found] = run(office, vendor).vendors

    assert Change.TURNED_UNRELIABLE is found.change
    assert Verdict.RELIABLE is getattr(found.before, "verdict", None)


def test_an_account_that_was_published_since_is_told(office: CzechOffice) -> None:
    """A payment that was stopped may go out."""
    vendor = Vendor(office.line("person", "1000000099/0600"), is_paid=True)
    [before] = run(office, vendor).vendors
    office.at(MONDAY)
    office.simulator.publish("person", "1000000099/0600", on=date(2026, 11, 21))

    [after] = run(office, vendor).vendors

    assert (True, False) == (before.stops_payment, after.stops_payment)
    assert Change.ACCOUNT is after.change


def test_nothing_new_is_no_change(office: CzechOffice) -> None:
    """A report of no change is read as one."""
    vendor = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)

    assert [None] == [each.change for each in run(office, vendor).vendors]


def test_a_vendor_that_left_the_list_is_told(office: CzechOffice) -> None:
    """It is unknown whether it is reliable now: nobody has asked."""
    vendor = Vendor(office.line("reliable"))
    office.simulator.turn_unreliable("reliable", since=date(2026, 11, 1))
    run(office, vendor)
    office.at(MONDAY)
    entry = office.simulator._entry("reliable")
    office.simulator.add(office.simulator._examples["reliable"])

    [found] = run(office, vendor).vendors

    assert entry.unreliable_since is not None
    assert Change.NO_LONGER_LISTED is found.change


def test_a_new_verdict_of_another_sort_is_told(office: CzechOffice) -> None:
    """From not found to reliable."""
    vendor = Vendor(office.line("not_found"), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)
    known = office.simulator._examples["long_name"]
    office.simulator.add(
        type(known)(office.dic("not_found").reveal(), name="BOGUS NOVÝ")
    )

    assert [Change.VERDICT] == [each.change for each in run(office, vendor).vendors]


def known_on(office: CzechOffice, vendor: Vendor, day: date) -> Known | None:
    """Say what we knew of a vendor at the end of a day."""
    [known] = as_of(
        [vendor.line],
        day,
        grounds=office.grounds(),
        register=office.register,
        trail=office.trail,
    )
    return known


def test_what_we_knew_on_a_day_does_not_change_later(office: CzechOffice) -> None:
    """Unreliability counts at the supply, the account at the payment."""
    vendor = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)
    office.simulator.turn_unreliable("reliable", since=date(2026, 11, 21))
    run(office, vendor)

    friday = known_on(office, vendor, date(2026, 11, 20))
    monday = known_on(office, vendor, date(2026, 11, 23))

    assert known_on(office, vendor, date(2026, 11, 19)) is None
    assert (Verdict.RELIABLE, AccountState.PUBLISHED) == (
        getattr(friday, "verdict", None),
        getattr(friday, "account", None),
    )
    assert (Verdict.UNRELIABLE, date(2026, 11, 21)) == (
        getattr(monday, "verdict", None),
        getattr(monday, "since", None),
    )


def test_history_goes_on_over_the_change_of_the_month(office: CzechOffice) -> None:
    """Each month has its own key, and so its own blind indexes."""
    vendor = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    run(office, vendor)
    office.at("2026-12-01T12:00:00")

    [found] = run(office, vendor).vendors

    assert found.change is None
    assert found.before is not None


def test_a_failed_check_takes_nothing_away_from_the_list(office: CzechOffice) -> None:
    """Who turned unreliable is told on the day on which the list says so."""
    vendor = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)
    office.simulator.turn_unreliable("reliable", since=date(2026, 11, 21))
    office.simulator.faults.next(CzechFault.DRIFT)  # the list, which is borne
    office.simulator.faults.next(CzechFault.SOAP_FAULT_500)  # the check

    [found] = run(office, vendor).vendors
    [again] = run(office, vendor).vendors

    assert (Change.TURNED_UNRELIABLE, "unreliable", True) == (
        found.change,
        found.checked.judged.word,
        found.stops_payment,
    )
    assert again.change is None


def test_a_turn_that_one_run_could_not_see_is_told_by_the_next(
    office: CzechOffice,
) -> None:
    """An unknown leaves the snapshot as it is."""
    vendor = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)
    office.simulator.turn_unreliable("reliable", since=date(2026, 11, 21))
    office.simulator.faults.always(CzechFault.SOAP_FAULT_500)
    [blind] = run(office, vendor).vendors
    office.simulator.faults.always(None)

    [found] = run(office, vendor).vendors

    assert (None, Change.TURNED_UNRELIABLE) == (blind.change, found.change)


def test_a_check_between_two_runs_hides_no_change(office: CzechOffice) -> None:
    """What changed is what changed since the last run, whoever asked since."""
    vendor = Vendor(office.line("reliable", PUBLISHED), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)
    office.simulator.turn_unreliable("reliable", since=date(2026, 11, 21))
    office.check(vendor.line)

    [found] = run(office, vendor).vendors

    assert Change.TURNED_UNRELIABLE is found.change


def test_who_left_the_list_is_told_once(office: CzechOffice) -> None:
    """A change that is told every day is read by nobody."""
    vendor = Vendor(office.line("reliable"))
    office.simulator.turn_unreliable("reliable", since=date(2026, 11, 1))
    run(office, vendor)
    office.simulator.add(office.simulator._examples["reliable"])
    office.at(MONDAY)
    first = run(office, vendor).vendors
    office.at("2026-11-24T12:00:00")
    second = run(office, vendor).vendors

    assert [Change.NO_LONGER_LISTED, None] == [
        each.change for each in (*first, *second)
    ]


def test_a_payer_is_no_news_when_nothing_is_due_for_a_day(office: CzechOffice) -> None:
    """Not to be in the list takes nothing from what a check has said."""
    line = office.line("reliable", PUBLISHED)
    run(office, Vendor(line, is_paid=True))
    office.at(MONDAY)
    tuesday = run(office, Vendor(line)).vendors
    office.at("2026-11-24T12:00:00")
    wednesday = run(office, Vendor(line, is_paid=True)).vendors

    assert [None, None] == [each.change for each in (*tuesday, *wednesday)]


def test_an_account_that_is_unknown_for_a_day_is_no_change(office: CzechOffice) -> None:
    """The list tells no accounts, and says nothing about one that was published."""
    vendor = Vendor(office.line("unreliable", "1265098001/5500"), is_paid=True)
    run(office, vendor)
    office.at(MONDAY)
    office.simulator.faults.next(CzechFault.DRIFT)
    office.simulator.faults.next(CzechFault.SOAP_FAULT_500)
    monday = run(office, vendor).vendors
    office.at("2026-11-24T12:00:00")
    tuesday = run(office, vendor).vendors

    assert [None, None] == [each.change for each in (*monday, *tuesday)]


def test_a_table_of_wrong_numbers_is_stopped_before_the_list_is_asked(
    office: CzechOffice,
) -> None:
    """Most likely it is the wrong column."""
    lines = [Line.parse(f"{12_345_670 + 17 * n}") for n in range(12)]
    wrong = [line for line in lines if not line.dic.check_digit_agrees()]

    with pytest.raises(MostlyWrong):
        run(office, *(Vendor(line, is_paid=True) for line in wrong))

    assert 0 == office.simulator.received.total()


def test_a_snapshot_that_is_not_taken_is_told(
    office: CzechOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is done; the next one will tell the same again."""

    def full(*_: object, **__: object) -> None:
        raise MemoryUnusable("state.sqlite cannot be used")

    monkeypatch.setattr(KnownStore, "keep_watched", full)

    assert not run(office, Vendor(office.line("reliable"))).is_kept
