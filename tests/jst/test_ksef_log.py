"""What the log says of logins and ends of sessions is what KSeF answered."""

import pytest

from jst.cli import ksef_login_run
from jst.simulators.ksef import KsefSimulator
from ksef.access.errors_login import StateFault, StateFileRefused
from ksef.access.login import Login
from ksef.access.open_session import Session
from tests.jst.conftest import Jst

UNKNOWN = "20260101-AU-0123456789-ABCDEF0123-45"


def events(jst: Jst) -> list[str]:
    """List what the log says of sessions and logins, oldest first."""
    listed = jst("ledger", "show", "--json").json["entries"]
    said = [str(each["event"]) for each in listed]
    return [each for each in said if each.startswith(("ksef-session", "ksef-login-"))]


def test_a_refused_end_is_no_end(ksef: KsefSimulator, jst: Jst) -> None:
    """The log names the session that was meant, and not the credential's own."""
    jst("ksef", "login")
    ran = jst("ksef", "sessions", "--revoke", UNKNOWN)
    shown = "".join(jst("ledger", "show").out.split())

    assert 1 == ran.status
    assert ["ksef-session-revoking", "ksef-session-revoke-refused"] == events(jst)[-2:]
    assert "zakończonosesję" not in shown
    assert ksef.received


@pytest.mark.parametrize("mine", [True, False])
def test_an_end_whose_answer_is_lost_is_unknown(
    ksef: KsefSimulator, jst: Jst, *, mine: bool
) -> None:
    """KSeF may have ended it; nobody knows."""
    jst("ksef", "login")
    ksef.faults.next("drop-after-accept", on="/auth/sessions/")
    ran = jst("ksef", "sessions", *(("--end",) if mine else ("--revoke", UNKNOWN)))

    assert 2 == ran.status
    assert ["ksef-session-revoking", "ksef-session-revoke-unknown"] == events(jst)[-2:]


def test_an_end_that_never_left_is_not_unknown(ksef: KsefSimulator, jst: Jst) -> None:
    """Without authorities for TLS nothing is asked, and the session goes on."""
    jst("ksef", "login")
    (ksef.folder / "ca.crt.pem").unlink()
    ran = jst("ksef", "sessions", "--revoke", UNKNOWN, "--json")

    assert (2, "transport.authorities_unusable") == (ran.status, ran.json["error"])
    assert ["ksef-session-revoking", "ksef-session-revoke-failed"] == events(jst)[-2:]


@pytest.mark.parametrize("mine", [True, False])
def test_an_end_that_ksef_confirms_is_an_end(
    ksef: KsefSimulator, jst: Jst, *, mine: bool
) -> None:
    """Its entry names the session by its number."""
    jst("ksef", "login")
    number = jst("ksef", "whoami", "--json").json["session"]
    jst("ksef", "sessions", *(("--end",) if mine else ("--revoke", number)))
    shown = "".join(jst("ledger", "show").out.split())

    assert ["ksef-session-revoking", "ksef-session-revoked"] == events(jst)[-2:]
    assert number in shown
    assert ksef.received


def test_a_file_that_cannot_be_written_undoes_no_end(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KSeF has ended the session; only our own file still says otherwise."""
    jst("ksef", "login")
    close = Session.close

    def full(self: Session) -> None:
        close(self)
        raise StateFileRefused(StateFault.NOT_WRITTEN)

    monkeypatch.setattr(Session, "close", full)
    ran = jst("ksef", "sessions", "--end")

    assert 1 <= ran.status
    assert ["ksef-session-revoking", "ksef-session-revoked"] == events(jst)[-2:]
    assert ksef.received


def test_a_session_that_was_not_asked_to_end_goes_on(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has left: it is neither refused nor unknown."""
    jst("ksef", "login")

    def held(self: Session) -> None:
        del self
        raise StateFileRefused(StateFault.BUSY)

    monkeypatch.setattr(Session, "close", held)
    jst("ksef", "sessions", "--end")

    assert ["ksef-session-revoking", "ksef-session-revoke-failed"] == events(jst)[-2:]
    assert ksef.received


def test_an_interrupted_login_has_an_end_and_its_number(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By it the session that may still come of it is found."""

    def pressed(self: Login, poll: object) -> None:
        del self, poll
        raise KeyboardInterrupt

    monkeypatch.setattr(Login, "wait", pressed)
    ran = jst("ksef", "login", "--json")
    [*_, last] = jst("ledger", "show", "--json").json["entries"]
    entry = jst("ledger", "show", last["id"], "--json").json["entry"]

    assert 130 == ran.status
    assert ["ksef-login-begun", "ksef-login-interrupted"] == events(jst)
    assert 36 == len(entry["login"])
    assert ksef.received


def test_a_login_that_broke_in_an_unforeseen_way_has_an_end(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it was; the log holds nothing of its message."""

    def broken(*_: object) -> None:
        raise ValueError("bogus")

    monkeypatch.setattr(ksef_login_run, "log_in_with", broken)
    ran = jst("ksef", "login")
    [*_, last] = jst("ledger", "show", "--json").json["entries"]
    entry = jst("ledger", "show", last["id"], "--json").json["entry"]

    assert 2 == ran.status
    assert ["ksef-login-begun", "ksef-login-failed"] == events(jst)
    assert "jst.unexpected" == entry["why"]
    assert "login" not in entry or entry["login"] is None
    assert not ksef.received
