"""Whose credential enters a context: the office's, or that of the one who acts."""

from pathlib import Path

import pytest

from jst.demo import demo_settings
from jst.demo_ksef import APPROVER
from jst.office import open_reader
from jst.simulators.ksef import KsefSimulator
from ledger.entry import decode_entry
from tests.jst.conftest import Jst, change
from tests.jst.leaver_town import REASON, WHY, scopes
from tests.jst.scenes import play


@pytest.fixture(name="hers")
def _hers(office: Path) -> Path:
    """The office's context is said to be entered by her own credential."""
    change(office / "permissions.toml", 'credential = "gmina"', 'credential = "zawfa"')
    return office


def test_another_persons_credential_reads_nothing(
    ksef: KsefSimulator, hers: Path, jst: Jst
) -> None:
    """KSeF would see her, and the log whoever sat there."""
    ran = jst("ksef", "plan", *WHY)
    said = jst("ksef", "plan", *WHY, "--json")

    assert hers.exists()
    assert (2, 2) == (ran.status, said.status)
    assert {"jst.credential_of_another"} == {
        each["why"] for each in said.json["unread"]
    }
    assert "własne poświadczenie innej osoby" in ran.out
    assert 0 == sum(ksef.received.values())


def test_nor_does_it_revoke(ksef: KsefSimulator, hers: Path, jst: Jst) -> None:
    """Neither unattended nor in an emergency."""
    assert hers.exists()
    expired = jst("ksef", "expire", "--order", "PS-9/2026")
    urgent = jst("ksef", "offboard", "j.bogus", "--emergency", *REASON, *WHY)

    assert (2, 2) == (expired.status, urgent.status)
    assert (3, 0) == (len(scopes(ksef)), sum(ksef.received.values()))


def test_a_plan_is_not_applied_with_another_persons_credential(
    ksef: KsefSimulator,
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """It was named for the context after the plan was made."""
    plan = tmp_path / "plan.json"
    jst("ksef", "plan", "--out", str(plan), *WHY)
    change(office / "permissions.toml", 'credential = "gmina"', 'credential = "zawfa"')
    play(monkeypatch, APPROVER)

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert (1, 3) == (ran.status, len(scopes(ksef)))
    assert "jst.plan_outdated" in ran.err


def test_the_first_credential_of_the_file_is_nobodys_business(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """A plan uses those that are named for contexts, and no other."""
    path = office / "credentials.toml"
    head, *blocks = path.read_text("utf-8").split("[[credential]]")
    turned = "".join(f"[[credential]]{each.rstrip()}\n" for each in reversed(blocks))
    path.write_text(head + turned, "utf-8")

    plan = jst("ksef", "plan", *WHY)
    pending = jst("ksef", "offboard", "--pending")

    assert (1, 0) == (plan.status, pending.status)
    assert ksef.received


def test_the_log_says_whose_credential_logged_in(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """The office's, or a person's."""
    jst("ksef", "plan", *WHY)
    with open_reader(demo_settings(office).places) as reader:
        begun = [
            entry
            for _, body in reader.select({"kind": "system"})
            if (entry := decode_entry(body)).get("event") == "ksef-login-begun"
        ]

    assert ksef.received
    assert [("gmina", "office")] == [
        (each["credential"], each["credential_of"]) for each in begun
    ]


def test_a_session_that_ksef_has_ended_is_begun_anew(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """The kept token looks good for minutes, and KSeF takes it no more."""
    jst("ksef", "plan", *WHY)
    ksef.faults.next("expired", on="/permissions/query/persons")

    ran = jst("ksef", "plan", *WHY, "--json")

    assert office.exists()
    assert (1, []) == (ran.status, ran.json["unread"])


def test_unattended_too_a_session_is_begun_anew(
    ksef: KsefSimulator, office: Path, jst: Jst
) -> None:
    """The nightly run ends what has ended; nobody sits there to log in."""
    ksef.faults.next("expired", on="/permissions/common/grants")

    ran = jst("ksef", "expire", "--order", "PS-9/2026")

    assert office.exists()
    assert (0, ["CredentialsManage", "InvoiceWrite"]) == (ran.status, scopes(ksef))
