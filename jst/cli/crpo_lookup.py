"""jst crpo lookup: one question, its answer as a table or JSON, its receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, TypeVar

from accountability.model import LegalBasis, Purpose, Role
from crpo.lookup import LookUp, look_up
from crpo.model import MandatorQuery
from jst.cli.answer import answer_json, print_answer
from jst.cli.findings import print_findings
from jst.cli.language import say
from jst.cli.mandator import read_mandator
from jst.cli.output import print_json, print_line, print_note, write_new
from jst.cli.wrapper import Exit, finding_json
from jst.errors import InputInvalid
from jst.office import OpenOffice, open_office
from jst.people import Person, current_account, load_people
from jst.settings import Settings, load_settings

W = TypeVar("W", Purpose, LegalBasis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed, as it was typed."""

    case: str
    purpose: str
    justification: str
    basis: tuple[str, ...]
    kind: str | None


def do_lookup(
    asked: Asked,
    *,
    source: Path | None,
    receipt: Path | None,
    reveal: bool,
    as_json: bool,
) -> int:
    """Ask, and print what the register said."""
    settings = load_settings()
    people = load_people(settings.places.people, demo=settings.file.demo)
    person = people.of_account(current_account())
    query = MandatorQuery(read_mandator(asked.kind, source))
    with _place_for(receipt) as filed, open_office(settings) as office:
        _tell_recovered(office)
        found = _ask(query, asked, person, office)
        if filed is not None:
            filed.write(found.receipt.to_json() + "\n")
    if as_json:
        said = answer_json(found, reveal=reveal) | _contract(office, settings)
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
    if settings.crpo.contract == "xades_xml":
        print_note(
            say(
                "kontrakt wzorcowy: nasz, nie Ministerstwa Finansów.",
                "reference contract: ours, not the Ministry's.",
            )
        )
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
    write_new(receipt, "")
    try:
        with receipt.open("w", encoding="utf-8") as file:
            yield file
    except BaseException:
        receipt.unlink(missing_ok=True)
        raise


def _ask(
    query: MandatorQuery, asked: Asked, person: Person, office: OpenOffice
) -> LookUp:
    basis = tuple(_word(LegalBasis, text, "--basis") for text in asked.basis)
    return look_up(
        query,
        actor=person.actor(Role.CLERK),
        case=asked.case,
        purpose=_word(Purpose, asked.purpose, "--purpose"),
        basis=basis or (LegalBasis.OP_138K_2,),
        justification=asked.justification,
        register=office.register(),
        trail=office.trail,
    )


def _word(kind: type[W], text: str, option: str) -> W:
    """Read a word of a closed list; the message names the list and not the word."""
    try:
        return kind(text)
    except ValueError:
        known = ", ".join(kind)
        raise InputInvalid(
            f"{option} is one of: {known}", polish=f"{option} to jedno z: {known}"
        ) from None


def _tell_recovered(office: OpenOffice) -> None:
    for intent_id in office.recovered:
        print_note(
            say(
                f"przerwane zapytanie {intent_id} zamknięto jako UNKNOWN.",
                f"the interrupted question {intent_id} was closed as UNKNOWN.",
            )
        )


def _contract(office: OpenOffice, settings: Settings) -> dict[str, object]:
    contract = office.register().contract
    return {
        "contract": {
            "name": contract.name,
            "version": contract.version,
            "reference": settings.crpo.contract == "xades_xml",
        }
    }
