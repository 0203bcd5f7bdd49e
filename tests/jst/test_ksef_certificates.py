"""`jst ksef certificates` where something breaks off: the key is never lost."""

import errno
from pathlib import Path

import pytest

from certs.keys_file import load_key
from jst.cli import ksef_enroll_run
from jst.errors_credentials import CertificatePending
from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import CASE, Jst, Ran

WHY = ("--case", CASE)


def enrol(jst: Jst, out: Path) -> Ran:
    """Ask for a certificate."""
    name = ("--name", "Urząd Gminy 1")
    return jst("ksef", "certificates", "enroll", *name, "--out", str(out), *WHY)


def fetch(jst: Jst, number: str, out: Path) -> Ran:
    """Finish what broke off."""
    return jst("ksef", "certificates", "fetch", number, "--out", str(out), *WHY)


def issued(jst: Jst) -> list[str]:
    """List the serial numbers that KSeF has issued."""
    listed = jst("ksef", "certificates", "list", *WHY, "--json").json
    return [each["serial"] for each in listed["certificates"]]


def test_a_lost_request_leaves_the_key_and_a_way_on(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """KSeF has issued a certificate for a key that only this file holds."""
    jst("ksef", "login")
    out = tmp_path / "ksef.pem"
    ksef.faults.next("drift", on="/enrollments/data")  # harmless; the next is not
    ksef.faults.next("drop-after-accept", on="/certificates/enrollments")
    ran = enrol(jst, out)
    key = out.read_bytes()
    [serial] = issued(jst)
    done = fetch(jst, serial, out)

    assert (2, 0) == (ran.status, done.status)
    assert "jst.certificate_pending" in ran.err
    assert str(out) in ran.err
    assert "certificates fetch" in ran.err
    assert key in out.read_bytes()
    assert serial == f"{load_key(out).certificate.serial:016X}"
    assert 0o600 == out.stat().st_mode & 0o777


def test_a_certificate_that_was_not_fetched_names_its_number(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The request was accepted; its number alone leads to the certificate."""
    jst("ksef", "login")
    out = tmp_path / "ksef.pem"
    ksef.faults.next("http-503", on="/certificates/retrieve")
    ran = enrol(jst, out)
    number = ran.err.partition("numer ")[2][:36]
    done = fetch(jst, number, out)

    assert (2, 0) == (ran.status, done.status)
    assert "503" in ran.err
    assert issued(jst) == [f"{load_key(out).certificate.serial:016X}"]


def test_waiting_that_runs_out_is_no_refusal(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KSeF is still at it: the number is told, and the key stays."""
    jst("ksef", "login")
    out = tmp_path / "ksef.pem"
    monkeypatch.setattr(ksef_enroll_run, "_POLLS", ())
    ran = enrol(jst, out)

    assert 2 == ran.status
    assert "numer " in ran.err
    assert b"PRIVATE KEY" in out.read_bytes()
    assert ksef.received


def test_a_name_without_a_folder_is_a_file_where_we_are(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the documentation writes it: --out ksef.pem."""
    jst("ksef", "login")
    monkeypatch.chdir(tmp_path)
    ran = enrol(jst, Path("ksef.pem"))
    [serial] = issued(jst)
    again = fetch(jst, serial, Path("x.pem"))

    assert (0, 0) == (ran.status, again.status)
    assert serial == f"{load_key(tmp_path / 'ksef.pem').certificate.serial:016X}"
    assert ["ksef.pem", "x.pem"] == sorted(each.name for each in tmp_path.glob("*.pem"))
    assert ksef.received


def test_a_file_that_is_there_asks_nothing(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """No request of the limits is spent on what cannot be written."""
    jst("ksef", "login")
    out = tmp_path / "ksef.pem"
    out.write_text("bogus")
    before = sum(ksef.received.values())
    ran = enrol(jst, out)

    assert 1 == ran.status
    assert "już istnieje" in ran.err
    assert before == sum(ksef.received.values())


@pytest.mark.parametrize(
    ("pending", "polish", "english"),
    [
        (CertificatePending("k.pem", "N"), "klucz czeka w k.pem, numer N", "k.pem"),
        (CertificatePending("", "N"), "numer N", "number N"),
        (CertificatePending(on_token=True), "klucz jest na tokenie", "on the token"),
        (CertificatePending(), "", "not written"),
    ],
)
def test_where_the_key_is_is_said_as_it_is(
    pending: CertificatePending, polish: str, english: str
) -> None:
    """A fetch without a key does not know of a token."""
    assert polish == pending.polish
    assert english in str(pending)


def test_ctrl_c_tells_the_command_that_goes_on(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With number and file, as it is to be typed."""
    jst("ksef", "login")
    out = tmp_path / "mój klucz.pem"

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ksef_enroll_run, "_wait", pressed)
    ran = enrol(jst, out)
    monkeypatch.undo()
    number = ran.err.partition("certificates fetch ")[2][:36]

    assert 130 == ran.status
    assert f"certificates fetch {number} --out '{out}'" in ran.err
    assert ksef.received


def test_what_cannot_be_written_is_said_once(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, with the number; a fetch alone says nothing of a token."""
    jst("ksef", "login")
    enrol(jst, tmp_path / "first.pem")
    [serial] = issued(jst)

    def full(path: str, data: bytes) -> None:
        del path, data
        raise OSError(errno.ENOSPC, "bogus: full")

    monkeypatch.setattr(ksef_enroll_run, "write_private", full)
    ran = enrol(jst, tmp_path / "second.pem")
    fetched = fetch(jst, serial, tmp_path / "third.pem")

    assert (2, 2) == (ran.status, fetched.status)
    assert 1 == ran.err.count("o certyfikat KSeF wystąpiono")
    assert "zabrakło miejsca" in ran.err
    assert "na tokenie" not in fetched.err
    assert f"numer {serial}" in fetched.err
    assert ksef.received


def test_a_certificate_goes_to_its_own_key_only(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Another key beside it would log nobody in."""
    jst("ksef", "login")
    first, second, none = tmp_path / "1.pem", tmp_path / "2.pem", tmp_path / "3.pem"
    enrol(jst, first)
    enrol(jst, second)
    none.write_text("nic")
    serial = f"{load_key(first).certificate.serial:016X}"
    before = second.read_bytes()
    ran = fetch(jst, serial, second)
    no_key = fetch(jst, serial, none)

    assert (1, 1) == (ran.status, no_key.status)
    assert "innego certyfikatu" in ran.err
    assert "nie ma w nim klucza" in no_key.err
    assert before == second.read_bytes()
    assert ksef.received


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("certificates", "revoke", "ABC"), "16 znaków"),
        (("tokens", "revoke", "abc"), "36 liter"),
        (("certificates", "enroll", "--name", "x", "--out", "o.pem"), "5-100"),
    ],
)
def test_what_is_no_number_does_not_leave_us(
    ksef: KsefSimulator, jst: Jst, args: tuple[str, ...], said: str
) -> None:
    """And the hint speaks of the field, not of grants alone."""
    jst("ksef", "login")
    before = sum(ksef.received.values())
    ran = jst("ksef", *args, *WHY)

    assert 1 == ran.status
    assert said in ran.err
    assert "Popraw wskazane pole" in ran.err
    assert before == sum(ksef.received.values())


def test_a_session_number_that_is_none_is_not_logged(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """What was typed may be anything."""
    jst("ksef", "login")
    ran = jst("ksef", "sessions", "--revoke", "abc")

    assert 1 == ran.status
    assert "36 liter" in ran.err
    assert "ksef-session-revoked" not in jst("ledger", "show", "--json").out
    assert ksef.received


def test_a_description_tells_nobodys_number(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """It stays in KSeF for years; and in a list it is masked until revealed."""
    jst("ksef", "login")
    out = ("--out", str(tmp_path / "token"))
    said = ("--permission", "InvoiceRead", "--description")
    ran = jst("ksef", "tokens", "create", *said, "dla 44051401359", *out, *WHY)
    jst("ksef", "tokens", "create", *said, "Program FK", *out, *WHY)
    masked = jst("ksef", "tokens", "list", *WHY, "--json").json["tokens"]
    shown = jst("ksef", "tokens", "list", *WHY, "--json", "--reveal").json["tokens"]

    assert 1 == ran.status
    assert "44051401359" not in ran.err
    assert [None] == [each["description"] for each in masked]
    assert ["Program FK"] == [each["description"] for each in shown]
    assert ksef.received
