"""Asking about a seal over real sockets: all that an authority may say or do wrong."""

import json
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from accountability.transport import Fetcher
from certs.chain import ChainWord
from certs.load import load_leaf
from certs.now import Material, Now, judge_now
from certs.statement import Status
from jst.simulators.ocsp import CRL_PATH, OCSP_PATH, Mode, OcspSimulator
from tests.jst.conftest import Jst
from vocabulary.clock import warsaw_day

IMPATIENT = Fetcher(
    read_timeout_s=0.4, total_timeout_s=0.8, internal_hosts=["127.0.0.1"]
)


@pytest.fixture(name="authority")
def _authority(tmp_path: Path) -> Iterator[OcspSimulator]:
    """A throwaway authority with one seal; it says `good` until told otherwise."""
    with OcspSimulator(tmp_path) as authority:
        yield authority


def ask(authority: OcspSimulator) -> Now:
    """Ask about the authority's seal over the loopback; it is trusted."""
    now = datetime.now(UTC)
    material = Material(
        anchors=[load_leaf(authority.issuer.read_bytes())], fetch=IMPATIENT.fetch
    )
    seal = load_leaf(authority.seal.read_bytes())
    return judge_now(seal, material, on=warsaw_day(now), now=now)


@pytest.mark.parametrize(
    ("mode", "status"),
    [
        (Mode.GOOD, Status.GOOD),
        (Mode.REVOKED, Status.REVOKED),
        (Mode.ON_HOLD, Status.ON_HOLD),
        (Mode.UNKNOWN, Status.UNKNOWN),
        (Mode.TRY_LATER, Status.NO_ANSWER),
        (Mode.STALE, Status.NO_ANSWER),
        (Mode.WRONG_SIGNER, Status.NO_ANSWER),
        (Mode.WRONG_CERTIFICATE_ID, Status.NO_ANSWER),
        (Mode.SILENT, Status.NO_ANSWER),
        (Mode.HTML, Status.NO_ANSWER),
        (Mode.HUGE, Status.NO_ANSWER),
    ],
)
def test_what_a_responder_says_alone(
    authority: OcspSimulator, mode: Mode, status: Status
) -> None:
    """Only what proves itself counts; all else is no answer, and soon."""
    authority.mode, authority.lists = mode, False
    began = monotonic()

    told = ask(authority)

    assert (ChainWord.VALID, status) == (told.chain.word, told.revocation.status)
    assert monotonic() - began < 10
    assert 1 == authority.asked[OCSP_PATH]


@pytest.mark.parametrize(
    ("mode", "status", "lists"),
    [
        (Mode.GOOD, Status.GOOD, 0),
        (Mode.REVOKED, Status.REVOKED, 0),
        (Mode.UNKNOWN, Status.GOOD, 1),
        (Mode.TRY_LATER, Status.GOOD, 1),
        (Mode.WRONG_CERTIFICATE_ID, Status.GOOD, 1),
        (Mode.STALE, Status.NO_ANSWER, 1),
        (Mode.WRONG_SIGNER, Status.NO_ANSWER, 1),
        (Mode.SILENT, Status.NO_ANSWER, 1),
        (Mode.HTML, Status.NO_ANSWER, 1),
        (Mode.HUGE, Status.NO_ANSWER, 1),
    ],
)
def test_what_a_list_adds(
    authority: OcspSimulator, mode: Mode, status: Status, lists: int
) -> None:
    """The list is fetched when the responder has not settled it."""
    authority.mode = mode

    assert status is ask(authority).revocation.status
    assert lists == authority.asked[CRL_PATH]


@pytest.mark.parametrize("mode", [Mode.REVOKED, Mode.ON_HOLD])
def test_the_list_says_what_the_responder_says(
    authority: OcspSimulator, mode: Mode
) -> None:
    """One authority, two ways of asking."""
    authority.mode = mode
    by_responder = ask(authority).revocation.statement
    with urlopen(f"{authority.url}{CRL_PATH}") as answer:  # noqa: S310 - our loopback
        listed = answer.read()

    now = datetime.now(UTC)
    material = Material(
        anchors=[load_leaf(authority.issuer.read_bytes())], crls=[listed]
    )
    by_list = judge_now(
        load_leaf(authority.seal.read_bytes()), material, on=warsaw_day(now), now=now
    ).revocation.statement

    assert by_responder is not None
    assert by_list is not None
    assert by_responder.status is by_list.status
    assert by_responder.told is not None
    assert by_list.told is not None
    assert by_responder.told.reason == by_list.told.reason


def test_a_question_that_is_none_gets_an_answer(authority: OcspSimulator) -> None:
    """A responder says malformedRequest (RFC 6960, 2.3), and stays up."""
    with urlopen(  # noqa: S310 - our loopback
        Request(f"{authority.url}{OCSP_PATH}", data=b"none")  # noqa: S310 - as above
    ) as answer:
        assert b"\x30\x03\x0a\x01\x01" == answer.read()


@pytest.mark.parametrize(("path", "data"), [("/none", b"x"), ("/none", None)])
def test_nothing_stands_at_other_addresses(
    authority: OcspSimulator, path: str, data: bytes | None
) -> None:
    """A wrong address in a certificate shows as one."""
    with pytest.raises(HTTPError, match="404"):
        urlopen(Request(authority.url + path, data=data))  # noqa: S310 - our loopback


def test_a_simulator_that_does_not_run_has_no_address(tmp_path: Path) -> None:
    """Nobody should ask a port that is not there."""
    with pytest.raises(RuntimeError):
        _ = OcspSimulator(tmp_path).url


