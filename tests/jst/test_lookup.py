"""`jst crpo lookup`, against the simulator: answered, denied, refused, UNKNOWN."""

import io
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from accountability.transport import Transport
from jst.cli.mandator import kind_of
from jst.errors import InputInvalid
from jst.logs import OURS, AllowList
from jst.simulators.crpo import CrpoSimulator
from tests.house.tree import PACKAGES, ROOT
from tests.jst.conftest import CASE, Jst, change
from tests.jst.test_wrapper import RUN


@pytest.fixture(name="asked")
def _asked(register: CrpoSimulator, tmp_path: Path) -> Path:
    """A file with the identifier of a mandator who has three attorneys."""
    path = tmp_path / "mandator.txt"
    path.write_text(register.examples()["several"].reveal() + "\n")
    return path


@pytest.mark.parametrize(
    ("example", "kind", "count"),
    [("several", "nip", 3), ("pesel", "pesel", 1), ("foreign", "foreign_tax_id", 1)],
)
def test_the_kind_is_told_from_the_shape_and_the_answer_is_masked(
    example: str,
    kind: str,
    count: int,
    register: CrpoSimulator,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The identifier comes in on stdin and goes out nowhere."""
    mandator = register.examples()[example]
    stdin = io.TextIOWrapper(io.BytesIO(mandator.reveal().encode() + b"\n"))
    monkeypatch.setattr(sys, "stdin", stdin)

    ran = jst("crpo", "lookup", "--case", CASE, "--json")

    assert (0, count, kind) == (
        ran.status,
        ran.json["count"],
        ran.json["mandator"]["kind"],
    )
    assert mandator.reveal() not in ran.out + ran.err
    assert {"name": "xades_xml", "reference": True} == {
        key: ran.json["contract"][key] for key in ("name", "reference")
    }


def test_an_answer_is_a_table_of_eighty_columns(asked: Path, jst: Jst) -> None:
    """A clerk reads it on whatever screen the office has."""
    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked))

    table = [line for line in ran.out.splitlines() if "───" in line or "PESEL" in line]
    assert 0 == ran.status
    assert "w rejestrze: 3 pełnomocnictwa." in ran.out
    assert max(map(len, table)) <= 80
    assert "kontrakt wzorcowy: nasz, nie Ministerstwa Finansów" in ran.err
    assert asked.read_text().strip() not in ran.out + ran.err


def test_zero_powers_are_an_answer(
    register: CrpoSimulator, asked: Path, jst: Jst
) -> None:
    """The register said "nobody" under its seal: that is a yes to our question."""
    asked.write_text(register.examples()["none"].reveal())

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked))

    assert 0 == ran.status
    assert "nie wykazuje żadnego pełnomocnictwa" in ran.out


def test_what_the_register_did_not_tell_is_said_so(
    register: CrpoSimulator, asked: Path, jst: Jst
) -> None:
    """An empty cell reads as "no"."""
    asked.write_text(register.examples()["little_told"].reveal())

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked))
    told = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json").json

    assert "nie podano" in ran.out
    assert "not_told" == told["powers"][0]["validUntil"]


def test_without_authorities_for_tls_no_question_begins(
    home: Path, asked: Path, jst: Jst
) -> None:
    """A broken file of ours is no UNKNOWN, and nothing to look for in the network."""
    (home / "simulator" / "ca.crt.pem").write_text("none")
    before = jst("ledger", "show", "--json").json["entries"]

    told = jst("crpo", "lookup", "--case", CASE, "--from", str(asked))
    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json")

    assert (2, "transport.authorities_unusable") == (ran.status, ran.json["error"])
    assert "brak pliku wystawców zaufanych w TLS albo jest uszkodzony" in told.err
    assert "jst settings check" in told.err
    assert before == jst("ledger", "show", "--json").json["entries"]


def test_substitutes_and_no_end_date_have_words(
    register: CrpoSimulator, asked: Path, jst: Jst
) -> None:
    """Who may act for whom, and until when, is what was asked."""
    asked.write_text(register.examples()["substitutes"].reveal())
    further = jst("crpo", "lookup", "--case", CASE, "--from", str(asked))
    asked.write_text(register.examples()["indefinite"].reveal())
    endless = jst("crpo", "lookup", "--case", CASE, "--from", str(asked))

    assert "dalszy" in further.out
    assert "bezterminowo" in endless.out


def test_identifiers_are_shown_only_on_purpose(asked: Path, jst: Jst) -> None:
    """A screen is seen by more people than the one at the desk."""
    masked = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json").json
    args = ("crpo", "lookup", "--case", CASE, "--from", str(asked), "--reveal")
    clear = jst(*args, "--json").json

    [first, *_] = masked["powers"][0]["attorneys"]
    assert (True, "hidden") == (first["identifier"]["masked"], first["birthDate"])
    assert asked.read_text().strip() == clear["mandator"]["value"]
    assert 11 == len(clear["powers"][0]["attorneys"][0]["identifier"]["value"])


def test_the_receipt_goes_into_a_new_file_and_proves_itself(
    asked: Path, home: Path, jst: Jst, tmp_path: Path
) -> None:
    """It is filed with the case; without it nothing is asked."""
    receipt = tmp_path / "receipt.json"
    args = ("crpo", "lookup", "--case", CASE, "--from", str(asked))

    asked_once = jst(*args, "--receipt", str(receipt), "--json")
    refused = jst(*args, "--receipt", str(receipt), "--json")
    vkey = str(home / "keys" / "log.vkey")
    checked = jst("ledger", "proof", "--check", str(receipt), "--vkey", vkey, "--json")

    assert str(receipt) == asked_once.json["receipt"]
    assert (1, "jst.output_refused") == (refused.status, refused.json["error"])
    assert ("answered", asked_once.json["intentId"]) == (
        checked.json["result"],
        checked.json["id"],
    )


def test_no_receipt_stays_without_an_answer(
    asked: Path, jst: Jst, tmp_path: Path
) -> None:
    """An empty file in the case would look like a proof that somebody lost."""
    receipt = tmp_path / "receipt.json"

    denied = jst("crpo", "lookup", "--from", str(asked), "--receipt", str(receipt))
    nowhere = jst(
        "crpo", "lookup", "--case", CASE, "--from", str(asked),
        "--receipt", str(tmp_path / "no" / "where"), "--json",
    )  # fmt: skip

    assert 1 == denied.status
    assert not receipt.exists()
    assert (1, "jst.output_refused") == (nowhere.status, nowhere.json["error"])
    assert "denied" == jst("ledger", "show", "--json").json["entries"][-1]["kind"]


def test_a_denial_is_logged_and_nothing_leaves(
    register: CrpoSimulator, asked: Path, jst: Jst
) -> None:
    """No case, no question."""
    ran = jst("crpo", "lookup", "--from", str(asked), "--json")

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])
    assert ["action.case.missing"] == [item["rule"] for item in ran.json["findings"]]
    assert 0 == register.received.total()
    assert "denied" == jst("ledger", "show", "--json").json["entries"][-1]["kind"]


def test_a_refusal_is_a_no(register: CrpoSimulator, asked: Path, jst: Jst) -> None:
    """Signed, documented, bound to our question: REFUSED, and exit 1."""
    register.faults.next("refusal")

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json")

    assert (1, "accountability.register_refused") == (ran.status, ran.json["error"])


def test_an_interrupted_question_is_named(
    asked: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while the register is silent: the clerk is told what to look up."""

    def interrupted(*_args: object, **_more: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Transport, "send", interrupted)

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json")

    (line,) = [
        line
        for line in jst("ledger", "show", "--json").json["entries"]
        if line["kind"] == "intent"
    ]
    assert (130, "jst.interrupted") == (ran.status, ran.json["error"])
    assert (line["id"], "unknown") == (ran.json["intentId"], line["result"])


@pytest.mark.parametrize("fault", ["http-503", "wrong-signer", "replay", "cut"])
def test_everything_else_is_unknown(
    fault: str, register: CrpoSimulator, asked: Path, jst: Jst
) -> None:
    """
    Never "no powers of attorney", and the question's id is told.

    Holds: ADR-0004.
    """
    jst("crpo", "lookup", "--case", CASE, "--from", str(asked))
    register.faults.next(fault)

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json")

    last = jst("ledger", "show", "--json").json["entries"][-1]
    assert (2, "accountability.outcome_unknown") == (ran.status, ran.json["error"])
    assert (ran.json["intentId"], "unknown") == (last["id"], last["result"])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "jst.input_invalid"),
        (b"1\n2\n", "jst.input_invalid"),
        (b"12345678", "jst.input_invalid"),
        (b"\xff\xfe", "jst.input_invalid"),
        (b"x" * 2000, "jst.input_invalid"),
        (b"1234563217", "vocabulary.identifier_invalid"),
        (b"XX:123", "vocabulary.identifier_invalid"),
    ],
)
def test_what_is_no_identifier_is_refused_without_being_repeated(
    content: bytes, error: str, asked: Path, jst: Jst
) -> None:
    """A mistyped number is somebody's number."""
    asked.write_bytes(content)

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json")

    assert (1, error) == (ran.status, ran.json["error"])
    assert content.decode("latin-1").strip() not in ran.out or not content.strip()


