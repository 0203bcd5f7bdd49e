"""What `jst crpo serve` and `jst crpo print` do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accountability.model import Purpose, Role, System
from crpo.kept import KeptAnswer, read_answer
from crpo.print_out import in_words
from crpo.serving import Serving, Verdict, whom_to_serve
from crpo.told import NOT_TOLD
from documents.pdf import require_library
from documents.text import printable
from jst.acting import acting
from jst.case_file import CaseFile, read_case_file
from jst.cli.answer import name_of, note_contract, of_a_value
from jst.cli.language import say
from jst.cli.output import print_json, print_line, reserved
from jst.cli.purposes import purpose_of
from jst.cli.serve_words import note_in_words
from jst.cli.wrapper import Exit
from jst.office import OpenOffice, open_office
from jst.people import Person
from jst.printing import printed
from jst.settings import load_settings
from vocabulary.clock import warsaw_day


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed."""

    question: str
    case: str
    purpose: str
    justification: str


def do_serve(wanted: Wanted, case_file: Path | None, *, as_json: bool) -> int:
    """Read the kept answer, and say whom to serve today."""
    purpose = purpose_of(System.CRPO, wanted.purpose)
    settings = load_settings()
    person = acting(settings)
    file = None if case_file is None else read_case_file(case_file)
    with open_office(settings) as office:
        kept = _read(office, wanted, person, purpose, "serve")
        day = warsaw_day(office.trail.clock())
    held = file or CaseFile()
    found = whom_to_serve(
        kept.answer, on=day, special=held.special, resigned=held.resigned
    )
    if as_json:
        print_json(serving_json(found, file) | {"intentId": kept.intent_id})
    else:
        print_serving(found, file)
        note_contract(reference=settings.crpo.contract == "xades_xml")
    return exit_of(found)


def do_print(wanted: Wanted, out: Path, *, as_json: bool) -> int:
    """Read the kept answer, and print it into a new file of mode 0600."""
    purpose = purpose_of(System.CRPO, wanted.purpose)
    settings = load_settings()
    person = acting(settings)
    require_library()
    with reserved(out), open_office(settings) as office:
        kept = _read(office, wanted, person, purpose, "print")
        out.write_bytes(printed(office, kept, person.actor(Role.CLERK)))
    if as_json:
        print_json(
            {
                "file": str(out),
                "intentId": kept.intent_id,
                "disclosureId": kept.disclosure_id,
            }
        )
        return Exit.YES
    print_line(say(f"Wydruk do akt: {out}", f"Print-out for the file: {out}"))
    print_line(
        say(
            f"Wpis o wydruku: {kept.disclosure_id}",
            f"Entry of the printing: {kept.disclosure_id}",
        )
    )
    note_contract(reference=settings.crpo.contract == "xades_xml")
    return Exit.YES


def _read(
    office: OpenOffice, wanted: Wanted, person: Person, purpose: Purpose, what: str
) -> KeptAnswer:
    return read_answer(
        office.trail,
        office.register().contract,
        wanted.question,
        actor=person.actor(Role.CLERK),
        case=wanted.case,
        purpose=purpose,
        justification=wanted.justification,
        operation=what,
    )


def exit_of(found: Serving) -> Exit:
    """Say yes when it is told whom to serve, and an attorney where, too."""
    told = found.verdict is Verdict.PARTY or found.address is not NOT_TOLD
    return Exit.YES if told else Exit.CANNOT_TELL


def serving_json(found: Serving, file: CaseFile | None) -> dict[str, Any]:
    """Describe whom to serve; identifiers stay masked; the keys are stable."""
    considered = None
    if file is not None:
        considered = {
            "special": found.special_used,
            "specialInFile": len(file.special),
            "resigned": found.resigned_used,
            "resignedInFile": len(file.resigned),
        }
    return {
        "verdict": found.verdict,
        "on": found.on.isoformat(),
        "serve": None if found.serve is None else of_a_value(found.serve),
        "address": of_a_value(found.address),
        "candidates": len(found.candidates),
        "provisions": [
            {
                "rule": rule.id,
                "provision": f"{rule.ref.provision}, {rule.ref.act}",
                "textSeen": rule.ref.text_seen,
            }
            for rule in found.provisions
        ],
        "restsOnSecondary": found.rests_on_secondary,
        "notes": [note_in_words(note) for note in found.notes],
        "noteIds": [note.id for note in found.notes],
        "caseFile": considered,
    }


def print_serving(found: Serving, file: CaseFile | None) -> None:
    """Print whom to serve, where, and by which provisions."""
    print_line(_verdict(found))
    if found.serve is not None:
        print_line(say(f"Adres: {_where(found)}", f"Address: {_where(found)}"))
    elif found.candidates:
        names = ", ".join(printable(name_of(each)) for each in found.candidates)
        print_line(say(f"Do wyboru: {names}", f"To choose from: {names}"))
    for note in found.notes:
        print_line(f"- {note_in_words(note)}")
    provisions = ", ".join(rule.ref.provision for rule in found.provisions)
    print_line(
        say(
            f"Podstawa (Ordynacja podatkowa): {provisions}.",
            f"Provisions (Ordynacja podatkowa): {provisions}.",
        )
    )
    if found.rests_on_secondary:
        print_line(
            say(
                "Przepisy znane ze źródła wtórnego; sprawdź tekst aktu.",
                "Known from a secondary source; check the text of the act.",
            )
        )
    print_line(_considered(found, file))


def _considered(found: Serving, file: CaseFile | None) -> str:
    """Say how much of the case file had a part in it."""
    if file is None:
        return say(
            "Nie uwzględniono pełnomocnictw szczególnych i wypowiedzeń z akt sprawy"
            " (--case-file).",
            "Special powers and resignations in the case file are not considered"
            " (--case-file).",
        )
    special, resigned = len(file.special), len(file.resigned)
    return say(
        "Uwzględniono z akt: pełnomocnictwa szczególne"
        f" ({found.special_used} z {special}), wypowiedzenia"
        f" ({found.resigned_used} z {resigned}).",
        "Considered from the file: special powers"
        f" ({found.special_used} of {special}), resignations"
        f" ({found.resigned_used} of {resigned}).",
    )


def _verdict(found: Serving) -> str:
    day = found.on.isoformat()
    if found.verdict is Verdict.PARTY:
        return say(
            f"Doręcz stronie: na {day} nie ma pełnomocnika ogólnego.",
            f"Serve the party: on {day} there is no general attorney.",
        )
    if found.serve is None:
        return say(
            f"Na {day} nie można ustalić, komu doręczyć.",
            f"On {day} it cannot be told whom to serve.",
        )
    name = printable(name_of(found.serve))
    return say(
        f"Doręcz pełnomocnikowi: {name} (na {day}).",
        f"Serve the attorney: {name} (on {day}).",
    )


def _where(found: Serving) -> str:
    if found.address is NOT_TOLD:
        return say("nie można wskazać", "cannot be told")
    return printable(in_words(found.address))
