"""A seal holds the NIP of its office: judging it online tells nobody, and no log."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accountability.transport import Fetcher
from certs.load import load_leaf
from certs.now import Material, judge_now
from jst.cli.wrapper import main
from jst.simulators.ocsp import Mode, OcspSimulator
from tests.flows.canaries import CANARY_NIP, Ears, listening
from vocabulary.clock import warsaw_day

IMPATIENT = Fetcher(
    read_timeout_s=0.3, total_timeout_s=0.6, internal_hosts=["127.0.0.1"]
)
IDENTIFIER = f"VATPL-{CANARY_NIP.reveal()}"


@pytest.fixture(name="logs", autouse=True)
def _logs() -> Iterator[None]:
    """Put the log handlers back that a command replaces."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("mode", list(Mode))
def test_no_canary_is_heard_when_a_seal_is_judged(tmp_path: Path, mode: Mode) -> None:
    """Not in logs of any library, nor in reprs, nor in what is asked for."""
    now = datetime.now(UTC)
    with (
        listening() as ears,
        OcspSimulator(tmp_path, identifier=IDENTIFIER) as authority,
    ):
        authority.mode = mode
        seal = load_leaf(authority.seal.read_bytes())
        told = judge_now(
            seal, Material(fetch=IMPATIENT.fetch), on=warsaw_day(now), now=now
        )
        ears.hear("repr", seal, told, told.chain, told.revocation, *told.findings)
        ears.hear("asked", *authority.asked)

    assert CANARY_NIP == seal.nip
    assert [] == ears.leaks()
    assert {"asked", "repr", "log"} <= set(ears.heard)


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_is_printed_names_the_issuer_and_never_the_office(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    form: list[str],
) -> None:
    """Whoever wants the seal's own fields asks `jst cert show`."""
    (tmp_path / "jst.toml").write_text('[fetch]\ninternal_hosts = ["127.0.0.1"]\n')
    monkeypatch.setenv("JST_HOME", str(tmp_path))
    monkeypatch.setenv("JST_LANG", language)
    with OcspSimulator(tmp_path, identifier=IDENTIFIER) as authority:
        seal = str(authority.seal)
        main(["cert", "check", seal, "--for", "seal", "--online", *form])
    said = capsys.readouterr()
    ears = Ears()
    ears.hear("printed", said.out, said.err)

    assert "good" in said.out or "nie unieważniono" in said.out or "not rev" in said.out
    assert [] == ears.leaks()


@pytest.mark.parametrize("name", ["seal", "issuer", "crl", "ocsp"])
def test_no_canary_is_heard_from_a_file_that_is_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A person hands over the wrong file, and it holds a number."""
    wrong = tmp_path / "wrong"
    wrong.write_text(f"<html>{CANARY_NIP.reveal()}</html>")
    with OcspSimulator(tmp_path) as authority:
        files = {"seal": authority.seal, "issuer": authority.issuer, name: wrong}
        seal = files.pop("seal")
        options = [f"--{key}={path}" for key, path in files.items()]
        main(["cert", "check", str(seal), "--for", "seal", *options])
    said = capsys.readouterr()
    ears = Ears()
    ears.hear("printed", said.out, said.err)

    assert said.out + said.err
    assert [] == ears.leaks()
