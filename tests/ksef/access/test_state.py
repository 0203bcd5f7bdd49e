"""A login can be taken up again from its file, and from no other."""

import contextlib
import errno
import json
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability.errors import AuthoritiesUnusable
from ksef.access.client import KsefClient
from ksef.access.errors import SessionUnusable, TooManyRequests
from ksef.access.errors_login import (
    LoginNotFinished,
    LoginUnknown,
    StateFault,
    StateFileRefused,
)
from ksef.access.login_refusals import NoPermissions
from ksef.access.messages_auth import TokenInfo
from ksef.access.private_file import held
from ksef.access.secret import Secret
from ksef.access.session import LoginOptions, Poll, resume
from ksef.access.session_states import State
from ksef.access.state import SavedLogin, read_state, write_state
from tests.bogus_pki import BOGUS_NIP
from tests.ksef.access.desk import DROP, Clock, Desk
from tests.ksef.access.places import OFFICE
from tests.ksef.access.test_session import enter

BASE = "https://127.0.0.1/v2"
UNTIL = datetime(2060, 1, 1, tzinfo=UTC)
TOKEN = TokenInfo(Secret("bogus.token.text"), UNTIL)
SAVED = SavedLogin(
    base_url=BASE,
    context=OFFICE,
    state=State.OPEN,
    reference="20260101-AU-0123456789-ABCDEF0123-45",
    method="xades.qualified-seal",
    access=TOKEN,
    refresh=TOKEN,
)


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    """Where the state goes: a folder that is not there yet."""
    return tmp_path / "own" / "state.json"


def fault(path: Path, base_url: str = BASE) -> StateFault:
    """Tell why a file is refused."""
    with pytest.raises(StateFileRefused) as caught:
        read_state(path, base_url=base_url)
    assert caught.value.polish
    return caught.value.reason


def test_a_state_comes_back_as_it_was(path: Path) -> None:
    """Tokens, instants, and the context in clear: for us alone."""
    write_state(path, SAVED)

    assert SAVED == read_state(path, base_url=BASE)
    assert 0o600 == path.stat().st_mode & 0o777
    assert 0o700 == path.parent.stat().st_mode & 0o777
    assert UNTIL == SAVED.ends_at


def test_no_repr_shows_a_token_or_a_number() -> None:
    """A state lies in tracebacks."""
    assert "bogus.token" not in repr(SAVED)
    assert BOGUS_NIP not in repr(SAVED)


def test_a_state_of_a_login_that_is_over_ends_at_once() -> None:
    """There is nothing to do with it."""
    over = SavedLogin(
        base_url=BASE, context=OFFICE, state=State.CLOSED, reference=SAVED.reference
    )

    assert over.ends_at is None


def test_a_name_without_a_folder_is_one_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written, replaced, held and read: it lies in the folder of the process."""
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    bare = Path("state.json")
    with held(bare):
        write_state(bare, SAVED)
        write_state(bare, SAVED)

    assert SAVED == read_state(bare, base_url=BASE)


def test_a_refused_file_is_named(path: Path) -> None:
    """Who is to remove it has to know which; what is in it is not quoted."""
    path.parent.mkdir(mode=0o700)
    path.write_text('{"kind": "ksef-se', "ascii")
    path.chmod(0o600)
    with pytest.raises(StateFileRefused) as read:
        read_state(path, base_url=BASE)
    with pytest.raises(StateFileRefused) as written:
        write_state(path, SAVED)

    assert (path, path) == (read.value.path, written.value.path)
    assert str(path) in read.value.polish
    assert str(path) in written.value.polish
    assert written.value.__cause__ is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_may_touch_is_refused(path: Path, mode: int) -> None:
    """Whoever read it acts as the office."""
    write_state(path, SAVED)
    path.chmod(mode)

    assert StateFault.EXPOSED is fault(path)


def test_a_folder_in_which_others_may_write_is_refused(path: Path) -> None:
    """They could put another file in its place."""
    path.parent.mkdir(mode=0o777)
    path.parent.chmod(0o777)

    with pytest.raises(StateFileRefused) as caught:
        write_state(path, SAVED)

    assert StateFault.EXPOSED is caught.value.reason
    assert [] == list(path.parent.iterdir())


def test_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    """It may lead to somebody else's file."""
    write_state(tmp_path / "real" / "state.json", SAVED)
    path.parent.mkdir()
    path.symlink_to(tmp_path / "real" / "state.json")

    assert StateFault.NO_FILE is fault(path)


