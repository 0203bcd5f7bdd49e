"""`jst settings check` finds what would stop the next question."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.jst.conftest import Jst, change

KEY, VKEY, MEMORY = "keys/log.key", "keys/log.vkey", "memory/ledger.memory"


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        (lambda home: (home / KEY).chmod(0o644), "keys.log_key_open"),
        (lambda home: (home / KEY).unlink(), "keys.log_key_unusable"),
        (lambda home: (home / KEY).write_text("x"), "keys.log_key_unusable"),
        (lambda home: (home / VKEY).unlink(), "keys.log_key_unusable"),
        (lambda home: (home / VKEY).write_bytes(b"\xff"), "keys.log_key_unusable"),
        (lambda home: shutil.rmtree(home / "keys"), "keys.absent"),
        (lambda home: shutil.rmtree(home / "keys/periods"), "keys.periods_absent"),
        (lambda home: (home / "keys/periods").chmod(0o755), "keys.periods_open"),
        (lambda home: (home / MEMORY).unlink(), "memory.absent"),
        (lambda home: (home / MEMORY).write_bytes(b"x"), "memory.unusable"),
    ],
)
def test_check_finds_keys_and_memory_that_do_not_fit(
    harm: Callable[[Path], object], rule: str, home: Path, jst: Jst
) -> None:
    """Found on a quiet day, and not while a taxpayer waits."""
    harm(home)

    ran = jst("settings", "check", "--json")

    assert 1 == ran.status
    assert f"settings.{rule}" in [item["rule"] for item in ran.json["findings"]]


def test_a_key_that_is_gone_is_not_a_log_that_is_gone(home: Path, jst: Jst) -> None:
    """To make a new log would be bad advice: the log is there."""
    (home / VKEY).unlink()

    ran = jst("ledger", "checkpoint")

    assert 2 == ran.status
    assert "[jst.log_key_unusable]" in ran.err
    assert "Nie zakładaj z tego powodu nowego dziennika." in ran.err


def test_a_memory_that_is_gone_from_where_the_log_is_signed_tells_nothing(
    home: Path, jst: Jst
) -> None:
    """Who puts an old backup back removes the memory too; a copy elsewhere has none."""
    (home / MEMORY).unlink()
    here = jst("ledger", "verify", "--json")
    (home / KEY).unlink()
    elsewhere = jst("ledger", "verify", "--json")

    assert (2, "cannotTell") == (here.status, here.json["verdict"])
    assert (0, "consistent") == (elsewhere.status, elsewhere.json["verdict"])


def test_verify_prints_its_keys_though_the_public_key_is_garbage(
    home: Path, jst: Jst
) -> None:
    """A program that reads the verdict needs one, whatever lies in JST_KEYS."""
    (home / VKEY).write_bytes(b"\xff\xfe")

    ran = jst("ledger", "verify", "--json")

    assert (2, "cannotTell") == (ran.status, ran.json["verdict"])
    assert 9 == len(ran.json)


def test_keys_of_two_logs_do_not_make_a_signer(home: Path, jst: Jst) -> None:
    """A head signed by the wrong key would be rejected by everybody else."""
    vkey = (home / VKEY).read_text().replace("jst.demo/log+", "x.demo/log+")
    (home / VKEY).write_text(vkey)

    assert 2 == jst("ledger", "checkpoint").status


@pytest.mark.parametrize("given", ["kept.vkey", "x+y+z", ""])
def test_a_key_that_is_none_accuses_nobody(given: str, home: Path, jst: Jst) -> None:
    """A mistyped file name must not turn a good log, or receipt, into a forged one."""
    receipt = home / "receipt.json"
    receipt.write_text("{}")
    wrong = given or str(receipt)

    verified = jst("ledger", "verify", "--vkey", wrong)
    checked = jst("ledger", "proof", "--check", str(receipt), "--vkey", wrong)
    absent = jst("ledger", "proof", "--check", "nope", "--vkey", wrong)

    assert (2, 2, 2) == (verified.status, checked.status, absent.status)
    assert "--vkey to ani klucz publiczny, ani plik" in verified.out
    assert "--vkey to ani klucz publiczny, ani plik" in checked.err


def test_a_wrong_setting_does_not_stop_a_verification(home: Path, jst: Jst) -> None:
    """The log needs no settings; that the file is broken is told beside the verdict."""
    change(home / "jst.toml", 'kind = "wójt"', 'kind = "x"')

    assert "jst.toml jest uszkodzony" in jst("ledger", "verify").out


def test_a_missing_memory_is_called_by_its_setting(home: Path, jst: Jst) -> None:
    """`--memory` is an option of another program."""
    (home / MEMORY).unlink()
    (home / KEY).unlink()

    gaps = jst("ledger", "verify", "--json").json["notChecked"]

    assert "the node's memory: there is no file in JST_MEMORY" in gaps


@pytest.mark.parametrize("text", [None, "no database"])
def test_a_log_that_does_not_open_is_told_by_others(
    text: str | None, home: Path, jst: Jst
) -> None:
    """Whether a key should be gone cannot be known without the log."""
    (home / "ledger.sqlite").unlink()
    if_written(home / "ledger.sqlite", text)

    ran = jst("settings", "check", "--json")

    assert "settings.keys.destroyed_is_back" not in [
        item["rule"] for item in ran.json["findings"]
    ]


def if_written(path: Path, text: str | None) -> None:
    """Write a text, or leave the file out."""
    if text is not None:
        path.write_text(text)
