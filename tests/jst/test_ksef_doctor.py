"""`jst ksef doctor` says what stands between the office and KSeF, and nothing false."""

import os
from pathlib import Path

import pytest

from certs.keys_file import load_key
from jst.demo import OFFICE_NIP
from jst.demo_ksef import ADMINISTRATOR
from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import Jst, change
from vocabulary.clock import system_clock

PAPER = 'systems = ["ksef"]'


@pytest.fixture(name="office")
def _office(ksef: KsefSimulator) -> Path:
    """The home of the office that the simulated KSeF serves."""
    return ksef.folder.parent


def credential(office: Path, *lines: str, context: str = "") -> None:
    """Write a credentials.toml with one credential, `one`."""
    kind = "InternalId" if context else "Nip"
    text = [
        "[[credential]]",
        'name = "one"',
        f'context_type = "{kind}"',
        f'context = "{context or OFFICE_NIP}"',
        *lines,
    ]
    (office / "credentials.toml").write_text("\n".join(text) + "\n")


def looks(jst: Jst) -> dict[str, tuple[str, str]]:
    """Run the doctor: what it looked at, how it is, and what it says."""
    found = jst("ksef", "doctor", "--json").json["looks"]
    return {each["what"]: (each["how"], each["says"]) for each in found}


def test_the_seal_owns_no_unit(office: Path, jst: Jst) -> None:
    """In a unit even the gmina's seal needs a permission that was granted there."""
    seal = 'key_file = "simulator-ksef/bogus-gmina.pem"'
    credential(office, seal, context=f"{OFFICE_NIP}-00012")
    _, says = looks(jst)["owner"]

    assert "właściciela" in says
    assert "nadane w jednostce" in says


def test_wrong_credentials_are_said_with_the_field(office: Path, jst: Jst) -> None:
    """What to mend, not only that something is wrong; once, by the field alone."""
    path = office / "credentials.toml"
    change(path, 'context_type = "Nip"', 'context_type = "nip"')
    how, says = looks(jst)["settings"]

    assert "mend" == how
    assert "credential.0.context_type: Wartość spoza listy" in says
    assert "Lista jest za krótka" not in says


@pytest.mark.parametrize(
    ("mode", "word"), [(0o644, "0600"), (None, "nie można odczytać"), (0o600, "tokenu")]
)
def test_an_unusable_token_file_is_to_be_mended(
    office: Path, jst: Jst, mode: int | None, word: str
) -> None:
    """Readable by others, missing, or empty: no login would work."""
    credential(office, 'token_file = "token"')
    _write(office / "token", mode)
    how, says = looks(jst)["credential"]

    assert "mend" == how
    assert word in says
    assert "pieczęci" not in says


def _write(path: Path, mode: int | None) -> None:
    if mode is not None:
        path.touch()
        path.chmod(mode)


def test_a_file_with_other_bytes_is_no_token(office: Path, jst: Jst) -> None:
    """A picture, or a key of another kind: told apart before anything leaves."""
    credential(office, 'token_file = "token"')
    _write(office / "token", 0o600)
    (office / "token").write_bytes(b"\xff\xfe\x00")
    how, says = looks(jst)["credential"]

    assert "mend" == how
    assert "nie zawiera tokenu" in says


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_good_token_file_is_well(office: Path, jst: Jst, end: str) -> None:
    """It holds no certificate to look at."""
    credential(office, 'token_file = "token"')
    _write(office / "token", 0o600)
    (office / "token").write_text(f"bogus-token{end}")
    seen = looks(jst)

    assert "well" == seen["credential"][0]
    assert "certificate" not in seen