@pytest.mark.usefixtures("nobody_waits")
def test_a_folder_or_a_pipe_is_no_state(path: Path) -> None:
    """A pipe must not hang us."""
    path.mkdir(parents=True)
    pipe = path.parent / "pipe"
    os.mkfifo(pipe, 0o600)

    assert StateFault.NO_FILE is fault(path)
    assert StateFault.NO_FILE is fault(pipe)


def test_a_missing_file_is_told(path: Path) -> None:
    """A typing error in a name."""
    assert StateFault.MISSING is fault(path)


def test_a_file_of_another_server_is_refused(path: Path) -> None:
    """A token of production must not go to a test server."""
    write_state(path, SAVED)

    assert StateFault.OTHER_SERVER is fault(path, "https://127.0.0.2/v2")


def test_a_file_of_another_version_is_refused(path: Path) -> None:
    """Guessing at tokens helps nobody."""
    write_state(path, SAVED)
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))

    assert StateFault.VERSION is fault(path)


def test_a_file_that_is_too_big_is_not_read(path: Path) -> None:
    """Somebody named the wrong file."""
    write_state(path, SAVED)
    path.write_bytes(b" " * 300_000)

    assert StateFault.TOO_BIG is fault(path)


def test_no_other_file_is_overwritten(path: Path) -> None:
    """A person may name any file of hers."""
    path.parent.mkdir(mode=0o700)
    path.write_text("bogus diary")
    path.chmod(0o600)

    with pytest.raises(StateFileRefused) as caught:
        write_state(path, SAVED)

    assert StateFault.HOLDS_OTHER is caught.value.reason
    assert "bogus diary" == path.read_text()


@pytest.mark.parametrize("below", ["state.json", "sub/state.json"])
def test_a_disk_that_refuses_is_told(path: Path, below: str) -> None:
    """A file stands where the folder should be."""
    path.parent.write_text("no folder")

    with pytest.raises(StateFileRefused) as caught:
        write_state(path.parent / below, SAVED)

    assert StateFault.NOT_WRITTEN is caught.value.reason


