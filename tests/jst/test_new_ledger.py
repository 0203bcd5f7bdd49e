"""A new log is made whole, or all is as it was: also after a kill at any step."""

import errno
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from jst.new_ledger import make_ledger
from jst.office import open_log
from jst.settings import load_settings
from ledger.entry import Draft
from ledger.signer import NoteSigner
from tests.jst.conftest import Jst, lose

Kept = tuple[Path, str]

_TOUCHES: Final = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir"}
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STEPS: Final = range(1, 37)
"""Times that the making of a log touches the disk, and some more."""


@pytest.fixture(name="ended")
def _ended(home: Path, jst: Jst) -> Kept:
    """An office whose log was lost, and the last checkpoint that was kept of it."""
    with open_log(load_settings().places) as log:
        log.append(Draft.of("system", {"event": "bogus"}))
    kept = home.parent / "kept"
    jst("ledger", "checkpoint", "--out", str(kept))
    lose(home)
    return home, str(kept)


def _refuse() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _made_until(step: int, act: Callable[[], None], after: str | None) -> int:
    """Make a log in a child process, which acts once before it touches the disk.

    Args:
        step: The how-manieth touch that is.
        act: What it does there.
        after: The kept checkpoint, or None for a first log.

    Returns:
        How the child ended; 0 when it made the log.
    """
    left = step

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        opened = event == "open" and isinstance(args[2], int) and args[2] & _WRITES
        if event in _TOUCHES or opened:
            left -= 1
            if left == 0:
                act()

    child = os.fork()
    if child == 0:
        try:
            settings, note = load_settings(), after and Path(after).read_text("utf-8")
            sys.addaudithook(hook)
            make_ledger(settings, after=note)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _secrets(home: Path) -> dict[str, bytes]:
    """Read all that lies in JST_KEYS and JST_MEMORY."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for folder in (home / "keys", home / "memory")
        for path in folder.rglob("*")
        if path.is_file()
    }


def _previous(jst: Jst) -> dict[str, object]:
    """Read which log the log that is here follows."""
    entry: dict[str, object] = jst("ledger", "show", "0", "--json").json["entry"]
    previous = entry["previous"]
    assert isinstance(previous, dict)
    return previous


@pytest.mark.parametrize("step", STEPS)
def test_what_fails_leaves_keys_and_memory_as_they_were(step: int, ended: Kept) -> None:
    """Else the next attempt finds no key to verify by, and says so nowhere."""
    home, kept = ended
    before = _secrets(home)

    status = _made_until(step, _refuse, kept)

    made = (home / "ledger.sqlite").exists()
    assert made or (1, before) == (status, _secrets(home))
    assert not (home / "new").exists() or made


@pytest.mark.parametrize("step", STEPS)
def test_after_a_kill_the_old_checkpoint_is_verified(
    step: int, ended: Kept, jst: Jst
) -> None:
    """Whichever step was reached, and nothing of the old log is lost."""
    home, kept = ended
    before = set(_secrets(home).values())

    killed = _made_until(step, _die, kept)
    made = (home / "ledger.sqlite").exists()
    again = jst("ledger", "init", "--after", kept, "--json")

    assert killed in {0, -signal.SIGKILL}
    assert int(made) == again.status
    assert ("jst.demo/log", True) == (
        _previous(jst)["origin"],
        _previous(jst)["signature_verified"],
    )
    assert 0 == jst("ledger", "verify", "--json").status
    assert before <= set(_secrets(home).values())


@pytest.mark.parametrize("step", STEPS)
def test_a_first_log_that_was_broken_off_does_not_block_itself(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """There was no log, so there is none to cite."""
    for name in ("HOME", "KEYS", "MEMORY"):
        monkeypatch.setenv(f"JST_{name}", str(tmp_path / name))

    _made_until(step, _die, None)
    made = (tmp_path / "HOME" / "ledger.sqlite").exists()
    again = jst("ledger", "init", "--json")

    assert int(made) == again.status
    assert 0 == jst("ledger", "verify", "--json").status


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_is_no_way_to_start_afresh(step: int, ended: Kept, jst: Jst) -> None:
    """A log under the old name that cites nothing would be a fork."""
    home, kept = ended
    _made_until(step, _die, kept)
    made = (home / "ledger.sqlite").exists()
    before = set(_secrets(home).values())

    again = jst("ledger", "init", "--json")

    assert (1, "ledger.exists") == (again.status, again.json["error"])
    assert made == (home / "ledger.sqlite").exists()
    assert made or set(_secrets(home).values()) <= before


def test_the_steps_are_all_of_them(ended: Kept) -> None:
    """The last one is never reached, so that none is left out above."""
    home, kept = ended

    assert 0 == _made_until(STEPS[-1], _die, kept)
    assert (home / "ledger.sqlite").exists()


def test_a_full_disk_is_told_as_such(
    ended: Kept, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not as a standard output that takes nothing."""
    home, kept = ended
    before = _secrets(home)
    monkeypatch.setattr("ledger.signer.os.fsync", lambda _: _refuse())

    ran = jst("ledger", "init", "--after", kept, "--json")
    said = jst("ledger", "init", "--after", kept)

    assert (2, "jst.ledger_not_made") == (ran.status, ran.json["error"])
    assert "zabrakło miejsca na dysku" in said.err
    assert before == _secrets(home)


