"""A canary NIP, PESEL, foreign id and passphrase run through every flow, unheard.

House style, rule 40: not in a log line, an exception, an argv, a URL, a repr, nor in
any file below the home folder.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pypdf
import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from accountability.entries import Result, Told
from accountability.errors import AccountabilityError
from accountability.holds import held_file, set_hold
from accountability.kept import list_kept, purge_kept
from accountability.looking import blind_indexes, look
from accountability.model import Actor, CaseStanding, LegalBasis, Purpose, Role
from accountability.reading import find_asked, read_kept
from accountability.report import lines_of
from accountability.report_looks import OneSubject
from accountability.retiring import order_retirement, retire
from accountability.trail import AuditTrail
from accountability.transport import Transport
from accountability.unsealing import release, request, show
from certs.algorithms import SignatureAlgorithm
from certs.keys_file import FileKey, load_key
from certs.keys_pkcs11 import open_key
from certs.load import load_leaf
from certs.token_errors import TokenRefused
from certs.tokens import list_objects
from crpo.candidate import candidates
from crpo.client import Crpo
from crpo.contract.xades_xml import XadesXml
from crpo.in_file import sort_out
from crpo.lookup import LookUp, look_up
from crpo.model import Answer, MandatorQuery
from jst.case_file import read_case_file
from jst.demo import running_demo
from jst.errors import CaseFileInvalid
from jst.simulators.crpo import CrpoSimulator
from jst.simulators.faults import Fault
from jst.simulators.softhsm import SoftHsm
from ledger.entry import decode_entry
from tests.bogus_pki import ec_seal
from tests.factories import (
    CASE,
    NOON,
    OFFICE_NIP,
    TODAY,
    HeldClock,
    an_action,
    an_actor,
    an_office,
)
from tests.flows.canaries import (
    CANARY_FOREIGN,
    CANARY_NIP,
    CANARY_PESEL,
    CANARY_TOKEN,
    SECRETS,
    Ears,
    listening,
)
from tests.softhsm import add_seal, require_softhsm
from tests.world import World
from vocabulary.identifiers import MandatorId

IMPATIENT = Transport(connect_timeout_s=2.0, read_timeout_s=0.3, total_timeout_s=0.6)
THEN = datetime(2024, 1, 20, 12, tzinfo=UTC)
WHY = "po upływie okresu przechowywania"
OFFICER = an_actor(id="i.nspektor", name="Iga Nspektor", role=Role.OFFICER)
OPERATOR = an_actor(id="o.perator", name="Ola Perator", role=Role.OPERATOR)
WHOLE_ANSWERS = (CANARY_NIP, CANARY_PESEL, CANARY_FOREIGN)


def a_sealed_key(simulator: CrpoSimulator, folder: Path) -> FileKey:
    """Load the office's seal from a file that the canary passphrase protects."""
    plain = simulator.issue_seal("office", nip=OFFICE_NIP).read_bytes()
    private = load_pem_private_key(plain, None)
    sealed = folder / "seal.pem"
    sealed.touch(mode=0o600)
    sealed.write_bytes(
        private.private_bytes(
            Encoding.PEM,
            PrivateFormat.PKCS8,
            BestAvailableEncryption(CANARY_TOKEN.encode()),
        )
        + load_leaf(plain).pem.encode()
    )
    passphrase = folder / "passphrase"
    passphrase.touch(mode=0o600)
    passphrase.write_text(CANARY_TOKEN)
    return load_key(sealed, password_file=passphrase)


@contextmanager
def an_office_and_a_register(
    folder: Path,
) -> Iterator[tuple[AuditTrail, Crpo, CrpoSimulator]]:
    """Open a whole office against a whole simulator."""
    with (
        CrpoSimulator.create(folder / "simulator") as simulator,
        World(folder / "office").found().opened() as trail,
    ):
        key = a_sealed_key(simulator, folder)
        simulator.admit_by_attributes(key.certificate, nip=OFFICE_NIP)
        register = Crpo(
            contract=XadesXml(register_seals=[simulator.register_seal]),
            key=key,
            url=simulator.url,
            transport=Transport(
                ca_bundle=simulator.ca_pem,
                connect_timeout_s=2.0,
                read_timeout_s=1.0,
                total_timeout_s=2.0,
            ),
        )
        yield trail, register, simulator


def ask(mandator: MandatorId, register: Crpo, trail: AuditTrail, case: str) -> LookUp:
    """Look one mandator up."""
    return look_up(
        MandatorQuery(mandator),
        actor=an_actor(),
        case=case,
        purpose=Purpose.POWER_IN_CASE,
        basis=(LegalBasis.OP_138K_2,),
        justification="",
        register=register,
        trail=trail,
    )


