"""A login to KSeF knows the office's NIP and tokens: nobody else hears them."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from certs.errors import CertsError
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.login_elsewhere import prepare, submit
from ksef.access.secret import Secret
from ksef.access.session import LoginOptions, Poll, log_in, resume
from ksef.access.session_list import active_sessions
from ksef.access.state import read_state
from ksef.access.token_login import log_in_with_token
from tests.bogus_pki import seal
from tests.certs.elsewhere import CSHARP, signed_elsewhere
from tests.flows.canaries import (
    CANARY_KSEF_SECRET,
    CANARY_KSEF_TOKEN,
    CANARY_NIP,
    SECRETS,
    Ears,
    listening,
)
from tests.ksef.access.desk import DROP, Answer, Clock, refusal, serving
from vocabulary.errors import ToolkitError

CONTEXT = ContextId.of(CANARY_NIP)
DETAIL = f"Token nie może być użyty w kontekście {CANARY_NIP.reveal()}"
REFUSED = [{"code": 450, "details": [DETAIL]}]
TOLD: Answer = (
    400,
    {"errors": [{"code": 21405, "details": [DETAIL], "description": DETAIL}]},
)


def by_seal(client: KsefClient, path: Path, ears: Ears) -> None:
    """Log in, use, save, resume, list and close a session."""
    held = seal(nip=CANARY_NIP.reveal())
    options = LoginOptions(save_to=path, poll=Poll(total_s=1.0))
    session = log_in(
        client,
        context=CONTEXT,
        key=held.key,
        certificate=held.certificate,
        options=options,
    )
    ears.hear("repr", session, vars(session), session.whoami(), session.findings)
    again = resume(client, path)
    ears.hear("repr", again, read_state(path, base_url=client.base_url), held.key)
    client.sleep(timedelta(minutes=20).total_seconds())
    ears.hear("repr", *active_sessions(again))
    again.close()


def by_token(client: KsefClient, path: Path, ears: Ears) -> None:
    """Log in with a KSeF token."""
    options = LoginOptions(save_to=path, poll=Poll(total_s=1.0))
    token = Secret(CANARY_KSEF_TOKEN)
    session = log_in_with_token(client, context=CONTEXT, token=token, options=options)
    ears.hear("repr", session, vars(session), session.warnings, token)


def from_elsewhere(client: KsefClient, path: Path, ears: Ears) -> None:
    """Log in with a document that another program signed."""
    held = seal(nip=CANARY_NIP.reveal())
    waiting = prepare(client, context=CONTEXT, certificate=held.certificate)
    ears.hear("repr", waiting)
    signed = signed_elsewhere(waiting.document, held, CSHARP)
    ears.hear("repr", submit(client, signed, waiting))
    with contextlib.suppress(CertsError):
        submit(client, signed[:-9] + b"</x>", waiting)
    del path


WAYS = [by_seal, by_token, from_elsewhere]
TROUBLES: list[tuple[str, Answer]] = [
    ("none", DROP),
    ("challenge", TOLD),
    ("xades_signature", TOLD),
    ("ksef_token", refusal(21405)),
    ("redeem", DROP),
    ("redeem", (200, f'{{"accessToken": "{CANARY_NIP.reveal()}')),
    ("redeem", TOLD),
    ("refresh", (401, {"detail": DETAIL})),
    ("sessions", (403, {"reasonCode": "missing-permissions", "detail": DETAIL})),
    ("auth_status", (410, {"detail": DETAIL})),
]


@pytest.mark.parametrize("status", [[], REFUSED, [{"code": 100}] * 9])
@pytest.mark.parametrize(
    ("call", "answer"),
    TROUBLES,
    ids=[f"{n}-{name}" for n, (name, _) in enumerate(TROUBLES)],
)
@pytest.mark.parametrize("way", WAYS)
def test_no_canary_is_heard_when_somebody_logs_in(
    tmp_path: Path,
    way: Callable[[KsefClient, Path, Ears], None],
    call: str,
    answer: Answer,
    status: list[dict[str, object]],
) -> None:
    """Not in logs, reprs, errors with their causes, nor in any address."""
    (tmp_path / "desk").mkdir()
    clock = Clock()
    with listening() as ears, serving(tmp_path / "desk", clock) as (desk, client):
        desk.claims = {"cit": "Nip", "civ": CANARY_NIP.reveal(), "per": ["Owner"]}
        desk.headers = {"X-System-Warning": f"[sig-001]: {CANARY_NIP.reveal()}"}
        desk.statuses = [*status]
        desk.instead[call] = [answer]
        try:
            way(client, tmp_path / "own" / "state.json", ears)
        except ToolkitError as error:
            ears.hear_error(error)
            ears.hear("error", vars(error), getattr(error, "polish", ""), error.hint)
        ears.hear("repr", client, client.transport)
        ears.hear("address", *(each.query for each in desk.asked), *desk.times)
        ears.hear("address", *(each.name for each in desk.asked))

    assert [] == ears.leaks(*SECRETS, *desk.issued)
    assert desk.asked
    assert "log" in ears.heard


def test_a_session_reaches_ksef_and_its_file_with_what_it_needs(
    tmp_path: Path,
) -> None:
    """Were nothing sent, the tests above would hold nothing."""
    (tmp_path / "desk").mkdir()
    path = tmp_path / "own" / "state.json"
    with serving(tmp_path / "desk", Clock()) as (desk, client):
        by_token(client, path, Ears())
        by_seal(client, tmp_path / "own" / "other.json", Ears())

    assert [CANARY_KSEF_TOKEN] == desk.tokens
    assert CANARY_NIP.reveal().encode() in desk.documents[0]
    assert CANARY_NIP.reveal() in path.read_text()
    assert CANARY_KSEF_SECRET not in path.read_text()