def test_a_marker_that_outlived_its_log_undoes_nothing(ended: Kept, jst: Jst) -> None:
    """A power cut may bring it back; by then the key has signed what others hold."""
    home, kept = ended
    jst("ledger", "init", "--after", kept)
    [aside] = (home / "keys").glob("log.key.ended-*")
    ending = aside.name.removeprefix("log.key")
    said = {"ending": ending, "before": ["log.key", "log.vkey", "ledger.memory"]}
    (home / "keys" / "log.unfinished").write_text(json.dumps(said))
    with open_log(load_settings().places) as log:
        log.append(Draft.of("system", {"event": "bogus"}))
    jst("ledger", "checkpoint", "--out", str(home / "second"))
    lose(home)

    made = jst("ledger", "init", "--after", str(home / "second"), "--json")

    assert (0, "jst.demo/log-3") == (made.status, made.json["origin"])
    assert ("jst.demo/log-2", True) == (
        made.json["previous"],
        made.json["previousVerified"],
    )
    assert 6 == len([*home.glob("keys/log.*.ended-*"), *home.glob("memory/*.ended-*")])


def marked(home: Path) -> Path:
    """Leave what a kill leaves beside a log that came about."""
    (home / "new").mkdir()
    marker = home / "keys" / "log.unfinished"
    marker.write_text(json.dumps({"ending": ".ended-bogus", "before": []}))
    return marker


def test_the_marker_goes_when_the_log_is_opened(home: Path) -> None:
    """Else a later `init` would take the keys of a log in use for leftovers."""
    marker = marked(home)

    open_log(load_settings().places).close()

    assert (False, False) == (marker.exists(), (home / "new").exists())


def test_the_marker_goes_when_a_log_is_made_twice(home: Path, jst: Jst) -> None:
    """As the manual says after a kill: repeat it."""
    marker = marked(home)

    again = jst("ledger", "init", "--json")

    assert "ledger.exists" == again.json["error"]
    assert (False, False) == (marker.exists(), (home / "new").exists())


def test_a_folder_that_takes_nothing_is_told(
    ended: Kept, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is read-only refuses to remove what is not even there."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    home, kept = ended
    before = _secrets(home)
    with monkeypatch.context() as patch:
        patch.setattr("jst.making_ledger.new_file", refuse)
        patch.setattr(Path, "unlink", refuse)
        ran = jst("ledger", "init", "--after", kept, "--json")

    assert (2, "jst.ledger_not_made") == (ran.status, ran.json["error"])
    assert before == _secrets(home)


def test_no_older_key_verifies_the_last_log(ended: Kept, jst: Jst) -> None:
    """Its own public key is lost: nobody can, and it is told."""
    home, kept = ended
    vkey = home / "keys" / "log.vkey"
    NoteSigner.generate("jst.demo/older").save(home / "older")
    signer = NoteSigner.load(home / "older", "jst.demo/older")
    vkey.with_name("log.vkey.ended-20261101T000000Z").write_text(signer.vkey + "\n")
    vkey.unlink()

    made = jst("ledger", "init", "--after", kept, "--json")

    assert (0, False) == (made.status, made.json["previousVerified"])


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b"1"])
def test_a_marker_that_cannot_be_read_is_told(
    content: bytes, ended: Kept, jst: Jst
) -> None:
    """What lay there before is then for a person to say."""
    home, kept = ended
    (home / "keys" / "log.unfinished").write_bytes(content)

    ran = jst("ledger", "init", "--after", kept, "--json")

    assert (2, "jst.log_key_unusable") == (ran.status, ran.json["error"])


def test_a_renamed_public_key_still_verifies(ended: Kept, jst: Jst) -> None:
    """So an earlier release left it when it failed."""
    home, kept = ended
    for path in (home / "keys" / "log.key", home / "keys" / "log.vkey"):
        path.rename(f"{path}.ended-20261101T000000Z")

    made = jst("ledger", "init", "--after", kept, "--json")

    cited = _previous(jst)["signature_verified"]
    assert (0, True, True) == (made.status, made.json["previousVerified"], cited)


def test_a_citation_that_nobody_verified_is_told(ended: Kept, jst: Jst) -> None:
    """It stays in the log for ever, and any text would have passed."""
    home, kept = ended
    (home / "keys" / "log.vkey").unlink()

    ran = jst("ledger", "init", "--after", kept)

    assert "podpisu pod punktem kontrolnym nie sprawdzono" in ran.err


def test_what_a_new_log_lacks_is_told(ended: Kept, jst: Jst) -> None:
    """A legal hold that nobody sets anew lets a month's key be destroyed."""
    _, kept = ended

    ran = jst("ledger", "init", "--after", kept)

    assert "z poprzedniego dziennika nie przechodzą" in ran.err
    assert "nie sprawdzono" not in ran.err


def test_a_command_that_names_no_log_is_not_suggested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jst: Jst
) -> None:
    """The log is there by then: `init --origin` would only say so."""
    for name in ("HOME", "KEYS", "MEMORY"):
        monkeypatch.setenv(f"JST_{name}", str(tmp_path / name))

    ran = jst("ledger", "init")

    assert "na zawsze nazywa się" in ran.err
    assert "jst ledger init" not in ran.err


def test_a_folder_of_somebody_is_no_workshop(ended: Kept, jst: Jst) -> None:
    """What no marker speaks of is left for a person to look at."""
    home, kept = ended
    (home / "new").mkdir()

    ran = jst("ledger", "init", "--after", kept, "--json")

    assert (1, "ledger.exists") == (ran.status, ran.json["error"])
    assert (home / "new").is_dir()
    assert (home / "keys" / "log.key").exists()
