"""The simulated register as a service of its own: its folder, its list, its faults."""

import signal
import socket
from pathlib import Path

import pytest

from jst.demo import OFFICE_NIP
from jst.simulators.crpdph import CzechFault
from jst.simulators.faults import Fault
from tests.jst.conftest import Jst


@pytest.fixture(name="stopped", autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the simulator where it would begin to wait."""

    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(signal, "signal", stop)


def test_a_seal_is_admitted_by_its_certificate_and_stays(
    home: Path, jst: Jst, tmp_path: Path
) -> None:
    """An office tries its own seal before the letter is answered."""
    folder = tmp_path / "register"
    seal = str(home / "keys" / "seal.pem")
    args = ("simulate", "crpo", "--port", "0", "--folder", str(folder))

    first = jst(*args, "--admit", seal, "--nip", OFFICE_NIP)
    authority = (folder / "ca.crt.pem").read_bytes()
    second = jst(*args)

    assert (130, 130) == (first.status, second.status)
    assert OFFICE_NIP in (folder / "admitted.json").read_text("utf-8")
    assert authority == (folder / "ca.crt.pem").read_bytes()


def test_a_port_that_is_taken_is_told(home: Path, jst: Jst) -> None:
    """A second simulator beside a forgotten first one."""
    assert home.exists()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = jst("simulate", "crpo", "--port", port, "--json")

    assert (1, "jst.port_taken") == (ran.status, ran.json["error"])


def test_a_folder_of_something_else_is_refused(home: Path, jst: Jst) -> None:
    """Keys of a simulator do not belong among other files."""
    ran = jst("simulate", "crpo", "--folder", str(home), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])


def test_a_certificate_without_its_office_is_wrong_usage(home: Path, jst: Jst) -> None:
    """A letter names both."""
    ran = jst("simulate", "crpo", "--admit", str(home / "keys" / "seal.pem"))

    assert 64 == ran.status
    assert "--nip" in ran.err


def test_all_faults_are_listed_in_the_help_and_in_the_error(jst: Jst) -> None:
    """Nobody guesses `entity-bomb`."""
    told = " ".join(jst("simulate", "crpo", "--help").out.split()).replace("- ", "-")
    error = jst("simulate", "crpo", "--fault", "zzz")

    assert [] == [fault for fault in Fault if f"{fault}" not in told]
    assert [] == [fault for fault in Fault if f"{fault}" not in error.err]
    assert 64 == error.status


def test_the_czech_register_starts_with_its_examples(
    home: Path, jst: Jst, tmp_path: Path
) -> None:
    """An address, an authority, and whom to ask about; the folder stays."""
    assert home.exists()
    folder = tmp_path / "register"
    args = ("simulate", "crpdph", "--port", "0", "--folder", str(folder))

    first = jst(*args, "--at", "2026-11-21T00:05")
    authority = (folder / "ca.crt.pem").read_bytes()
    second = jst(*args, "--fault", "closed", "--json")

    assert (130, 130) == (first.status, second.status)
    assert "rozhraniCRPDPHSOAP" in first.out
    assert '"unreliable": "9' in second.out
    assert authority == (folder / "ca.crt.pem").read_bytes()


def test_a_czech_register_without_a_folder_is_gone_afterwards(
    home: Path, jst: Jst
) -> None:
    """For a quick try."""
    ran = jst("simulate", "crpdph")

    assert 130 == ran.status
    assert not (home / "simulator-crpdph").exists()


def test_all_czech_faults_are_listed(jst: Jst) -> None:
    """Nobody guesses `doubled-dic`."""
    told = " ".join(jst("simulate", "crpdph", "--help").out.split()).replace("- ", "-")
    error = jst("simulate", "crpdph", "--fault", "zzz")

    assert [] == [fault for fault in CzechFault if f"{fault}" not in told]
    assert 64 == error.status