@pytest.mark.parametrize(
    ("option", "value"),
    [("--purpose", "ciekawosc"), ("--basis", "art. 1"), ("--kind", "zzz")],
)
def test_words_come_from_closed_lists(
    option: str, value: str, asked: Path, jst: Jst
) -> None:
    """The list is printed, what was typed is not."""
    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), option, value)

    assert 64 == ran.status
    assert f"{option} to jedno z:" in ran.err
    assert value not in ran.err


def test_only_the_purposes_of_crpo_are_offered(asked: Path, jst: Jst) -> None:
    """Those of KSeF and of the Czech register are denied here."""
    wrong = ("--from", str(asked), "--purpose", "ciekawosc")
    ran = jst("crpo", "lookup", "--case", CASE, *wrong)
    offered = "pelnomocnictwo-w-sprawie, doreczenie, inna-sprawa [jst.usage]"

    assert f"--purpose to jedno z: {offered}\n" in ran.err


def test_a_purpose_of_another_register_is_denied_and_logged(
    asked: Path, jst: Jst
) -> None:
    """It is a word of the list, and none for CRPO: an entry says who tried."""
    wrong = ("--from", str(asked), "--purpose", "przeglad-uprawnien")
    ran = jst("crpo", "lookup", "--case", CASE, *wrong, "--json")

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1234563218", "nip"),
        ("123-456-32-18", "nip"),
        ("PL 1234563218", "nip"),
        ("44051401359", "pesel"),
        ("CZ:12345678", "foreign"),
        ("cz : 12345678", "foreign"),
    ],
)
def test_an_unambiguous_shape_is_recognised(text: str, kind: str) -> None:
    """Ten digits can only be a NIP, eleven only a PESEL."""
    assert kind == kind_of(text)