def hear_a_look_up(
    ears: Ears, mandator: MandatorId, register: Crpo, trail: AuditTrail, case: str
) -> None:
    """Ask, and hear whatever comes of it."""
    try:
        found = ask(mandator, register, trail, case)
    except AccountabilityError as error:
        ears.hear_error(error)
        return
    ears.hear("repr", found, found.answer, *found.answer.powers)
    ears.hear("receipt", found.receipt.to_json())


@pytest.mark.parametrize("fault", [None, *sorted(set(Fault) - {Fault.SLOW})])
def test_no_canary_is_heard_whatever_the_register_does(
    tmp_path: Path, fault: Fault | None
) -> None:
    """One flow per fault: answered, refused and every kind of UNKNOWN."""
    with (
        listening() as ears,
        an_office_and_a_register(tmp_path) as (trail, register, simulator),
    ):
        simulator.faults.always(fault)
        for mandator in WHOLE_ANSWERS:
            hear_a_look_up(ears, mandator, register, trail, CASE)
        ears.hear("repr", register, register.key, register.contract, trail)
        ears.hear("url", register.url, *simulator.received)
    ears.hear_files("home", tmp_path / "office/home")
    ears.hear_files("memory", tmp_path / "office/memory")

    assert [] == ears.leaks()
    assert {"repr", "url", "home", "memory"} <= set(ears.heard)


def test_no_canary_is_heard_from_a_denial(tmp_path: Path) -> None:
    """Not even when the clerk types the number into the field of the case."""
    with (
        listening() as ears,
        an_office_and_a_register(tmp_path) as (trail, register, _),
    ):
        for case in ("", CANARY_PESEL.reveal(), CANARY_NIP.reveal()):
            hear_a_look_up(ears, CANARY_PESEL, register, trail, case)
    ears.hear_files("home", tmp_path / "office/home")

    assert [] == ears.leaks()


def test_attorneys_of_an_answer_are_not_heard_either(tmp_path: Path) -> None:
    """The identifiers that the register tells us are as much a person's as ours."""
    with (
        listening() as ears,
        an_office_and_a_register(tmp_path) as (trail, register, simulator),
    ):
        several = simulator.examples()["several"]
        hear_a_look_up(ears, several, register, trail, CASE)
        told = ask(several, register, trail, CASE).answer.disclosed
    ears.hear_files("home", tmp_path / "office/home")
    numbers = [person.reveal() for person in told]

    assert 1 < len(numbers)
    assert [] == ears.leaks(*numbers)


def test_no_canary_is_heard_from_retention(tmp_path: Path) -> None:
    """Held, sealed anew, listed, refused, purged: nobody's number is said."""
    clock, office = HeldClock(THEN), an_office()
    world = World(tmp_path / "office").found(clock)
    with listening() as ears, world.opened(clock=clock, office=office) as trail:
        action = an_action(subjects=(CANARY_PESEL, CANARY_NIP))
        intent = trail.begin(action, CaseStanding.ASSIGNED, question=b"q")
        clear = CANARY_PESEL.reveal().encode()
        trail.evidence.keep(
            intent_id=intent.id, key=intent.key, question=clear, answer=clear
        )
        trail.finish(intent, Result.UNKNOWN, Told(reason="timed_out"))
        set_hold(trail, OFFICER, case=CASE, justification=WHY)
        clock.now = THEN.replace(year=2027)
        order = order_retirement(
            trail, OFFICER, period=intent.key.period, justification=WHY
        )
        ears.hear("repr", retire(trail, OPERATOR, order_id=order))
        ears.hear("repr", *list_kept(trail), held_file(trail.home, intent.id))
        with trail.log.reader() as reader:
            asked = find_asked(reader, intent.id)
        reading = partial(
            read_kept,
            *(trail, OFFICER),
            asked=asked,
            case=CASE,
            purpose=Purpose.POWER_IN_CASE,
            justification=WHY,
        )
        with pytest.raises(AccountabilityError) as alone:
            reading()
        ears.hear_error(alone.value)
        read = reading(masked=True)
        kept = read.kept
        ears.hear("repr", read, kept, purge_kept(trail, OPERATOR))
        with pytest.raises(AccountabilityError) as refused:
            retire(trail, OPERATOR, order_id=order)
        ears.hear_error(refused.value)
    ears.hear_files("home", world.paths.home)

    assert clear == kept.answer
    assert [] == ears.leaks()


