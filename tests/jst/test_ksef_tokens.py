"""`jst ksef tokens create` where the disk takes nothing; words of closed lists."""

import errno
import os
from pathlib import Path

import pytest

from jst.cli import output, token_out
from jst.cli.output import not_written
from jst.errors_credentials import TokenLost
from jst.simulators.ksef import KsefSimulator
from ksef.access.secret import Secret
from ksef.access.tokens import NewToken
from tests.jst.conftest import CASE, Jst, Ran

WHY = ("--case", CASE)


def create(jst: Jst, out: Path) -> Ran:
    """Make a token."""
    said = ("--permission", "InvoiceRead", "--description", "Program FK")
    return jst("ksef", "tokens", "create", *said, "--out", str(out), *WHY)


def tokens(jst: Jst) -> list[str]:
    """List the numbers of tokens that KSeF has."""
    listed = jst("ksef", "tokens", "list", *WHY, "--json").json["tokens"]
    return [each["reference"] for each in listed]


def test_a_token_is_all_that_its_file_holds(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the room that was made for it nothing is left."""
    jst("ksef", "login")
    monkeypatch.chdir(tmp_path)
    ran = create(jst, Path("token"))
    [line] = (tmp_path / "token").read_text("ascii").splitlines()

    assert 0 == ran.status
    assert line == line.strip()
    assert 0o600 == (tmp_path / "token").stat().st_mode & 0o777
    assert ksef.received


def test_a_full_disk_is_found_before_a_token_is_made(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no room for a token: nothing is asked."""
    jst("ksef", "login")
    before = sum(ksef.received.values())

    def full(path: Path, room: str) -> None:
        assert len(room) > 1000
        raise not_written(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(output, "write_new", full)
    ran = create(jst, tmp_path / "token")

    assert 1 == ran.status
    assert "zabrakło miejsca" in ran.err
    assert before == sum(ksef.received.values())


def test_a_token_that_was_not_written_is_named(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It works and nobody has it: the number says which one is to go."""
    jst("ksef", "login")

    def full(path: Path, data: bytes) -> None:
        del path, data
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(token_out, "_write", full)
    ran = create(jst, tmp_path / "token")
    [number] = tokens(jst)

    assert 2 == ran.status
    assert f"numer {number}" in ran.err
    assert "tokens revoke" in ran.err
    assert "zabrakło miejsca" in ran.err
    assert not (tmp_path / "token").exists()
    assert ksef.received


def test_ctrl_c_while_a_token_is_written_names_it(
    ksef: KsefSimulator, jst: Jst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It works and nobody has it, as on a full disk."""
    jst("ksef", "login")

    def pressed(path: Path, data: bytes) -> None:
        del path, data
        raise KeyboardInterrupt

    monkeypatch.setattr(token_out, "_write", pressed)
    ran = create(jst, tmp_path / "token")
    [number] = tokens(jst)

    assert 130 == ran.status
    assert f"tokens revoke {number}" in ran.err
    assert not (tmp_path / "token").exists()
    assert ksef.received


def test_a_token_that_no_file_can_hold_is_named(tmp_path: Path) -> None:
    """Its value stands in no error, and in no cause of one."""
    made = NewToken(reference="bogus-number", value=Secret("żółw"))
    with pytest.raises(TokenLost) as lost:
        token_out.write_token(tmp_path / "token", made)

    assert "numer bogus-number" == lost.value.polish
    assert lost.value.__context__ is None


@pytest.mark.parametrize(
    ("args", "known"),
    [
        (("tokens", "list", "--status", "Foo"), "Revoking"),
        (("grants", "--permission", "Foo"), "SubunitManage"),
        (("grants", "--list", "given", "--permission", "SelfInvoicing"), "InvoiceRead"),
        (("grants", "--list", "own", "--permission", "Foo"), "VatUeManage"),
        (("grants", "--list", "authorisations", "--permission", "Foo"), "PefInvoicing"),
    ],
)
def test_a_word_that_the_list_has_not_is_wrong_usage(
    ksef: KsefSimulator, jst: Jst, args: tuple[str, ...], known: str
) -> None:
    """The words are told; no action, and no request of the limits."""
    jst("ksef", "login")
    before = sum(ksef.received.values())
    ran = jst("ksef", *args, *WHY)

    assert 64 == ran.status
    assert known in ran.err
    assert "Foo" not in ran.err
    assert before == sum(ksef.received.values())