@pytest.mark.parametrize("text", ["123456789", "12345678901234", "A1234567", "¹²³"])
def test_a_shape_in_doubt_is_not_guessed(text: str) -> None:
    """A wrong guess would be a question about somebody else."""
    with pytest.raises(InputInvalid):
        kind_of(text)


def test_an_unknown_contract_is_a_wrong_setting(
    home: Path, asked: Path, jst: Jst
) -> None:
    """The real contract arrives as one file and one setting; a typo must be told."""
    change(home / "jst.toml", '"xades_xml"', '"crpo.contract.nothing:Contract"')

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json")

    assert (1, "jst.settings_invalid") == (ran.status, ran.json["error"])


def test_another_contract_is_one_setting(home: Path, asked: Path, jst: Jst) -> None:
    """`module:attribute` chooses what speaks on the wire."""
    change(home / "jst.toml", '"xades_xml"', '"crpo.contract.xades_xml:XadesXml"')

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(asked), "--json")

    assert (0, False) == (ran.status, ran.json["contract"]["reference"])


def test_the_identifier_is_in_no_argv_of_ours(asked: Path, home: Path) -> None:
    """A whole process, with its log lines and both its streams."""
    assert home.exists()
    ran = subprocess.run(
        [sys.executable, "-X", "dev", "-c", RUN, "crpo", "lookup", "--case", CASE],
        input=asked.read_text(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == ran.returncode
    assert asked.read_text().strip() not in ran.stdout + ran.stderr


def test_every_package_of_ours_names_its_events() -> None:
    """Of a package that is not listed, only name and level would be shown."""
    assert set(PACKAGES) == OURS


def test_log_lines_show_allowed_fields_only(caplog: pytest.LogCaptureFixture) -> None:
    """A library's debug line holds URLs and bodies; ours hold names of events."""
    record = logging.LogRecord(
        "crpo.client", logging.WARNING, "", 0, "asked %s", ("44051401359",), None
    )
    record.error, record.pesel = "ValueError", "44051401359"
    other = logging.LogRecord(
        "urllib3.pool", logging.WARNING, "", 0, "GET /44051401359", (), None
    )

    kept = [AllowList().filter(record), AllowList().filter(other)]

    assert [True, True] == kept
    assert "asked %s error=ValueError" == record.getMessage()
    assert "urllib3.pool WARNING" == other.getMessage()
    assert "" == caplog.text
