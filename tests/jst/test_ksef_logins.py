"""`jst ksef login` that does not end well: exit status, log, and the next step."""

from pathlib import Path

import pytest

from jst.cli import ksef_work
from jst.simulators.ksef import KsefSimulator
from ksef.access.errors_login import LoginNotFinished, LoginUnknown
from ksef.access.login import Login
from tests.jst.conftest import CASE, Jst
from tests.jst.ksef_world import zawfa

WHY = ("--case", CASE)


def credentials(ksef: KsefSimulator) -> Path:
    """Give the office's credentials.toml."""
    return ksef.folder.parent / "credentials.toml"


def elsewhere(ksef: KsefSimulator) -> None:
    """Let another program sign for the seal, and add its certificate."""
    seal = ksef.folder / "seal.crt.pem"
    told = credentials(ksef).read_text("utf-8")
    old = next(line for line in told.splitlines() if line.startswith("key_file"))
    text = (ksef.folder.parent / old.split('"')[1]).read_text("ascii")
    seal.write_text(text[text.index("-----BEGIN CERTIFICATE") :], "ascii")
    new = f'signed_elsewhere = true\ncertificate_file = "{seal}"'
    credentials(ksef).write_text(told.replace(old, new, 1), "utf-8")


def test_a_refused_login_says_no_and_stands_in_the_log(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """Exit status 1, and an entry that closes what was begun."""
    ran = jst("ksef", "login", "--as", "zawfa")
    log = jst("ledger", "show")

    assert 1 == ran.status
    assert "415" in ran.err
    assert "odmowa logowania" in " ".join(log.out.split())
    assert "ksef-login" not in log.out
    assert ksef.received


def test_a_lost_login_stands_in_the_log(ksef: KsefSimulator, jst: Jst) -> None:
    """With the code of what happened."""
    ksef.faults.always("http-503")
    ran = jst("ksef", "login")
    last = jst("ledger", "show", "--json").json["entries"]

    assert 2 == ran.status
    assert "ksef-login-failed" in {each["event"] for each in last}


def test_a_login_without_authorities_for_tls_is_no_lost_one(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """To try again helps nobody: the hint names the setting, and KSeF saw nothing."""
    (ksef.folder / "ca.crt.pem").unlink()
    ran = jst("ksef", "login", "--json")
    entries = jst("ledger", "show", "--json").json["entries"]

    assert (2, "transport.authorities_unusable") == (ran.status, ran.json["error"])
    assert "ca_bundle" in ran.json["hint"]
    assert "ksef-login-failed" in {each["event"] for each in entries}
    assert 0 == len(ksef.received)


def test_an_open_session_says_the_same_of_its_lists(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """`sessions` is no action, and goes the way of a login."""
    jst("ksef", "login")
    (ksef.folder / "ca.crt.pem").unlink()
    received = ksef.received.total()
    ran = jst("ksef", "sessions", "--json")

    assert (2, "transport.authorities_unusable") == (ran.status, ran.json["error"])
    assert received == ksef.received.total()


def test_a_login_whose_tokens_are_unknown_names_its_number(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """By it the session that may have come of it is revoked."""
    ksef.faults.next("drop-after-accept", on="/token/redeem")
    ran = jst("ksef", "login", "--as", "gmina")
    number = ran.err.partition("logowanie ")[2][:36]
    jst("ksef", "login")
    listed = jst("ksef", "sessions", "--json").json["sessions"]

    assert LoginUnknown.code in ran.err
    assert "ksef-login-unknown" in jst("ledger", "show", "--json").out
    assert "jst ksef login --as gmina" in ran.err
    assert number in {each["reference"] for each in listed}


def test_a_login_that_is_not_finished_is_finished_by_the_same_command(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No second challenge, and no second signature."""
    with monkeypatch.context() as busy:

        def not_yet(self: Login, poll: object) -> None:
            del poll
            raise LoginNotFinished(self.reference)

        busy.setattr(Login, "wait", not_yet)
        first = jst("ksef", "login")
    before = ksef.received["POST /auth/challenge"]
    second = jst("ksef", "login")
    log = jst("ledger", "show", "--json").out

    assert (2, 0) == (first.status, second.status)
    assert before == ksef.received["POST /auth/challenge"]
    assert "ksef-login-unfinished" in log
    assert "ksef-login-resumed" in log


def test_a_refused_prepare_leaves_what_was_pending(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Somebody may be signing the first document at this very moment."""
    elsewhere(ksef)
    first = tmp_path / "a.xml"
    told = jst("ksef", "login", "--as", "gmina", "--prepare", str(first))
    [pending] = ksef.folder.parent.rglob("gmina.prepared.json")
    before = pending.read_bytes()
    again = jst("ksef", "login", "--prepare", str(first))

    assert (0, 1) == (told.status, again.status)
    assert "jst ksef login --as gmina --submit" in told.out
    assert before == pending.read_bytes()
    assert first.read_bytes()


def test_a_submit_without_a_prepare_says_so(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """And names the credential that was meant."""
    signed = tmp_path / "signed.xml"
    signed.write_text("<x/>")
    ran = jst("ksef", "login", "--as", "zawfa", "--submit", str(signed))

    assert 1 == ran.status
    assert "najpierw jst ksef login --as zawfa --prepare" in ran.err
    assert not ksef.received


def test_a_hint_names_the_credential(ksef: KsefSimulator, jst: Jst) -> None:
    """`jst ksef login` alone would log in the first one."""
    ran = jst("ksef", "grants", "--as", "zawfa", *WHY)

    assert "jst ksef login --as zawfa" in ran.err
    assert not ksef.received


def test_a_fingerprint_login_with_a_seal_is_questioned(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """The seal is refused for nothing but by_fingerprint; the refusal says so."""
    told = credentials(ksef).read_text("utf-8")
    name = 'name = "gmina"'
    credentials(ksef).write_text(told.replace(name, f"{name}\nby_fingerprint = true"))
    ran = jst("ksef", "login")

    assert 1 == ran.status
    assert "usuń by_fingerprint" in ran.err
    assert ksef.received


@pytest.mark.parametrize(
    ("owner", "status", "said"),
    [
        ("u.urojona", 0, ""),
        ("p.pozorny", 1, "innej osoby"),
        ("n.niema", 1, "nie ma osoby"),
    ],
)
def test_a_persons_credential_is_hers_alone(
    ksef: KsefSimulator, jst: Jst, owner: str, status: int, said: str
) -> None:
    """And the log says whose it was."""
    zawfa(ksef)
    told = credentials(ksef).read_text("utf-8")
    name = 'name = "zawfa"'
    credentials(ksef).write_text(told.replace(name, f'{name}\nperson = "{owner}"'))
    ran = jst("ksef", "login", "--as", "zawfa")

    assert status == ran.status
    assert said in ran.err


def test_a_warning_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """It comes with every answer of a login."""
    tell = ksef_work._teller()
    tell("sig-001")
    tell("sig-001")
    tell("sig-002")

    assert 2 == len(capsys.readouterr().err.splitlines())
