"""jst crpo lookup: one question, its answer as a table or JSON, its receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO

from accountability.model import LegalBasis, Purpose, Role, System
from crpo.lookup import look_up
from crpo.model import MandatorQuery
from jst.acting import acting
from jst.cli.answer import answer_json, note_contract, print_answer
from jst.cli.crpo_repeat import Repeated, question_to_repeat
from jst.cli.findings import print_findings
from jst.cli.interrupts import naming_its_question
from jst.cli.language import say
from jst.cli.mandator import read_mandator
from jst.cli.output import print_json, print_line, print_note, reserved
from jst.cli.purposes import purpose_of
from jst.cli.words import word_of
from jst.cli.wrapper import Exit, finding_json
from jst.office import OpenOffice, open_office
from jst.settings import Settings, load_settings

# What holds where nothing was typed, and nothing is repeated.
_NEW: Final = Repeated(
    case="",
    purpose=Purpose.POWER_IN_CASE,
    justification="",
    basis=(LegalBasis.OP_138K_2,),
)


class Kind(StrEnum):
    """What kinds of identifier a mandator may be asked by."""

    NIP = "nip"
    PESEL = "pesel"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed, as it was typed; what is repeated needs less of it."""

    case: str
    purpose: str | None
    justification: str
    basis: tuple[str, ...]
    kind: str | None
    retry: str | None = None


def do_lookup(
    asked: Asked,
    *,
    source: Path | None,
    receipt: Path | None,
    reveal: bool,
    as_json: bool,
) -> int:
    """Ask, and print what the register said."""
    purpose = asked.purpose and purpose_of(System.CRPO, asked.purpose)
    basis = tuple(word_of(LegalBasis, text, "--basis") for text in asked.basis)
    kind = asked.kind and word_of(Kind, asked.kind, "--kind")
    settings = load_settings()
    person = acting(settings)
    query = MandatorQuery(read_mandator(kind, source))
    with _place_for(receipt) as filed, open_office(settings) as office:
        tell_recovered(office)
        first = _NEW
        if asked.retry is not None:
            first = question_to_repeat(asked.retry, query, asked.case, person, office)
        with naming_its_question(office, person.id):
            found = look_up(
                query,
                actor=person.actor(Role.CLERK),
                case=asked.case or first.case,
                purpose=purpose or first.purpose,
                basis=basis or first.basis,
                justification=asked.justification or first.justification,
                register=office.register(),
                trail=office.trail,
                ref=asked.retry,
            )
        if filed is not None:
            filed.write(found.receipt.to_json() + "\n")
    if as_json:
        said = answer_json(
            found.answer, found.intent_id, reveal=reveal
        ) | contract_json(office, settings)
        said["findings"] = [finding_json(finding) for finding in found.findings]
        said["receipt"] = None if receipt is None else str(receipt)
        print_json(said)
        return Exit.YES
    print_answer(found.answer, reveal=reveal)
    print_line(
        say(
            f"Zapytanie: {found.intent_id}",
            f"Question: {found.intent_id}",
        )
    )
    print_line(
        say(f"Potwierdzenie: {receipt}", f"Receipt: {receipt}")
        if receipt
        else say(
            "Potwierdzenie do akt: jst ledger proof z tym identyfikatorem.",
            "Receipt for the case: jst ledger proof with this id.",
        )
    )
    print_findings(found.findings)
    note_contract(reference=settings.crpo.contract == "xades_xml")
    return Exit.YES


@contextmanager
def _place_for(receipt: Path | None) -> Iterator[TextIO | None]:
    """Open the receipt's file before anything is asked; none stays without an answer.

    Raises:
        InputInvalid: It exists, or cannot be made; nothing was asked.
    """
    if receipt is None:
        yield None
        return
    with reserved(receipt), receipt.open("w", encoding="utf-8") as file:
        yield file


def tell_recovered(office: OpenOffice) -> None:
    """Name the questions that the start has closed as UNKNOWN."""
    for intent_id in office.recovered:
        print_note(
            say(
                f"przerwane zapytanie {intent_id} zamknięto jako UNKNOWN.",
                f"the interrupted question {intent_id} was closed as UNKNOWN.",
            )
        )


def contract_json(office: OpenOffice, settings: Settings) -> dict[str, object]:
    """Describe the contract that is spoken, and whether it is our reference one."""
    contract = office.register().contract
    return {
        "contract": {
            "name": contract.name,
            "version": contract.version,
            "reference": settings.crpo.contract == "xades_xml",
        }
    }