def ask_on_the_command_line(
    home: Path, mandator: str, *options: str, status: int = 0
) -> str:
    """Run `jst crpo lookup` as a clerk does; give everything that it printed."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from jst.cli import run; run()"),
            *("crpo", "lookup", "--case", CASE),
            *("--purpose", Purpose.POWER_IN_CASE, *options),
        ],
        input=mandator,
        env={**os.environ, "JST_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert status == done.returncode, done.stderr
    return done.stdout + done.stderr


def test_no_canary_is_heard_from_the_command_line(tmp_path: Path) -> None:
    """A clerk's terminal, its history and the process list stay clean."""
    home, ears = tmp_path / "home", Ears()
    with running_demo(home):
        for mandator in WHOLE_ANSWERS:
            clear = mandator.reveal()
            ears.hear("text", ask_on_the_command_line(home, clear))
            ears.hear("json", ask_on_the_command_line(home, clear, "--json"))
    ears.hear_files("home", home)

    assert [] == ears.leaks()


def test_no_canary_is_heard_from_a_repeat(tmp_path: Path) -> None:
    """Nor from one that is refused; the number is typed again, and compared sealed."""
    home, ears, clear = tmp_path / "home", Ears(), CANARY_PESEL.reveal()
    with running_demo(home) as demo:
        demo.simulator.faults.next("http-503")
        lost = ask_on_the_command_line(home, clear, "--json", status=2)
        again = ("--retry", json.loads(lost)["intentId"])
        other = ask_on_the_command_line(home, CANARY_NIP.reveal(), *again, status=1)
        asked = ask_on_the_command_line(home, clear, *again)
        twice = ask_on_the_command_line(home, clear, *again, status=1)
    ears.hear("text", lost, other, asked, twice)
    ears.hear_files("home", home)

    assert [] == ears.leaks()


def test_no_canary_is_heard_while_a_kept_answer_is_served_and_printed(
    tmp_path: Path,
) -> None:
    """The number stands in the print-out, which is made for it, and nowhere else."""
    home, ears, out = tmp_path / "home", Ears(), tmp_path / "wydruk.pdf"
    with running_demo(home):
        said = ask_on_the_command_line(home, CANARY_PESEL.reveal(), "--json")
        for command in (["serve"], ["print", "--out", str(out)]):
            done = subprocess.run(
                [
                    *(sys.executable, "-c", "from jst.cli import run; run()"),
                    *("crpo", *command, json.loads(said)["intentId"]),
                    *("--case", CASE, "--justification", "doręczenie decyzji"),
                ],
                env={**os.environ, "JST_HOME": str(home)},
                capture_output=True,
                text=True,
                check=True,
                timeout=60,
            )
            ears.hear(command[0], done.stdout, done.stderr)
    ears.hear_files("home", home)
    pages = pypdf.PdfReader(out).pages

    assert [] == ears.leaks()
    assert CANARY_PESEL.reveal() in "".join(page.extract_text() for page in pages)


