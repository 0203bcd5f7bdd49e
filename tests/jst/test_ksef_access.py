"""`jst ksef` at work, against the simulated KSeF, as the administrator plays it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from certs.keys_file import load_key
from jst.demo import OFFICE_NIP
from jst.demo_ksef import ZAWFA_PERSON
from jst.simulators.ksef import KsefSimulator
from jst.simulators.softhsm import SoftHsm
from tests.jst.conftest import CASE, Jst, change
from tests.jst.ksef_world import zawfa
from tests.softhsm import require_softhsm

WHY = ("--case", CASE)


def test_a_login_with_the_seal_is_the_owners(ksef: KsefSimulator, jst: Jst) -> None:
    """And the log says who used the seal."""
    ran = jst("ksef", "login", "--json")
    shown = jst("ksef", "whoami", "--json")
    log = jst("ledger", "show", "--json").out

    assert (0, True) == (ran.status, ran.json["owner"])
    assert ran.json["session"] == shown.json["session"]
    assert "ksef-login" in log
    assert OFFICE_NIP not in ran.out
    assert ksef.received


def test_without_a_session_the_login_is_named(ksef: KsefSimulator, jst: Jst) -> None:
    """What to do next, and nothing asked."""
    ran = jst("ksef", "grants", *WHY)

    assert 2 == ran.status
    assert "jst ksef login" in ran.err
    assert 0 == sum(ksef.received.values())


def test_who_may_do_what_is_masked_until_revealed(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """Each question is an action that can be proved."""
    zawfa(ksef)
    jst("ksef", "login")
    masked = jst("ksef", "grants", *WHY, "--json")
    told = jst("ksef", "grants", *WHY, "--reveal", "--json")
    [grant] = masked.json["grants"]
    table = jst("ksef", "grants", *WHY)

    assert ("CredentialsManage", "System") == (
        grant["permission"],
        grant["author"]["type"],
    )
    assert ZAWFA_PERSON not in masked.out + table.out
    assert ZAWFA_PERSON == told.json["grants"][0]["holder"]["value"]
    assert 0 == jst("ledger", "proof", masked.json["actions"][0]).status


@pytest.mark.parametrize(
    "which", ["persons", "given", "own", "subunits", "entities", "authorisations"]
)
def test_every_list_can_be_asked_for(ksef: KsefSimulator, jst: Jst, which: str) -> None:
    """An owner's own list is empty: ownership stands in no list (#369)."""
    assert 0 == jst("ksef", "login").status
    ran = jst("ksef", "grants", "--list", which, *WHY, "--json")

    assert (0, []) == (ran.status, ran.json["grants"])
    assert ksef.received


@pytest.mark.parametrize(
    "command",
    [("grants", "--list", "entities"), ("tokens", "list"), ("certificates", "list")],
    ids=" ".join,
)
def test_an_empty_list_says_that_it_is_empty(
    ksef: KsefSimulator, jst: Jst, command: tuple[str, ...]
) -> None:
    """A heading alone looks like a list that was cut off."""
    jst("ksef", "login")
    ran = jst("ksef", *command, *WHY)

    assert (0, True) == (ran.status, ran.out.startswith("Brak wierszy.\n"))
    assert ksef.received


def test_a_list_that_is_none_is_wrong_usage(ksef: KsefSimulator, jst: Jst) -> None:
    """The words are told."""
    ran = jst("ksef", "grants", "--list", "wszystkie", *WHY)

    assert 64 == ran.status
    assert "authorisations" in ran.err
    assert not ksef.received


def test_roles_tell_the_units(ksef: KsefSimulator, jst: Jst) -> None:
    """From the tax administration's data; without the role, the way to it is told."""
    jst("ksef", "login")
    none = jst("ksef", "roles", *WHY)

    assert 0 == none.status
    assert "NIP-2" in none.err
    assert ksef.received