@pytest.fixture(name="office")
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office that may ask the loopback, and is not patient."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "jst.toml").write_text(
        '[fetch]\ninternal_hosts = ["127.0.0.1"]\n'
        "read_timeout_s = 0.4\ntotal_timeout_s = 0.8\n"
    )
    monkeypatch.setenv("JST_HOME", str(home))
    return home


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("mode", "word", "status"),
    [
        (Mode.GOOD, "good", 2),
        (Mode.REVOKED, "revoked", 1),
        (Mode.ON_HOLD, "onHold", 1),
        (Mode.SILENT, "noAnswer", 2),
    ],
)
def test_the_command_asks_and_says_it(
    authority: OcspSimulator, jst: Jst, mode: Mode, word: str, status: int
) -> None:
    """Without a trusted list even a good seal is `cannot tell`; a revoked one is no."""
    authority.mode, authority.lists = mode, False

    ran = jst(
        "cert", "check", str(authority.seal), "--for", "seal", "--online", "--json"
    )

    now = ran.json["now"]
    assert (status, word, "unanchored") == (ran.status, now["revocation"], now["chain"])


@pytest.mark.usefixtures("office")
def test_the_command_says_it_to_people(authority: OcspSimulator, jst: Jst) -> None:
    """In Polish, with the source, the instant and the reason."""
    authority.mode = Mode.REVOKED

    out = jst("cert", "check", str(authority.seal), "--for", "seal", "--online").out

    assert "Łańcuch: spójny, lecz nikt z listy zaufania za nim nie stoi" in out
    assert "Unieważnienie: unieważniony (OCSP z " in out
    assert "keyCompromise)" in out


def test_the_command_reads_files_without_the_net(
    authority: OcspSimulator, jst: Jst, tmp_path: Path
) -> None:
    """An office without the net brings list and issuer on a stick."""
    authority.mode = Mode.ON_HOLD
    with urlopen(f"{authority.url}{CRL_PATH}") as answer:  # noqa: S310 - our loopback
        (tmp_path / "ca.crl").write_bytes(answer.read())

    ran = jst(
        *("cert", "check", str(authority.seal), "--for", "seal", "--json"),
        *("--crl", str(tmp_path / "ca.crl"), "--issuer", str(authority.issuer)),
    )

    statement = ran.json["now"]["statement"]
    assert (1, "crl", "1", "certificateHold") == (
        ran.status,
        statement["source"],
        statement["crlNumber"],
        statement["reason"],
    )


def test_a_file_that_is_no_response_is_told(
    authority: OcspSimulator, jst: Jst, tmp_path: Path
) -> None:
    """It does not count, and nothing else was asked: cannot tell."""
    (tmp_path / "page.der").write_bytes(b"<!DOCTYPE html>")

    ran = jst(
        *("cert", "check", str(authority.seal), "--for", "seal", "--json"),
        *("--ocsp", str(tmp_path / "page.der"), "--issuer", str(authority.issuer)),
    )

    assert (2, "noAnswer") == (ran.status, ran.json["now"]["revocation"])
    assert "certs.revocation.html" in [each["code"] for each in ran.json["findings"]]


def test_the_loopback_is_not_asked_unless_a_setting_says_so(
    authority: OcspSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A made-up certificate must not let us knock at doors inside the office."""
    monkeypatch.setenv("JST_HOME", str(tmp_path / "none"))

    ran = jst(
        *("cert", "check", str(authority.seal), "--for", "seal", "--json", "--online"),
        *("--issuer", str(authority.issuer)),
    )

    assert "noAnswer" == ran.json["now"]["revocation"]
    assert "transport.address_refused" in ran.out
    assert 0 == authority.asked.total()


def test_without_being_asked_nothing_is_checked(
    authority: OcspSimulator, jst: Jst
) -> None:
    """And said so, in both languages of the answer."""
    args = ("cert", "check", str(authority.seal), "--for", "seal")

    now = jst(*args, "--json").json["now"]

    assert ("notChecked", "notChecked") == (now["chain"], now["revocation"])
    assert "Unieważnienie: nie sprawdzono" in jst(*args).out
    assert 0 == authority.asked.total()


def test_a_past_day_is_judged_by_what_was_known_since(
    authority: OcspSimulator, jst: Jst
) -> None:
    """The seal did not exist then: no error of the tool, and not fit."""
    day = date(2020, 1, 1).isoformat()

    ran = jst(
        *("cert", "check", str(authority.seal), "--for", "seal", "--json"),
        *("--issuer", str(authority.issuer), "--on", day),
    )

    assert (1, "broken", "notYetValid") == (
        ran.status,
        ran.json["now"]["chain"],
        ran.json["now"]["validity"],
    )


@pytest.fixture(name="stopped")
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the simulator where it would begin to wait."""

    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(signal, "signal", stop)


@pytest.mark.usefixtures("stopped")
def test_the_command_prints_where_its_files_are(jst: Jst) -> None:
    """A script reads them; they go when it stops."""
    ran = jst("simulate", "ocsp", "--json", "--mode", "revoked")

    told = json.loads(ran.out.splitlines()[0])
    assert {"url", "seal", "issuer"} == set(told)
    assert 130 == ran.status
    assert not Path(told["seal"]).exists()


@pytest.mark.usefixtures("stopped")
def test_the_command_says_which_setting_lets_it_be_asked(jst: Jst) -> None:
    """Otherwise the first try ends at a closed door."""
    assert 'internal_hosts = ["127.0.0.1"]' in jst("simulate", "ocsp").out


def test_all_modes_are_listed_in_the_help_and_in_the_error(jst: Jst) -> None:
    """Nobody guesses `wrong-certificate-id`."""
    told = " ".join(jst("simulate", "ocsp", "--help").out.split()).replace("- ", "-")
    error = jst("simulate", "ocsp", "--mode", "zzz")

    assert [] == [mode for mode in Mode if f"{mode}" not in told]
    assert 64 == error.status
