"""What jst evidence show does: one kept answer, as a table or as its bytes."""

from dataclasses import dataclass, replace
from pathlib import Path

from accountability.errors import EvidenceUnreadable
from accountability.evidence import Kept
from accountability.model import Role, System
from accountability.reading import Reading, find_asked, read_kept
from crpo.model import Answer, Refusal
from documents.text import printable
from jst.acting import acting
from jst.cli.answer import answer_json, note_contract, print_answer
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note, write_new
from jst.cli.purposes import purpose_of
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid
from jst.office import OpenOffice, contract_of, open_office
from jst.settings import load_settings
from ledger.entry import entry_time, is_entry_id
from vocabulary.errors import ToolkitError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed."""

    intent_id: str
    case: str
    purpose: str
    reason: str
    out: Path | None
    raw: bool
    reveal: bool

    @property
    def in_clear(self) -> bool:
        """Whether identifiers are shown in clear; the answer's bytes hold them."""
        return self.raw or self.reveal or self.out is not None


def do_show(wanted: Wanted, *, as_json: bool) -> int:
    """Show the answer of a question, after the entry that says so."""
    if not is_entry_id(wanted.intent_id):
        raise InputInvalid(
            "not the id of a question", polish="to nie jest identyfikator zapytania"
        )
    settings = load_settings()
    person = acting(settings)
    person.require(Role.OFFICER, Role.CLERK)
    with open_office(settings) as office:
        with office.trail.log.reader() as reader:
            asked = find_asked(reader, wanted.intent_id)
        system = System(asked.intent.get("system", System.CRPO))
        purpose = purpose_of(system, wanted.purpose)
        read = read_kept(
            office.trail,
            person.actor(Role.OFFICER, Role.CLERK),
            asked=asked,
            case=wanted.case,
            purpose=purpose,
            justification=wanted.reason,
            masked=not wanted.in_clear,
        )
        if wanted.raw or wanted.out is not None:
            return _show_bytes(read.kept, wanted, as_json=as_json)
        reply = _read(office, read)
    if as_json:
        print_json(_json(reply, wanted))
    elif isinstance(reply, Answer):
        print_answer(reply, reveal=wanted.reveal)
        note_contract(reference=settings.crpo.contract == "xades_xml")
    else:
        print_line(
            say(
                f"Rejestr odmówił: {reply.code}.",
                f"The register refused: {reply.code}.",
            )
        )
    return Exit.YES


def _show_bytes(kept: Kept, wanted: Wanted, *, as_json: bool) -> int:
    """Print the bytes, or write them to a new file."""
    text = kept.answer.decode(errors="replace")
    if wanted.out is not None:
        write_new(wanted.out, kept.answer)
    if as_json:
        shown = {"raw": text} if wanted.out is None else {"file": str(wanted.out)}
        said = {"id": wanted.intent_id, "answerDigest": kept.answer_digest}
        print_json(said | shown)
    elif wanted.out is None:
        print_line("\n".join(printable(line) for line in text.splitlines()))
    else:
        print_line(say(f"Zapisano: {wanted.out}", f"Written: {wanted.out}"))
    return Exit.YES


def _read(office: OpenOffice, read: Reading) -> Answer | Refusal:
    """Read the bytes by the office's contract, as at the instant they came.

    Raises:
        ToolkitError: The contract does not take them, or there is none; its bytes can
            be shown all the same.
    """
    if not read.asked.outcome:
        raise EvidenceUnreadable("the log has no outcome of this question")
    try:
        contract = contract_of(office.settings.crpo)
        question = contract.read_question(read.kept.question)
        came_at = entry_time(read.asked.outcome)
        reply = contract.decode(read.kept.answer, question, now=came_at)
    except ToolkitError:
        print_note(
            say(
                "odpowiedzi nie można odczytać jako tabeli; jej bajty pokaże --raw.",
                "the answer cannot be read as a table; --raw shows its bytes.",
            )
        )
        raise
    if isinstance(reply, Refusal):
        return reply
    return replace(reply, digest=read.kept.answer_digest)


def _json(reply: Answer | Refusal, wanted: Wanted) -> dict[str, object]:
    if isinstance(reply, Refusal):
        return {"id": wanted.intent_id, "result": "refused", "refusal": reply.code}
    return answer_json(reply, wanted.intent_id, reveal=wanted.reveal)
