"""Canaries at work in the simulated KSeF: numbers, a KSeF token, the session's tokens.

House style, rule 40: heard in no log line, exception, address, argv, repr, nor in a
file of the log.
"""

import contextlib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from accountability.model import Purpose
from certs.csr import make_csr
from jst.cli.wrapper import main
from jst.demo import OFFICE_NIP
from jst.demo_ksef import ADMINISTRATOR, create_ksef_demo
from jst.simulators.ksef import KsefSimulator, Terms
from jst.simulators.ksef_names import Ident
from ksef.access import certificates, filters, permissions, queries, tokens
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.details import PersonName
from ksef.access.pages import collect
from ksef.access.reconcile import reconcile
from ksef.access.requests import GrantToPerson
from ksef.access.token_login import log_in_with_token
from tests.flows.canaries import CANARY_NIP, CANARY_PESEL, SECRETS, Ears, listening
from tests.jst.conftest import CASE
from tests.jst.ksef_world import zawfa
from tests.jst.scenes import move_in, play, serving_at_once
from tests.ksef.flows.conftest import Gmina, no_sleep
from tests.ksef.flows.recording import RecordingTransport
from tests.ksef.flows.test_certificates import BareKey
from tests.world import World
from vocabulary.errors import ToolkitError

CONTEXT = ContextId.of(CANARY_NIP)
REQUEST = GrantToPerson(
    subject=CANARY_PESEL,
    permissions=("InvoiceRead",),
    description="Faktury referatu",
    details=PersonName(first_name="Bogusia", last_name="Zmyślona"),
)
TERMS = Terms(login_s=0.0, operation_s=0.0, limited=False)
FAULTS = (
    ("drop-after-accept", "/persons/grants"),
    ("operation-500", "/persons/grants"),
    ("operation-550", "/persons/grants"),
    ("cut", "/query/persons"),
    ("drift", "/query/persons"),
    ("drop-after-accept", "/tokens"),
    ("maintenance", "/tokens"),
    ("cut", "/ksef-token"),
    ("redirect-307", "/enrollments"),
    ("http-500", "/enrollments"),
    ("expired", "/certificates"),
)


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Iterator[Gmina]:
    """An office whose own NIP is the canary, and whose addresses are kept."""
    with (
        KsefSimulator.create(tmp_path / "ksef", terms=TERMS) as ksef,
        World(tmp_path / "office").found().opened() as trail,
    ):
        transport = RecordingTransport(base=ksef.url, ca_bundle=ksef.ca_pem)
        yield Gmina(
            trail=trail,
            ksef=ksef,
            client=KsefClient(ksef.url, transport=transport, sleep=no_sleep),
            seal=ksef.issue_seal("canary", nip=CANARY_NIP),
        )


def work(office: Gmina, ears: Ears) -> list[str]:
    """Grant, ask, make a token and a certificate; give the secrets of the sessions."""
    session = office.log_in(CONTEXT)
    acting = office.acting(session)
    ears.hear("repr", session, vars(session), REQUEST)
    ears.hear("repr", permissions.grant(REQUEST, **acting))
    for wanted in (filters.ALL_PERSONS, filters.PersonsFilter(holder=CANARY_PESEL)):
        ears.hear("repr", wanted, *queries.persons(wanted, **acting))
    [grant, *_] = collect(queries.persons(**acting), key=lambda each: each.id)
    ears.hear("repr", permissions.revoke_common(grant.id, (CANARY_PESEL,), **acting))
    acting = office.acting(session, purpose=Purpose.CREDENTIALS)
    made = tokens.create(("CredentialsRead",), "Przegląd", **acting)
    again = log_in_with_token(office.client, context=CONTEXT, token=made.answer.value)
    ears.hear("repr", made, again, *tokens.listed(**acting))
    name = certificates.enrollment_data(**acting)
    csr = make_csr(
        name.answer.name, key=BareKey(ec.generate_private_key(ec.SECP256R1()))
    )
    ears.hear("repr", certificates.enroll(csr, name="Urząd 1", **acting))
    ears.hear("repr", name, *certificates.listed(**acting))
    return [
        session.access_token().reveal(),
        again.access_token().reveal(),
        made.answer.value.reveal(),
    ]


def hear_around(office: Gmina, ears: Ears, folder: Path) -> None:
    """Hear addresses, entries, and every file of the log."""
    transport = office.client.transport
    assert isinstance(transport, RecordingTransport)
    for each in transport.seen:
        ears.hear("url", each.path, each.query)
    ears.hear("entries", json.dumps(office.log(), ensure_ascii=False))
    ears.hear_files("files", folder)


def test_no_canary_is_heard_of_what_goes_well(office: Gmina, tmp_path: Path) -> None:
    """Nor of the tokens that open KSeF: neither the office's nor the session's."""
    with listening() as ears:
        secrets = work(office, ears)
        hear_around(office, ears, tmp_path / "office")

    assert [] == ears.leaks(*SECRETS, *secrets)
    assert {"repr", "log", "url", "entries", "files"} <= ears.heard.keys()