def test_the_certificate_of_who_signs_elsewhere_is_opened(
    office: Path, jst: Jst
) -> None:
    """It says the days that are left, and by what right it acts."""
    elsewhere = "signed_elsewhere = true"
    credential(
        office,
        elsewhere,
        'certificate_file = "simulator-ksef/bogus-gmina.pem"',
    )
    good = looks(jst)
    credential(office, elsewhere, 'certificate_file = "none.crt"')
    missing = looks(jst)

    assert "well" == good["credential"][0]
    assert "dni ważności" in good["certificate"][1]
    assert "pieczęć z NIP kontekstu: właściciel" == good["owner"][1]
    assert "mend" == missing["credential"][0]
    assert "nie można otworzyć" in missing["credential"][1]


@pytest.mark.usefixtures("nobody_waits")
def test_a_pipe_is_no_certificate_of_who_signs_elsewhere(
    office: Path, jst: Jst
) -> None:
    """Nobody would ever write to it; the login says the same."""
    os.mkfifo(office / "seal.crt")
    credential(office, "signed_elsewhere = true", 'certificate_file = "seal.crt"')

    how, says = looks(jst)["credential"]

    assert ("mend", "one: nie można otworzyć pliku") == (how, says)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('roles = ["ksef-administrator"]', 'roles = ["clerk"]', "wymagana rola"),
        (PAPER, 'systems = ["crpo"]', "nie obejmuje systemu ksef"),
        ("valid_from = 2026-01-01", "valid_from = 2999-01-01", "nie obowiązuje"),
    ],
)
def test_who_may_not_ask_ksef_is_to_be_mended(
    office: Path, jst: Jst, old: str, new: str, word: str
) -> None:
    """Otherwise all is well, and the next command refuses."""
    people = office / "people.toml"
    text = people.read_text("utf-8")
    before, mine = text.split(f'id = "{ADMINISTRATOR}"')
    assert old in mine
    people.write_text(f'{before}id = "{ADMINISTRATOR}"{mine.replace(old, new, 1)}')
    how, says = looks(jst)["person"]

    assert "mend" == how
    assert word in says


@pytest.mark.parametrize(
    ("days", "how", "word"),
    [(61, "well", "ważności"), (44, "soon", "odnowić"), (3, "mend", "odnowić")],
)
def test_a_certificate_that_soon_ends_is_neither_well_nor_broken(
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    *,
    days: int,
    how: str,
    word: str,
) -> None:
    """Sixty days before, time to renew; a fortnight before, a thing to mend."""
    seal = load_key(office / "simulator-ksef" / "bogus-gmina.pem").certificate
    left = seal.not_after - system_clock()
    monkeypatch.setattr("jst.cli.ksef_looks._SOON", left.days - days + 60)
    monkeypatch.setattr("jst.cli.ksef_looks._LATE", left.days - days + 14)
    seen = looks(jst)["certificate"]

    assert how == seen[0]
    assert word in seen[1]


def test_a_polish_doctor_speaks_polish(ksef: KsefSimulator, jst: Jst) -> None:
    """Rows by their Polish names."""
    table = jst("ksef", "doctor").out

    assert "poświadczenie" in table
    assert "credential" not in table
    assert ksef.received


def test_a_warning_is_told_once_and_explained(ksef: KsefSimulator, jst: Jst) -> None:
    """One login is five requests; the page knows the code."""
    ksef.faults.always("warning")
    ran = jst("ksef", "login")

    assert 1 == ran.err.count("sig-001")
    assert "sig-001" in Path("docs/ksef-access.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("owner", "word"),
    [("k.wymyslony", "własne poświadczenie innej osoby"), ("nobody", "nie ma osoby")],
)
def test_a_credential_that_a_login_refuses_is_to_be_mended(
    office: Path, jst: Jst, owner: str, word: str
) -> None:
    """The doctor says what the login will; the other person's key stays shut."""
    key = 'key_file = "simulator-ksef/bogus-gmina.pem"'
    credential(office, key, f'person = "{owner}"')
    login = jst("ksef", "login")
    seen = looks(jst)

    assert 0 != login.status
    assert word in login.err
    assert ("mend", True) == (seen["credential"][0], word in seen["credential"][1])
    assert "certificate" not in seen
    assert "session" not in seen
