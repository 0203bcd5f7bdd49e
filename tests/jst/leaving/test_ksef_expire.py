"""`jst ksef expire` and `jst ksef deputy` at work, in an office without units."""

import json
from pathlib import Path

import pytest

from jst.demo import demo_settings
from jst.office import open_reader
from jst.simulators.ksef import KsefSimulator
from jst.simulators.ksef_names import Ident
from ledger.entry import decode_entry
from tests.jst.conftest import Jst, change
from tests.jst.ksef_world import give
from tests.jst.leaver_town import LEAVER, WHY, scopes


def test_what_has_ended_is_revoked_unattended_and_nothing_else(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """The log names the order and who approved it; the second run does nothing."""
    ran = jst("ksef", "expire", "--order", "PS-9/2026", "--json")
    again = jst("ksef", "expire", "--order", "PS-9/2026")
    with open_reader(demo_settings(office).places) as reader:
        [revoked] = [
            entry
            for _, body in reader.select({"system": "ksef"})
            if (entry := decode_entry(body))["kind"] == "intent"
            and entry["operation"] == "revoke_common"
        ]

    assert (0, ["dawny"]) == (ran.status, ran.json["revoked"][0]["entries"])
    assert (0, True) == (again.status, "Nic nie wygasło" in again.out)
    assert ["CredentialsManage", "InvoiceWrite"] == scopes(ksef)
    assert "p.pozorny" == revoked["standing_order"]["approver"]
    assert "standing-order" == revoked["actor"]["auth"]


def test_a_lost_answer_is_unknown_and_the_next_run_finds_the_state(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """KSeF has acted; nobody knew until it was read again."""
    ksef.faults.next("drop-after-accept", on="/permissions/common/grants")
    ran = jst("ksef", "expire", "--order", "PS-9/2026")
    again = jst("ksef", "expire", "--order", "PS-9/2026", "--json")

    assert (2, True) == (ran.status, "NIE WIADOMO" in ran.out)
    assert (0, []) == (again.status, again.json["revoked"])
    assert ["CredentialsManage", "InvoiceWrite"] == scopes(ksef)


@pytest.mark.parametrize("order", ["PS-8/2026", "PS-0/2026"])
def test_an_order_that_nobody_approved_runs_nothing(
    ksef: KsefSimulator, jst: Jst, order: str
) -> None:
    """Its own person is no approver; and a number that is none is no order."""
    ran = jst("ksef", "expire", "--order", order)

    assert (1, True) == (ran.status, "jst.orders_invalid" in ran.err)
    assert 0 == sum(ksef.received.values())


def test_an_order_that_has_ended_logs_in_nowhere(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """Nothing is signed under it, and no login stands in the log."""
    change(office / "orders.toml", "2999-01-01", "2026-01-02")
    ran = jst("ksef", "expire", "--order", "PS-9/2026")
    with open_reader(demo_settings(office).places) as reader:
        events = [decode_entry(body) for _, body in reader.select({"kind": "system"})]

    assert (1, True) == (ran.status, "action.order.ended" in ran.err)
    assert "ksef-login-begun" not in {each.get("event") for each in events}
    assert 0 == sum(ksef.received.values())


def test_what_could_not_be_read_is_told_by_the_status(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """A context without a credential: nothing follows from nothing."""
    change(office / "permissions.toml", 'credential = "gmina"', "")
    expired = jst("ksef", "expire", "--order", "PS-9/2026")
    listed = jst("ksef", "offboard", "a.bogus", *WHY)

    assert (2, 2) == (expired.status, listed.status)
    assert "Nie odczytano" in expired.out
    assert "lista nie jest pełna" in listed.out
    assert 3 == len(scopes(ksef))


def test_who_stands_in_for_whom_is_read_from_the_file(office: Path, jst: Jst) -> None:
    """Both persons see it; asking nobody, it needs no KSeF."""
    ran = jst("ksef", "deputy", "j.bogus")
    other = jst("ksef", "deputy", "a.bogus", "--json")

    assert office.exists()
    assert 0 == ran.status
    assert "j.bogus zastępuje a.bogus od 2026-02-15, wygasa 2026-04-01" in ran.out
    assert "zastepstwo/dawny" in ran.out
    assert "co z tego dopuszcza prawo" in " ".join(ran.err.split())
    assert ("zastepstwo", "ended") == (
        other.json["deputies"][0]["id"],
        other.json["deputies"][0]["stage"],
    )
    assert json.dumps(other.json).count("02070803628") == 0


def test_a_person_without_a_deputy_is_told_so(office: Path, jst: Jst) -> None:
    """An answer, not an error; somebody whom the file does not know is one."""
    path = office / "permissions.toml"
    path.write_text(path.read_text("utf-8").partition("[[deputy]]")[0], "utf-8")
    ran = jst("ksef", "deputy", "a.bogus")
    nobody = jst("ksef", "deputy", "nikt")

    assert (0, True) == (ran.status, "żadnego zastępstwa" in ran.out)
    assert (1, True) == (nobody.status, "nie ma takiej osoby" in nobody.err)


def test_what_has_ended_and_stands_by_a_zawfa_is_told(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """No command can take it: that is not "nothing has ended", on any day."""
    more = '["InvoiceRead", "Introspection"]'
    change(office / "permissions.toml", '["InvoiceRead"]', more)
    give(ksef, LEAVER, "Introspection", author=Ident("System"))

    first = jst("ksef", "expire", "--order", "PS-9/2026", "--json")
    again = jst("ksef", "expire", "--order", "PS-9/2026")

    assert (1, ["dawny"]) == (first.status, first.json["byZawfa"][0]["entries"])
    assert ["a.bogus"] == [each["who"] for each in first.json["byZawfa"]]
    assert (1, True) == (again.status, "WYGASŁO, a stoi z ZAW-FA" in again.out)
    assert "Nic nie wygasło" not in again.out
    assert ["CredentialsManage", "Introspection", "InvoiceWrite"] == scopes(ksef)


def test_a_deputy_of_entries_that_have_ended_is_told_to_have_nothing(
    office: Path, jst: Jst
) -> None:
    """The deputyship goes on; the permissions that it passed on have ended."""
    change(office / "permissions.toml", "until = 2026-04-01", "until = 2099-04-01")

    ran = jst("ksef", "deputy", "j.bogus")
    program = jst("ksef", "deputy", "j.bogus", "--json")

    assert "nic już nie daje" in " ".join(ran.out.split())
    assert "(obowiązuje)" not in ran.out
    assert ["spent"] == [each["stage"] for each in program.json["deputies"]]