@pytest.mark.parametrize(("fault", "on"), FAULTS)
def test_no_canary_is_heard_of_what_fails(
    office: Gmina, tmp_path: Path, fault: str, on: str
) -> None:
    """Whatever KSeF does wrong, and the reconciling after it."""
    with listening() as ears:
        session = office.log_in(CONTEXT)
        acting = office.acting(session)
        secrets = [session.access_token().reveal()]
        office.ksef.faults.next(fault, on=on)
        try:
            secrets += work(office, ears)
        except ToolkitError as failed:
            ears.hear_error(failed)
            ears.hear("repr", failed, failed.hint, vars(failed))
            intents = [one for one in office.log() if one["kind"] == "intent"]
            with contextlib.suppress(ToolkitError):
                number = str(intents[-1]["id"])
                now = datetime.now(UTC)
                ears.hear("repr", reconcile(number, REQUEST, asked_at=now, **acting))
        hear_around(office, ears, tmp_path / "office")

    assert [] == ears.leaks(*SECRETS, *secrets)


@pytest.fixture(name="_log_handlers", autouse=True)
def _put_log_handlers_back() -> Iterator[None]:
    """`jst` sets up the root logger of this process; later tests have their own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(name="home_once", scope="module")
def _home_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's office; tests work on copies."""
    folder = tmp_path_factory.mktemp("canary") / "home"
    create_ksef_demo(folder)
    return folder


@pytest.fixture(name="served")
def _served(
    home_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[KsefSimulator]:
    """A demonstration whose office and whose person of a ZAW-FA are the canaries."""
    play(monkeypatch, ADMINISTRATOR)
    home = move_in(home_once, tmp_path / "home", monkeypatch)
    with serving_at_once(home, limited=False) as ksef:
        seal = ksef.issue_seal("canary-seal", nip=CANARY_NIP)
        person = ksef.issue_person("canary-person", number=CANARY_PESEL)
        told = (home / "credentials.toml").read_text("utf-8")
        lines = [
            f'key_file = "{seal if n == 0 else person}"'
            if line.startswith("key_file")
            else line
            for n, line in _numbered(told.replace(OFFICE_NIP, CANARY_NIP.reveal()))
        ]
        (home / "credentials.toml").write_text("\n".join(lines), "utf-8")
        zawfa(
            ksef,
            details={},
            head=Ident("Pesel", CANARY_PESEL.reveal()),
            context=Ident("Nip", CANARY_NIP.reveal()),
        )
        yield ksef


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """Give each line with how many lines naming a key came before it."""
    seen = 0
    for line in text.splitlines():
        yield seen, line
        seen += line.startswith("key_file")


@pytest.fixture(name="run")
def _run(
    served: KsefSimulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[Ears], list[int]]:
    """Run every command that works in KSeF; hear argv and the terminal."""
    assert served.url
    asked = tmp_path / "asked.json"
    context = {"type": "Nip", "value": CANARY_NIP.reveal()}
    asked.write_text(
        json.dumps(
            REQUEST.to_json() | {"endpoint": "persons/grants", "context": context}
        ),
        "utf-8",
    )
    said = ("--description", "Przegląd", "--out", str(tmp_path / "token"))
    name = ("--name", "Urząd 1", "--out", str(tmp_path / "ksef.pem"))
    commands = (
        ("login",),
        ("whoami",),
        ("sessions",),
        ("doctor",),
        ("grants", "--case", CASE),
        ("roles", "--case", CASE),
        ("after-zawfa", "--case", CASE),
        ("login", "--as", "zawfa"),
        ("after-zawfa", "--as", "zawfa", "--case", CASE),
        ("tokens", "create", "--permission", "InvoiceRead", *said, "--case", CASE),
        ("tokens", "list", "--case", CASE),
        ("certificates", "enroll", *name, "--case", CASE),
        ("certificates", "list", "--case", CASE),
        ("check-grant", str(asked)),
    )

    def run(ears: Ears) -> list[int]:
        statuses = []
        for command in commands:
            argv = ["ksef", *command]
            statuses.append(main(argv))
            told = capsys.readouterr()
            ears.hear("argv", argv, sys.argv)
            ears.hear("terminal", told.out, told.err)
        ears.hear_files("ledger", Path(os.environ["JST_HOME"]) / "ledger")
        return statuses

    return run


@pytest.mark.parametrize("fault", ["cut", "http-500", "drop-after-accept"])
def test_no_canary_is_heard_on_the_terminal(
    served: KsefSimulator,
    run: Callable[[Ears], list[int]],
    tmp_path: Path,
    fault: str,
) -> None:
    """What commands print is masked until `--reveal` asks for more."""
    with listening() as ears:
        well = run(ears)
        for name in ("token", "ksef.pem"):
            (tmp_path / name).unlink(missing_ok=True)
        served.faults.always(fault)
        badly = run(ears)

    assert [] == ears.leaks()
    assert [0] * 14 == well
    assert 0 != sum(badly)