def test_a_disk_that_is_full_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there before still is."""
    write_state(path, SAVED)

    def full(handle: int) -> None:
        del handle
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StateFileRefused) as caught:
        write_state(path, replace(SAVED, method="other"))
    monkeypatch.undo()

    assert StateFault.NOT_WRITTEN is caught.value.reason
    assert SAVED == read_state(path, base_url=BASE)


def test_a_lock_that_cannot_be_made_is_told(path: Path) -> None:
    """A folder stands in its place."""
    path.with_name("state.json.lock").mkdir(parents=True, mode=0o700)
    path.parent.chmod(0o700)

    with pytest.raises(StateFileRefused) as caught, held(path):
        pass

    assert StateFault.NOT_WRITTEN is caught.value.reason


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"state": "flying"},
        {"reference": "../x"},
        {"context": {"type": "Nip", "value": "1"}},
        {"context": 7},
        {"access": {"token": "a\nb", "valid_until": "2060-01-01T00:00:00Z"}},
        {"access": 7},
        {"base_url": ""},
    ],
)
def test_a_damaged_file_is_refused(path: Path, change: dict[str, object]) -> None:
    """Each field is looked at before it is used."""
    write_state(path, SAVED)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))

    assert StateFault.BROKEN is fault(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_end_in_a_state_or_in_our_error(tmp_path: Path, data: bytes) -> None:
    """A file may hold anything."""
    path = tmp_path / "any.json"
    path.touch(mode=0o600)
    path.write_bytes(data)

    with contextlib.suppress(StateFileRefused):
        read_state(path, base_url=BASE)


def test_a_session_is_taken_up_again(
    desk: Desk, client: KsefClient, clock: Clock, path: Path
) -> None:
    """A command ends and the next one goes on, without another login."""
    enter(client).save(path)
    clock.now += timedelta(minutes=15)

    session = resume(client, path)

    assert session.access_token() == resume(client, path).access_token()
    assert (1, 1) == (desk.times["redeem"], desk.times["refresh"])
    assert OFFICE == session.context
    assert "xades.qualified-seal" == session.method


def test_a_login_that_was_not_finished_goes_on(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """KSeF may take longer than a person waits."""
    desk.statuses = [{"code": 100}] * 3
    options = LoginOptions(poll=Poll(total_s=0.5), save_to=path)
    with pytest.raises(LoginNotFinished):
        enter(client, options=options)

    session = resume(client, path)

    assert (1, 1) == (desk.times["xades_signature"], desk.times["redeem"])
    assert State.OPEN is read_state(path, base_url=client.base_url).state
    assert State.OPEN is session.state


def test_a_login_that_was_accepted_goes_on(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """The limits stood in the way; nothing was lost."""
    desk.instead["redeem"] = [(429, {}, {"Retry-After": "7"})]
    with pytest.raises(TooManyRequests):
        enter(client, options=LoginOptions(save_to=path))

    assert State.OPEN is resume(client, path).state
    assert 2 == desk.times["redeem"]


def remove(desk: Desk, file: Path, *, during: str) -> None:
    """Let a file be gone from the moment of a call on."""

    def watch(name: str) -> None:
        if name == during:
            file.unlink(missing_ok=True)

    desk.watch = watch


def test_tokens_are_not_lost_with_the_authorities_for_tls(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """Their file goes just before the tokens are asked for: nothing left, so later."""
    bundle = client.transport.ca_bundle
    assert bundle is not None
    kept = bundle.read_bytes()
    remove(desk, bundle, during="auth_status")
    with pytest.raises(AuthoritiesUnusable):
        enter(client, options=LoginOptions(save_to=path))
    bundle.write_bytes(kept)

    assert State.ACCEPTED is read_state(path, base_url=client.base_url).state
    assert State.OPEN is resume(client, path).state
    assert 1 == desk.times["redeem"]


def test_lost_tokens_stay_lost_in_every_process(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """Nobody asks a second time, however often it is resumed."""
    desk.instead["redeem"] = [DROP]
    with pytest.raises(LoginUnknown):
        enter(client, options=LoginOptions(save_to=path))

    with pytest.raises(LoginUnknown):
        resume(client, path)

    assert 1 == desk.times["redeem"]


def test_who_died_while_asking_leaves_it_unknown(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """The file said so before the call left."""
    write_state(
        path,
        SavedLogin(
            base_url=client.base_url,
            context=OFFICE,
            state=State.REDEEMING,
            reference=SAVED.reference,
            operation=TOKEN,
        ),
    )

    with pytest.raises(LoginUnknown) as caught:
        resume(client, path)

    assert SAVED.reference == caught.value.reference
    assert State.UNKNOWN is read_state(path, base_url=client.base_url).state
    assert [] == desk.asked


def test_the_file_says_that_tokens_are_asked_for_before_they_are(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """
    Between the call and its answer anything may happen.

    Holds: house style, rule 31.
    """
    seen: list[State] = []
    desk.watch = lambda name: (
        seen.append(read_state(path, base_url=client.base_url).state)
        if name == "redeem"
        else None
    )

    enter(client, options=LoginOptions(save_to=path))

    assert [State.REDEEMING] == seen


def expose(desk: Desk, path: Path, *, during: str) -> None:
    """Let others write in the folder of a state from the moment of a call on."""

    def watch(name: str) -> None:
        path.parent.chmod(0o777 if name == during else 0o700)

    desk.watch = watch


def test_a_session_is_handed_out_though_its_file_cannot_be_written(
    desk: Desk, client: KsefClient, clock: Clock, path: Path
) -> None:
    """Its tokens are given once; to throw them away would help nobody."""
    expose(desk, path, during="redeem")

    session = enter(client, options=LoginOptions(save_to=path))
    clock.now += timedelta(minutes=15)

    assert ["ksef.login.not_saved"] == [each.rule for each in session.findings]
    assert "." in session.access_token().reveal()


def test_nothing_is_asked_for_when_the_file_cannot_be_written(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """That the tokens are asked for must be noted before they are."""
    expose(desk, path, during="auth_status")

    with pytest.raises(StateFileRefused):
        enter(client, options=LoginOptions(save_to=path))

    assert 0 == desk.times["redeem"]


def test_a_refused_login_cannot_be_resumed(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """A no is a no; a new login may have another answer."""
    desk.statuses = [{"code": 415}]
    with pytest.raises(NoPermissions):
        enter(client, options=LoginOptions(save_to=path))

    with pytest.raises(SessionUnusable):
        resume(client, path)


def test_a_closed_session_leaves_no_token_behind(
    client: KsefClient, path: Path
) -> None:
    """The access token would still work for minutes."""
    session = enter(client, options=LoginOptions(save_to=path))
    token = session.access_token().reveal()
    session.close()

    assert token not in path.read_text()
    with pytest.raises(SessionUnusable):
        resume(client, path)


def test_an_older_session_leaves_a_newer_one_s_file_alone(
    client: KsefClient, path: Path
) -> None:
    """It refreshes and ends; the file is the later login's."""
    older = enter(client, options=LoginOptions(save_to=path))
    newer = enter(client, options=LoginOptions(save_to=path))
    older.refresh()
    kept = read_state(path, base_url=client.base_url).reference
    older.close()

    assert newer.reference == kept
    assert newer.reference == resume(client, path).reference