def test_after_a_zawfa_the_next_step_is_told(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """403 on invoices is what everybody meets first (#343, #532, #687)."""
    zawfa(ksef)
    jst("ksef", "login", "--as", "zawfa")
    out = tmp_path / "wniosek.json"
    ran = jst("ksef", "after-zawfa", "--as", "zawfa", *WHY, "--out", str(out), "--json")
    request = json.loads(out.read_text("utf-8"))

    assert 0 == ran.status
    assert ["CredentialsManage"] == ran.json["held"] == ran.json["fromZawFa"]
    assert ["InvoiceRead", "InvoiceWrite"] == ran.json["missing"]
    assert ZAWFA_PERSON == request["subjectIdentifier"]["value"]
    assert ZAWFA_PERSON not in ran.out
    assert 0o600 == out.stat().st_mode & 0o777


def test_the_owner_needs_no_zawfa(ksef: KsefSimulator, jst: Jst) -> None:
    """The seal of the context's own NIP may do everything but VatUeManage."""
    jst("ksef", "login")
    ran = jst("ksef", "after-zawfa", *WHY)

    assert 0 == ran.status
    assert "właściciel" in ran.out
    assert ksef.received


def test_who_has_nothing_is_told_where_to_look(ksef: KsefSimulator, jst: Jst) -> None:
    """415: the login itself is refused, with what to do about it."""
    ran = jst("ksef", "login", "--as", "zawfa")

    assert ran.status in {1, 2}
    assert "ZAW-FA" in ran.err
    assert ksef.received


def test_a_token_is_made_listed_and_revoked(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """It is in the file and on no screen."""
    jst("ksef", "login")
    out = tmp_path / "token"
    said = ("--permission", "InvoiceRead", "--description", "Program dziedzinowy")
    made = jst("ksef", "tokens", "create", *said, "--out", str(out), *WHY, "--json")
    reference = made.json["reference"]
    before = jst("ksef", "tokens", "list", *WHY, "--json").json["tokens"]
    revoked = jst("ksef", "tokens", "revoke", reference, *WHY)
    after = jst("ksef", "tokens", "list", *WHY)

    assert (0, 0) == (made.status, revoked.status)
    assert out.read_text().strip() not in made.out + made.err
    assert 0o600 == out.stat().st_mode & 0o777
    assert [("Active", ["InvoiceRead"])] == [
        (each["status"], each["permissions"]) for each in before
    ]
    assert "Revok" in after.out
    assert ksef.received


def test_a_refused_token_leaves_no_file(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Nothing half-written."""
    jst("ksef", "login")
    out = tmp_path / "token"
    said = ("--permission", "Teleport", "--description", "Program dziedzinowy")
    ran = jst("ksef", "tokens", "create", *said, "--out", str(out), *WHY)

    assert 1 == ran.status
    assert not out.exists()
    assert ksef.received


def test_a_certificate_is_enrolled_and_logs_in(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Sign once with the seal, work with the certificate; cert watch minds its end."""
    jst("ksef", "login")
    folder = tmp_path / "certs"
    folder.mkdir()
    out = folder / "ksef.pem"
    name = ("--name", "Urząd Gminy 1")
    made = jst(
        "ksef", "certificates", "enroll", *name, "--out", str(out), *WHY, "--json"
    )
    listed = jst("ksef", "certificates", "list", *WHY, "--json").json
    watched = jst("cert", "watch", str(folder), "--json")
    short = jst("cert", "watch", str(folder), "--days", "999")
    serial = made.json["serial"]
    revoked = jst("ksef", "certificates", "revoke", serial, *WHY)

    assert (0, 0) == (made.status, revoked.status)
    assert [(serial, "Active")] == [
        (each["serial"], each["status"]) for each in listed["certificates"]
    ]
    assert 0o600 == out.stat().st_mode & 0o777
    assert serial == f"{load_key(out).certificate.serial:016X}"
    assert ["ksef_certificate"] == [each["kind"] for each in watched.json["seals"]]
    assert [] == watched.json["renewals"]
    assert (0, 1) == (watched.status, short.status)
    assert "Pieczęci: 0, certyfikatów KSeF: 1," in short.out
    assert "jst ksef certificates enroll" in short.out
    assert "nowe pismo" not in short.out
    assert ksef.received


@pytest.fixture(name="hsm")
def _hsm(ksef: KsefSimulator, tmp_path: Path) -> Iterator[SoftHsm]:
    """A token with a key that has no certificate; `[token]` names token and seal."""
    require_softhsm()
    home = Path(os.environ["JST_HOME"])
    with SoftHsm.create(tmp_path / "hsm") as token:
        token.generate("ksef", "P-256")
        with (home / "jst.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'\n[token]\nmodule = "{token.place.module}"\n'
                f'label = "{token.place.label}"\npin_file = "{token.pin_file}"\n'
            )
        yield token
    assert ksef.received


def test_a_key_on_the_token_gets_its_certificate_and_logs_in(
    hsm: SoftHsm, jst: Jst, tmp_path: Path
) -> None:
    """Only the certificate is written; its key never left the token."""
    out = tmp_path / "ksef.pem"
    jst("ksef", "login")
    said = ("--name", "Urząd Gminy 1", "--out", str(out), "--token-key")
    absent = jst("ksef", "certificates", "enroll", *said, "absent", *WHY)
    left_by_absent = out.exists()
    made = jst("ksef", "certificates", "enroll", *said, "ksef", *WHY)
    credentials = Path(os.environ["JST_HOME"]) / "credentials.toml"
    with credentials.open("a", encoding="utf-8") as file:
        file.write(
            f'\n[[credential]]\nname = "token"\ncontext_type = "Nip"\n'
            f'context = "{OFFICE_NIP}"\non_token = true\nkey_label = "ksef"\n'
            f'certificate_file = "{out}"\n'
        )
    ran = jst("ksef", "login", "--as", "token", "--json")
    watched = jst("cert", "watch", str(tmp_path), "--json").json["seals"]

    assert (1, False) == (absent.status, left_by_absent)
    assert (0, 0) == (made.status, ran.status)
    assert b"PRIVATE KEY" not in out.read_bytes()
    assert 0o600 == out.stat().st_mode & 0o777
    assert "na tokenie" in made.out
    assert ["ksef_certificate"] == [each["kind"] for each in watched]
    assert hsm.place.label


@pytest.mark.parametrize("fault", ["http-500", "drop-after-accept"])
def test_without_its_certificate_a_key_on_the_token_leaves_no_file(
    hsm: SoftHsm, ksef: KsefSimulator, jst: Jst, tmp_path: Path, fault: str
) -> None:
    """The key is safe on its token: an empty file would only stand in the way."""
    out = tmp_path / "ksef.pem"
    jst("ksef", "login")
    ksef.faults.next(fault, on="/certificates/enrollments")
    said = ("--name", "Urząd Gminy 1", "--out", str(out), "--token-key", "ksef")
    ran = jst("ksef", "certificates", "enroll", *said, *WHY)

    assert ran.status in {1, 2}
    assert not out.exists()
    assert hsm.place.label


def test_sessions_are_listed_and_ended(ksef: KsefSimulator, jst: Jst) -> None:
    """After the end the file logs nobody in."""
    jst("ksef", "login")
    [session] = jst("ksef", "sessions", "--json").json["sessions"]
    table = jst("ksef", "sessions")
    ended = jst("ksef", "sessions", "--end")
    gone = jst("ksef", "whoami")

    assert session["current"]
    assert session["reference"][:8] in table.out
    assert (0, 2) == (ended.status, gone.status)
    assert ksef.received


def test_the_doctor_looks_at_everything(ksef: KsefSimulator, jst: Jst) -> None:
    """Before the login the session is what to mend; after it all is well."""
    before = jst("ksef", "doctor", "--json")
    jst("ksef", "login")
    after = jst("ksef", "doctor", "--json")
    table = jst("ksef", "doctor")

    assert (1, 0, 0) == (before.status, after.status, table.status)
    assert {"session": "mend"}.items() <= {
        each["what"]: each["how"] for each in before.json["looks"]
    }.items()
    assert {
        "settings",
        "person",
        "certificate",
        "owner",
        "ksef",
        "clock",
        "limits",
    } <= {each["what"] for each in after.json["looks"]}
    assert ksef.received


def test_a_ksef_that_is_not_there_is_no_register(ksef: KsefSimulator, jst: Jst) -> None:
    """What the doctor did not reach is KSeF, in the doctor's words too."""
    ksef.faults.always("drop-after-accept")
    ran = jst("ksef", "doctor", "--json")

    assert "nie udało się połączyć z KSeF" in ran.out
    assert "z rejestrem" not in ran.out


def test_a_silent_ksef_is_no_verdict(ksef: KsefSimulator, jst: Jst) -> None:
    """The doctor cannot tell, and says what it could not reach."""
    jst("ksef", "login")
    ksef.faults.always("http-503")
    ran = jst("ksef", "doctor", "--json")

    assert 2 == ran.status
    assert "cannotTell" in ran.out


def test_the_clerk_does_not_log_in(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seal is for the administrator and the approver."""
    monkeypatch.setenv("JST_DEMO_PERSON", "z.niebyla")
    ran = jst("ksef", "login")

    assert 1 == ran.status
    assert "wymagana rola" in ran.err
    assert not ksef.received


def test_credentials_that_others_may_read_are_refused(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """They name contexts of units, and files of keys."""
    (ksef.folder.parent / "credentials.toml").chmod(0o644)
    ran = jst("ksef", "login")

    assert 1 == ran.status
    assert "0600" in ran.err
    assert not ksef.received


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[credential]]\n",
        '[[credential]]\nname="a"\ncontext_type="Nip"\ncontext="1"\non_token=true\n',
        '[[credential]]\nname="a"\ncontext_type="Nip"\ncontext="9990000008"\n',
        '[[credential]]\nname="a"\ncontext_type="nip"\ncontext="1"\non_token=true\n',
    ],
)
def test_credentials_that_are_wrong_are_refused(
    ksef: KsefSimulator, jst: Jst, text: str
) -> None:
    """With the field, and without what stood in it."""
    (ksef.folder.parent / "credentials.toml").write_text(text)
    ran = jst("ksef", "login")

    assert 1 == ran.status
    assert "9990000008" not in ran.err
    assert not ksef.received


def test_a_credential_of_another_name_is_not_guessed(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """The names that there are are told."""
    ran = jst("ksef", "login", "--as", "inne")

    assert 1 == ran.status
    assert "gmina, zawfa" in ran.err
    assert not ksef.received


def test_the_check_of_settings_shows_what_ksef_is_reached_with(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """Address, and for whom its limits are counted."""
    told = jst("settings", "check", "--json").json
    said = {each["field"]: each["rule"] for each in told["findings"]}

    assert told["settings"]["ksef_access.url"] == ksef.url
    assert told["settings"]["ksef_access.machines"] == "1"
    assert "settings.limits.shared" == said["ksef_access.limits_folder"]


def test_the_check_of_settings_reads_the_credentials(
    ksef: KsefSimulator, jst: Jst
) -> None:
    """Before somebody needs to log in."""
    (ksef.folder.parent / "credentials.toml").chmod(0o644)
    ran = jst("settings", "check")

    assert 1 == ran.status
    assert "0600" in ran.out


def test_no_environment_is_taken_for_granted(ksef: KsefSimulator, jst: Jst) -> None:
    """A trial that forgets its address must not reach production."""
    change(ksef.folder.parent / "jst.toml", f'url = "{ksef.url}"', "")
    ran = jst("ksef", "login")

    assert 1 == ran.status
    assert "ksef_access.url: Brak wymaganej wartości" in ran.err
    assert not ksef.received


def test_a_dash_is_no_file_for_a_token(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A live token in a file named `-` is one that nobody looks for."""
    monkeypatch.chdir(tmp_path)
    jst("ksef", "login")
    before = sum(ksef.received.values())
    said = ("--permission", "InvoiceRead", "--description", "Program dziedzinowy")
    ran = jst("ksef", "tokens", "create", *said, "--out", "-", *WHY)

    assert 1 == ran.status
    assert not (tmp_path / "-").exists()
    assert before == sum(ksef.received.values())


def test_tables_keep_numbers_whole_and_name_the_question(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path
) -> None:
    """A number that was cut in two cannot be copied into the next command."""
    jst("ksef", "login")
    said = ("--permission", "InvoiceRead", "--description", "Program ksiegowy")
    out = ("--out", str(tmp_path / "token"))
    made = jst("ksef", "tokens", "create", *said, *out, *WHY, "--json")
    zawfa(ksef)
    [session] = jst("ksef", "sessions", "--json").json["sessions"]
    [grant] = jst("ksef", "grants", *WHY, "--json").json["grants"]
    tokens = jst("ksef", "tokens", "list", *WHY).out
    certificates = jst("ksef", "certificates", "list", *WHY).out

    assert 2 == certificates.count("Zapytanie: ")
    assert made.json["reference"] in tokens
    assert "Zapytanie: " in tokens
    assert "opis" not in tokens
    assert session["reference"] in jst("ksef", "sessions").out
    assert grant["id"] in jst("ksef", "grants", *WHY).out
    assert "opis" in jst("ksef", "tokens", "list", *WHY, "--reveal").out
