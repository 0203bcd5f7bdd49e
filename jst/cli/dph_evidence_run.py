"""What `jst dph evidence` does."""

from pathlib import Path

from accountability.model import Role, System
from crpdph.certificate import Language, Printing, certificate
from crpdph.evidence import (
    MAX_BYTES,
    Evidence,
    Verified,
    collect,
    parse_evidence,
    verify,
)
from documents.pdf import require_library
from jst.acting import acting
from jst.cli.dph_run import Asked
from jst.cli.dph_show import dic_shown
from jst.cli.dph_words import ACCOUNTS, VERDICTS, body_words, why
from jst.cli.language import entries, say
from jst.cli.output import (
    as_text,
    in_warsaw,
    print_json,
    print_line,
    read_file,
    reserved,
)
from jst.cli.purposes import purpose_of
from jst.cli.words import word_of
from jst.cli.wrapper import Exit
from jst.office import OpenOffice, open_office, own_vkey
from jst.people import Person
from jst.settings import load_settings
from vocabulary.clock import parse_iso_utc


def do_export(check: str, out: Path, asked: Asked, *, as_json: bool) -> int:
    """Collect the evidence into a new file of mode 0600."""
    settings = load_settings()
    person = acting(settings)
    with reserved(out), open_office(settings) as office:
        evidence = _collect(office, check, asked, person)
        out.write_text(evidence.to_json() + "\n", "utf-8")
    if as_json:
        print_json({"file": str(out), "intentId": check})
        return Exit.YES
    print_line(say(f"Dowód: {out}", f"Evidence: {out}"))
    _note_numbers()
    return Exit.YES


def _note_numbers() -> None:
    print_line(
        say(
            "Zawiera pełne numery: trzymaj w aktach sprawy.",
            "It holds numbers in clear: keep it with the case.",
        )
    )


def do_verify(file: Path, vkey: Path | None, *, as_json: bool) -> int:
    """Verify a file with the log's public key; no office and no network is needed."""
    evidence = parse_evidence(read_file(file, MAX_BYTES))
    key = (
        own_vkey(load_settings().places)
        if vkey is None
        else as_text(read_file(vkey)).strip()
    )
    shown = verify(evidence, [key])
    if as_json:
        print_json(
            {
                "verdict": "proved",
                "intentId": shown.intent["id"],
                "askedAt": shown.intent["at"],
                "case": shown.intent["case"]["number"],
                "reason": shown.reason or None,
                "reasonDetail": shown.detail or None,
                "httpStatus": shown.http_status,
                "body": shown.body or None,
                "lines": [
                    {
                        "dic": dic_shown(each.line.dic, reveal=False),
                        "verdict": each.verdict.value,
                        "accountState": each.account.value if each.account else None,
                        "reason": each.reason or None,
                    }
                    for each in shown.judged
                ],
            }
        )
        return Exit.YES
    _print_verified(shown)
    return Exit.YES


def _print_verified(shown: Verified) -> None:
    size = entries(shown.checkpoint.size)
    asked = in_warsaw(parse_iso_utc(shown.intent["at"]))
    print_line(
        say(
            f"POTWIERDZONY: działanie {shown.intent['id']} z {asked} jest w dzienniku"
            f" ({size}), a odpowiedź daje ten sam wynik.",
            f"PROVED: action {shown.intent['id']} of {asked} is in the log ({size}),"
            " and the answer gives the same result.",
        )
    )
    if shown.reason:
        words = why(shown.reason, shown.detail)
        print_line(say(f"NIE WIADOMO: {words}", f"UNKNOWN: {words}"))
    if shown.body:
        print_line(
            say(
                f"Treść odpowiedzi: {body_words(shown.body)}",
                f"Body of the answer: {body_words(shown.body)}",
            )
        )
    for each in shown.judged:
        account = (
            f"; {say('rachunek', 'account')}:"
            f" {say(ACCOUNTS[each.account], each.account)}"
            if each.account
            else ""
        )
        print_line(
            f"{dic_shown(each.line.dic, reveal=False)}"
            f"  {say(VERDICTS[each.verdict], each.verdict)}{account}"
        )


def do_print(
    check: str, out: Path, language: str, asked: Asked, *, as_json: bool
) -> int:
    """Collect, verify, and print the certificate into a new file of mode 0600."""
    chosen = word_of(Language, language, "--language")
    settings = load_settings()
    person = acting(settings)
    require_library()
    with reserved(out), open_office(settings) as office:
        evidence = _collect(office, check, asked, person)
        shown = verify(evidence, [own_vkey(settings.places)])
        out.write_bytes(
            certificate(shown, evidence, printing_of(office, person, chosen))
        )
    if as_json:
        print_json({"file": str(out), "intentId": check, "language": chosen.value})
        return Exit.YES
    print_line(say(f"Zaświadczenie: {out}", f"Certificate: {out}"))
    _note_numbers()
    return Exit.YES


def printing_of(office: OpenOffice, person: Person, language: Language) -> Printing:
    """Say who prints, for whom, and when."""
    actor = person.actor(Role.CLERK)
    return Printing(
        authority=office.trail.office.authority.name,
        printed_by=f"{actor.name}, {actor.unit}" if actor.unit else actor.name,
        printed_at=office.trail.clock(),
        language=language,
    )


def _collect(office: OpenOffice, check: str, asked: Asked, person: Person) -> Evidence:
    return collect(
        office.trail,
        check,
        actor=person.actor(Role.CLERK),
        case=asked.case,
        purpose=purpose_of(System.CRPDPH, asked.purpose),
        justification=asked.justification,
    )