def test_a_session_leaves_the_file_of_another_server_alone(
    client: KsefClient, path: Path
) -> None:
    """Two environments, one file: it is the later one's."""
    session = enter(client, options=LoginOptions(save_to=path))
    there = replace(
        read_state(path, base_url=client.base_url), base_url="https://other.test/v2"
    )
    write_state(path, there)
    session.refresh()

    assert there == read_state(path, base_url=there.base_url)


def test_a_lock_that_is_not_given_back_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process hangs: we do not hang with it."""
    monkeypatch.setattr("ksef.access.private_file.BUSY_S", 0.1)
    with held(path), pytest.raises(StateFileRefused) as refused, held(path):
        pass

    assert StateFault.BUSY is refused.value.reason


def test_an_expired_session_cannot_be_resumed(
    client: KsefClient, clock: Clock, path: Path
) -> None:
    """A week is over."""
    enter(client, options=LoginOptions(save_to=path))
    clock.now += timedelta(days=7)

    with pytest.raises(SessionUnusable):
        resume(client, path)


def test_an_expired_login_cannot_be_resumed(
    desk: Desk, client: KsefClient, clock: Clock, path: Path
) -> None:
    """The token of a login lives for three quarters of an hour."""
    desk.statuses = [{"code": 100}] * 3
    with pytest.raises(LoginNotFinished):
        enter(client, options=LoginOptions(poll=Poll(total_s=0.5), save_to=path))
    clock.now += timedelta(hours=1)

    with pytest.raises(SessionUnusable):
        resume(client, path)


def test_a_name_that_was_mistyped_leaves_nothing_behind(
    client: KsefClient, path: Path
) -> None:
    """No folder, no lock."""
    with pytest.raises(StateFileRefused) as caught:
        resume(client, path)

    assert StateFault.MISSING is caught.value.reason
    assert not path.parent.exists()


def test_two_processes_fetch_the_tokens_once(
    desk: Desk, client: KsefClient, path: Path
) -> None:
    """Both find an accepted login; the second finds it open."""
    desk.instead["redeem"] = [(429, {}, {"Retry-After": "7"})]
    with pytest.raises(TooManyRequests):
        enter(client, options=LoginOptions(save_to=path))
    desk.asked.clear()
    threads = [threading.Thread(target=resume, args=(client, path)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert 1 == desk.times["redeem"]