def batch_on_the_command_line(home: Path, sheet: Path, out: Path) -> str:
    """Run `jst crpo batch` as a clerk does; give everything that it printed."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from jst.cli import run; run()"),
            *("crpo", "batch", str(sheet), "--out", str(out)),
        ],
        env={**os.environ, "JST_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_no_canary_is_heard_from_a_batch(tmp_path: Path) -> None:
    """Nor from a sheet that is refused, a second run, or the masked result."""
    home, ears = tmp_path / "home", Ears()
    sheet, wrong = tmp_path / "sheet.csv", tmp_path / "wrong.csv"
    head = "kind;identifier;case;purpose;justification\n"
    rows = "".join(
        f"{kind};{person.reveal()};{CASE};doreczenie;\n"
        for kind, person in zip(("nip", "pesel", "foreign"), WHOLE_ANSWERS, strict=True)
    )
    sheet.write_text(head + rows)
    wrong.write_text(head + rows + f"nip;{CANARY_PESEL.reveal()};;x;\n")
    with running_demo(home):
        for number, path in enumerate((wrong, sheet, sheet)):
            out = tmp_path / "results" / f"{number}.csv"
            out.parent.mkdir(exist_ok=True)
            ears.hear("text", batch_on_the_command_line(home, path, out))
    ears.hear_files("home", home)
    ears.hear_files("results", tmp_path / "results")

    assert [] == ears.leaks()
    assert {"results", "home"} <= set(ears.heard)


def an_empty_answer() -> Answer:
    """Make an answer that names nobody."""
    return Answer(
        message_id="m",
        in_reply_to="q",
        mandator=CANARY_NIP,
        day=TODAY,
        answered_at=NOON,
        powers=(),
        raw=b"",
    )


def test_no_canary_is_heard_from_what_a_case_file_holds(tmp_path: Path) -> None:
    """Read or refused, what the clerk typed about a person stays in the file."""
    path = tmp_path / "akta.toml"
    person = f'surname = "Niebyła"\npesel = "{CANARY_PESEL.reveal()}"'
    with listening() as ears:
        path.write_text(
            f"[[special]]\n{person}\nfor_service = true\n"
            f"[[resigned]]\n{person}\nresigned_on = {TODAY}\n"
        )
        held = read_case_file(path)
        counted = sort_out(an_empty_answer(), held.special, held.resigned, on=TODAY)
        ears.hear("repr", held, *held.special, *held.resigned, counted)
        ears.hear("chosen", *candidates(an_empty_answer(), counted.ended))
        for wrong in (
            "for_service = 1",
            "x = 1",
            f'nip = "{CANARY_NIP.reveal()}"',
            "[",
        ):
            path.write_text(f"[[special]]\n{person}\n{wrong}\n")
            with pytest.raises(CaseFileInvalid) as refused:
                read_case_file(path)
            ears.hear_error(refused.value)
            ears.hear("findings", *refused.value.findings)

    assert (
        CANARY_PESEL
        == held.special[0].attorney.identifier
        == counted.ended[0].identifier
    )
    assert [] == ears.leaks()


def test_no_canary_is_heard_from_a_search_nor_from_a_release(tmp_path: Path) -> None:
    """The officer types the number once more; only the one who may is shown it."""
    officer = an_actor(id="e.nibylska", name="Ewa Nibylska", role=Role.OFFICER)
    second = an_actor(id="k.wymyslony", name="Jan Wymyślony", role=Role.MANAGER)
    with (
        listening() as ears,
        an_office_and_a_register(tmp_path) as (trail, register, _),
    ):
        hear_a_look_up(ears, CANARY_PESEL, register, trail, CASE)
        for reason in ("wniosek z art. 15 RODO", CANARY_PESEL.reveal()):
            hear_a_search(ears, officer, reason, trail)
        with trail.log.reader() as reader:
            ids = [
                decode_entry(body)["id"]
                for _, body in reader.select({"kind": "intent"})
            ]
        wanted = request(trail, officer, ids, reason="wniosek z art. 15 RODO")
        release(trail, second, wanted.id, reason="wniosek jest zasadny")
        shown = show(trail, officer, wanted.id)
        ears.hear("repr", shown, wanted)
    ears.hear_files("home", tmp_path / "office/home")

    assert [] == ears.leaks()
    assert (f"pesel:{CANARY_PESEL.reveal()}",) == shown[0].values


def hear_a_search(ears: Ears, officer: Actor, reason: str, trail: AuditTrail) -> None:
    """Search for the canary, and hear whatever comes of it."""
    with trail.log.reader() as reader:
        try:
            look(
                trail,
                officer,
                "search",
                reason=reason,
                reader=reader,
                subjects=(CANARY_PESEL,),
            )
        except AccountabilityError as error:
            ears.hear_error(error)
            return
        found = OneSubject(blind_indexes(CANARY_PESEL, trail.keys))
        ears.hear("report", *lines_of(found, reader.select()))


def test_the_ears_hear() -> None:
    """The check itself can fail: a canary that is said is heard."""
    with listening() as ears:
        logging.getLogger("any.library").debug("asked about %s", CANARY_PESEL.reveal())
        ears.hear("repr", {"pin": CANARY_TOKEN})
        ears.hear_error(ValueError(CANARY_NIP.reveal()))

    assert ["exception", "log", "repr"] == ears.leaks()
    assert 7 == len(SECRETS)


def test_no_pin_of_a_token_is_heard(tmp_path: Path) -> None:
    """Right, wrong, or of a token that was pulled out: a PIN is said by nobody."""
    require_softhsm()
    with listening() as ears, SoftHsm.create(tmp_path / "hsm") as token:
        add_seal(token, "seal", ec_seal())
        pin = token.read_pin()
        with open_key(token.place, label="seal", pin=token.read_pin) as key:
            ears.hear("repr", key, token.place, list_objects(token.place))
            ears.hear("signed", ec_seal().certificate, key.public_key())
            shutil.rmtree(token.folder / "tokens")
            with pytest.raises(TokenRefused) as removed:
                key.sign(b"bogus", SignatureAlgorithm.ECDSA_SHA256)
            ears.hear_error(removed.value)
    with SoftHsm.create(tmp_path / "other") as token:
        with pytest.raises(TokenRefused) as wrong:
            open_key(token.place, label="seal", pin=lambda: CANARY_TOKEN)
        ears.hear_error(wrong.value)

    assert [] == ears.leaks(pin, CANARY_TOKEN)
    assert {"repr", "exception"} <= set(ears.heard)
