"""A state file without a folder lies where the process is."""

from pathlib import Path

import pytest

from certs.keys_file import load_key
from ksef.access.context import ContextId
from ksef.access.session import LoginOptions, log_in, resume
from tests.ksef.flows.conftest import GMINA, Gmina


def test_a_login_and_a_session_are_kept_by_a_bare_name(
    gmina: Gmina, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A login writes it at each step, and a challenge that failed there is spent."""
    here = tmp_path / "here"
    here.mkdir(mode=0o700)
    monkeypatch.chdir(here)
    key = load_key(gmina.seal)
    session = log_in(
        gmina.client,
        context=ContextId.of(GMINA),
        key=key,
        certificate=key.certificate,
        options=LoginOptions(save_to=Path("login.json")),
    )
    session.save(Path("session.json"))
    again = resume(gmina.client, Path("login.json"))

    assert session.reference == again.reference
    assert session.reference in Path("session.json").read_text("ascii")
