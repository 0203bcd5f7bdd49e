"""Through sudo, one service account runs `jst` and each person stays a person."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

from jst import acting
from jst.cli.app import command
from jst.errors import OrdersInvalid, PersonUnknown, SudoRefused
from jst.orders import Covered, acting_under
from jst.settings import load_settings
from jst.sudo_account import NOT_FOR_SUDO, account_of
from tests.jst.conftest import Jst, change

SERVICE = 990
PERSON = max(pwd.getpwall(), key=lambda entry: entry.pw_uid)
"""A real account of this machine that is no system account; Linux has `nobody`."""
ABSENT = 3_999_999_999
AS_SERVICE = (SERVICE, SERVICE, SERVICE)


@pytest.fixture(name="shared")
def _shared(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office whose service account is that of this process, and known by sudo."""
    change(
        home / "jst.toml", "[office]", '[people]\naccounts_from = "sudo"\n\n[office]'
    )
    path = home / "people.toml"
    own = pwd.getpwuid(os.geteuid()).pw_name
    change(path, f'account = "{own}"', f'account = "{PERSON.pw_name}"')
    if os.geteuid() == 0:  # root is no service account
        monkeypatch.setattr(os, "getresuid", lambda: AS_SERVICE)
        os.chown(home, SERVICE, -1)
    return home


def test_the_person_is_the_account_that_sudo_tells_of() -> None:
    """The uid is the kernel's, the name is looked up anew."""
    environ = {"SUDO_UID": str(PERSON.pw_uid), "SUDO_USER": "boss", "USER": "boss"}

    found = account_of(environ, process_uids=AS_SERVICE, owner_uid=SERVICE)

    assert PERSON.pw_name == found


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param("boss", id="a name"),
        pytest.param("-1", id="negative"),
        pytest.param(" 1000", id="with a space"),
        pytest.param("1000\n", id="with a line end"),
        pytest.param("1_000", id="with an underscore"),
        pytest.param("\u0661\u0660\u0660\u0660", id="other digits"),
        pytest.param("0", id="root"),
        pytest.param("999", id="a system account"),
        pytest.param(str(ABSENT), id="no account here"),
        pytest.param("9999999999", id="more than a uid holds"),
        pytest.param("9" * 40, id="very long"),
    ],
)
def test_what_does_not_tell_of_a_person_is_refused(told: str | None) -> None:
    """SUDO_USER alone is nobody: it never decides."""
    environ = {"SUDO_USER": PERSON.pw_name, "SUDO_UID": told}
    kept = {name: value for name, value in environ.items() if value is not None}

    with pytest.raises(SudoRefused):
        account_of(kept, process_uids=AS_SERVICE, owner_uid=SERVICE)


@pytest.mark.parametrize(
    ("process_uids", "owner_uid"),
    [
        pytest.param((0, 0, 0), 0, id="root as the service account"),
        pytest.param((0, 0, 0), SERVICE, id="root in the home of another"),
        pytest.param((1234, 1234, 1234), SERVICE, id="not the owner"),
        pytest.param((1234, SERVICE, SERVICE), SERVICE, id="set-uid"),
        pytest.param((PERSON.pw_uid,) * 3, PERSON.pw_uid, id="the service account"),
    ],
)
def test_only_the_service_account_is_told_by_sudo(
    process_uids: tuple[int, int, int], owner_uid: int
) -> None:
    """Who runs it under his own account could set SUDO_UID himself."""
    environ = {"SUDO_UID": str(PERSON.pw_uid)}

    with pytest.raises(SudoRefused):
        account_of(environ, process_uids=process_uids, owner_uid=owner_uid)


def test_the_log_says_that_the_person_was_known_by_sudo(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer must see how sure it is who acted."""
    assert shared.exists()
    monkeypatch.setenv("SUDO_UID", str(PERSON.pw_uid))

    person = acting.acting(load_settings())

    assert (PERSON.pw_name, "sudo") == (person.account, person.actor().auth)


def test_without_sudo_nobody_acts(
    shared: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service account itself is no person, and the error says what to do."""
    assert shared.exists()
    monkeypatch.delenv("SUDO_UID", raising=False)

    ran = jst("ledger", "show")

    assert 1 == ran.status
    assert "[jst.sudo_refused]" in ran.err
    assert "docs/people.md" in ran.err


def test_by_default_sudo_makes_nobody_another(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SUDO_UID is anybody's to set where the setting does not say otherwise."""
    assert home.exists()
    monkeypatch.setenv("SUDO_UID", str(PERSON.pw_uid))

    person = acting.acting(load_settings())

    assert pwd.getpwuid(os.geteuid()).pw_name == person.account
    assert "os-account" == person.actor().auth


def test_an_account_that_is_not_listed_may_do_nothing(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sudoers lets in a group; people.toml says who is a person of it."""
    path = shared / "people.toml"
    change(path, f'account = "{PERSON.pw_name}"', 'account = "ktos-inny"')
    monkeypatch.setenv("SUDO_UID", str(PERSON.pw_uid))

    with pytest.raises(PersonUnknown):
        acting.acting(load_settings())


@pytest.mark.parametrize("name", sorted(NOT_FOR_SUDO))
def test_a_command_without_a_person_is_refused_through_sudo(
    name: str, shared: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`jst sign --module` would load anybody's library as the service account."""
    assert shared.exists()
    monkeypatch.setenv("SUDO_UID", str(PERSON.pw_uid))

    ran = jst(name, *(["xml"] if name == "sign" else []), "--json")

    assert (1, "jst.sudo_refused") == (ran.status, ran.json["error"])


def test_every_refused_command_is_one_of_ours() -> None:
    """A command that was renamed would be let in."""
    assert set(command().commands) > NOT_FOR_SUDO


def test_a_person_does_not_run_the_order_of_the_service_account(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order is its account's own; through sudo one stays who one is."""
    own = pwd.getpwuid(os.geteuid()).pw_name
    (shared / "orders.toml").write_text(
        f"""
[[order]]
id = "ZS-1"
account = "{own}"
person = "z.niebyla"
approver = "k.wymyslony"
case = "FK.3120.7.2026"
covers = "cert-watch"
valid_from = 2026-01-01
valid_until = 2027-01-01
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("SUDO_UID", str(PERSON.pw_uid))

    with pytest.raises(OrdersInvalid) as caught:
        acting_under(load_settings(), "ZS-1", command=Covered.CERT_WATCH)
    assert "tego konta" in caught.value.polish

    monkeypatch.delenv("SUDO_UID")
    assert own == acting.account_for_order(load_settings())


@pytest.mark.skipif(
    shutil.which("sudo") is None or os.geteuid() != 0,
    reason="sudo: not on PATH, or the tests do not run as root",
)
def test_sudo_itself_replaces_a_planted_uid() -> None:
    """The whole rests on it: whoever calls sudo does not choose SUDO_UID."""
    planted = {**os.environ, "SUDO_UID": str(PERSON.pw_uid)}
    # A list, no shell: the account and the variable are constants of this test.
    ran = subprocess.run(
        ["sudo", "-n", "-u", "daemon", "printenv", "SUDO_UID"],
        env=planted,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    environ = {"SUDO_UID": ran.stdout.strip()}

    assert {"SUDO_UID": "0"} == environ
    with pytest.raises(SudoRefused):
        account_of(environ, process_uids=AS_SERVICE, owner_uid=SERVICE)
