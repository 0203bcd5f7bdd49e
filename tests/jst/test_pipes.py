"""A pipe in a file's place keeps nobody waiting: nobody would ever write to it."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from certs.errors import KeyFault, KeyRefused
from certs.tokens import TokenPlace
from jst.apply_lock import is_under_way
from jst.demo import demo_settings
from jst.renewing import draft_of, write_draft
from jst.seal import seal_on_token
from tests.jst.conftest import CASE, Jst

pytestmark = pytest.mark.usefixtures("nobody_waits")


def put_pipe(path: Path) -> Path:
    """Put a pipe where a file is, or would be."""
    with suppress(FileNotFoundError):
        path.unlink()
    os.mkfifo(path, 0o600)
    return path


@pytest.mark.parametrize(
    ("name", "command", "status", "error"),
    [
        ("jst.toml", "ledger show", 1, "jst.settings_invalid"),
        ("people.toml", "ledger show", 1, "jst.people_invalid"),
        ("trusted-list.xml", "trust show", 1, "jst.output_refused"),
        ("keys/log.vkey", "ledger checkpoint", 2, "jst.log_key_unusable"),
        (
            "simulator/register-seal.crt.pem",
            f"crpo lookup --case {CASE} --from number",
            1,
            "jst.settings_invalid",
        ),
    ],
)
def test_in_the_place_of_a_file_of_the_office_it_is_an_error(
    name: str, command: str, status: int, error: str, home: Path, jst: Jst
) -> None:
    """Programs write regular files; whatever else lies there was put there."""
    put_pipe(home / name)
    number = home / "number"
    number.write_text("526-10-40-567")

    ran = jst(*command.replace("number", str(number)).split(), "--json")

    assert (status, error) == (ran.status, ran.json["error"])


def test_in_the_place_of_the_node_s_memory_it_is_a_finding(
    home: Path, jst: Jst
) -> None:
    """As if there were no memory."""
    put_pipe(home / "memory/ledger.memory")

    ran = jst("settings", "check", "--json")

    found = {each["rule"] for each in ran.json["findings"]}
    assert "settings.memory.absent" in found


def test_a_mandator_from_one_is_nobody(home: Path, jst: Jst) -> None:
    """One that is written to is read, as of `--from <(...)`; this one is empty."""
    pipe = put_pipe(home / "pipe")

    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(pipe), "--json")

    assert (1, "jst.input_invalid") == (ran.status, ran.json["error"])


def test_one_that_is_named_is_no_certificate(home: Path, jst: Jst) -> None:
    """Nothing comes out of it, and so nothing stands in it."""
    ran = jst("cert", "show", str(put_pipe(home / "pipe")), "--json")

    assert "certs.certificate_unreadable" == ran.json["error"]


def test_a_certificate_beside_a_token_is_a_file(tmp_path: Path) -> None:
    """It is read before anything is asked of the token."""
    pipe = put_pipe(tmp_path / "seal.pem")
    place = TokenPlace(module=tmp_path / "bogus.so", label="bogus")

    with pytest.raises(KeyRefused) as refused:
        seal_on_token(place, key_label=None, pin_file=None, certificate=pipe)

    assert KeyFault.FILE is refused.value.reason


def test_nobody_applies_a_plan_where_the_lock_is_one(tmp_path: Path) -> None:
    """Nobody holds it; who applies a plan opens it for writing, and does not wait."""
    assert not is_under_way(put_pipe(tmp_path / "apply.lock"))


def test_a_renewal_is_begun_without_what_one_might_have_kept(home: Path) -> None:
    """The unit's data of the last letter are a help, and no condition."""
    places = demo_settings(home).places
    put_pipe(places.letter_office)

    write_draft(places, "letter", "case", [])

    assert draft_of(places, "case").exists()
