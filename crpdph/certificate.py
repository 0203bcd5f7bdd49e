"""[5] The certificate of a check as PDF: question, answer, and how to verify them.

    verified evidence -> rows of text (pl, cs, en) -> documents -> PDF

Only verified evidence becomes a certificate. It is ours, and says so: the register
gives no consultation number and signs nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from crpdph.calendar import in_prague
from crpdph.certificate_words import WORDS
from crpdph.evidence import CACHE, Evidence, Verified
from crpdph.judging import Judged
from crpdph.law import threshold_on
from crpdph.model import Verdict
from crpdph.reason_words import detail_said, reason_said
from documents.pdf import render_pdf
from documents.text import in_groups, printable, printable_rows
from vocabulary.clock import iso_utc, parse_iso_utc

MAX_LINES: Final = 100


class Language(StrEnum):
    """In which language a certificate is set."""

    POLISH = "pl"
    CZECH = "cs"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What a certificate says besides the evidence.

    Attributes:
        authority: The office, as it writes its name.
        printed_by: Who prints, with the unit.
        printed_at: An aware instant.
        language: In which language.
    """

    authority: str
    printed_by: str
    printed_at: datetime
    language: Language


def certificate(verified: Verified, evidence: Evidence, printing: Printing) -> bytes:
    """Make the PDF; the same evidence and printing give the same bytes.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A letter that the fonts do not have.
    """
    words = WORDS[printing.language]
    return render_pdf(
        "crpdph_certificate",
        certificate_data(verified, evidence, printing),
        title=f"{words['title']}, {printable(str(verified.intent['case']['number']))}",
        language=printing.language.value,
        made_at=printing.printed_at,
    )


def certificate_data(
    verified: Verified, evidence: Evidence, printing: Printing
) -> dict[str, object]:
    """Say what stands in the certificate, as text; pure."""
    words = WORDS[printing.language]
    shown = verified.judged[:MAX_LINES]

    def reasons(code: str) -> str:
        said = reason_said(code, verified.detail, printing.language)
        return (
            f"{said}; {body}"
            if (body := detail_said(verified.body, printing.language))
            else said
        )

    left_out = len(verified.judged) - len(shown)
    day = verified.answer.generated_on if verified.answer else None
    return {
        "heading": words["title"],
        "authority": printable(printing.authority),
        "facts_heading": words["facts"],
        "facts": printable_rows(_facts(verified, evidence, printing, words)),
        "verdict_heading": words["verdict"],
        "no_answer": words["no_answer"] if verified.answer is None else "",
        "lines": [_line(judged, words, reasons) for judged in shown],
        "left_out": words["left_out"].format(left_out) if left_out else "",
        "notes_heading": words["notes"],
        "notes": [*_notes(words, day)],
        "verify_heading": words["verify"],
        "verify": words["how_to_verify"],
        "command": words["command"],
        "page": words["page"],
    }


def _facts(
    verified: Verified,
    evidence: Evidence,
    printing: Printing,
    words: Mapping[str, str],
) -> list[tuple[str, str]]:
    intent, outcome = verified.intent, verified.outcome
    asked, answered = (parse_iso_utc(str(e["at"])) for e in (intent, outcome))
    cited, from_cache = verified.cited, outcome.get("source") == CACHE
    peer = (cited or outcome).get("peer") or {}
    when = "read_again_at" if from_cache else "asked_at"
    told = cited and _instant(parse_iso_utc(str(cited["at"])), words)
    of_cited = [
        (words["cited"], str(intent.get("ref"))),
        (words["cited_at"], told or words["none"]),
    ]
    answer = verified.answer
    day = answer.generated_on if answer else None
    return [
        (words["case"], str(intent["case"]["number"])),
        (words["asked_by"], str(intent["actor"]["name"])),
        (words["operation"], str(intent["operation"])),
        (words[when], _instant(asked, words)),
        (words["answered_at"], _instant(answered, words)),
        (words["register_day"], day.isoformat() if day else words["none"]),
        (words["source"], words.get(f"source_{outcome.get('source')}", "")),
        *(of_cited if from_cache else []),
        (words["url"], str(peer.get("url") or words["none"])),
        (words["tls"], str(peer.get("tls") or words["none"])),
        (
            words["peer"],
            in_groups(str(peer.get("certificate_sha256") or words["none"])),
        ),
        (words["action"], str(intent["id"])),
        (words["log_size"], str(verified.checkpoint.size)),
        (words["request_digest"], in_groups(str(intent.get("request_digest")))),
        (words["answer_digest"], in_groups(str(outcome.get("answer_digest")))),
        (words["http_status"], str(peer.get("http_status") or words["none"])),
        (words["answer_bytes"], str(len(evidence.answer))),
        (words["tool"], verified.question.tool),
        (words["printed_by"], printing.printed_by),
        (words["printed_at"], _instant(printing.printed_at, words)),
    ]


def _line(
    judged: Judged, words: Mapping[str, str], reasons: Callable[[str], str]
) -> dict[str, object]:
    subject = judged.subject
    rows: list[tuple[str, str]] = []
    if judged.line.account is not None and judged.account is not None:
        rows.append((words["account"], judged.line.account))
        rows.append((words["account_state"], words[f"account_{judged.account}"]))
    if judged.reason:
        rows.append((words["reason"], reasons(judged.reason)))
    if subject is not None:
        if subject.name is not None:
            cut = f" ({words['cut']})" if subject.name_may_be_cut else ""
            rows.append((words["name"], f"{subject.name}{cut}"))
        if subject.address is not None:
            rows.append((words["address"], ", ".join(filter(None, subject.address))))
        if subject.kind is not None:
            rows.append((words["kind"], subject.kind))
        if subject.unreliable_since is not None:
            rows.append((words["since"], subject.unreliable_since.isoformat()))
        if subject.tax_office is not None:
            rows.append((words["tax_office"], subject.tax_office))
        if subject.accounts:
            texts = "; ".join(each.text for each in subject.accounts)
            rows.append((words["accounts"], texts))
    return {
        "dic": f"CZ{judged.line.dic.reveal()}",
        "verdict": words[f"verdict_{judged.verdict}"],
        "is_good": judged.verdict is Verdict.RELIABLE,
        "rows": printable_rows(rows),
    }


def _notes(words: Mapping[str, str], day: date | None) -> list[str]:
    threshold = threshold_on(day) if day else None
    amount = (
        f"{threshold.amount_czk:,}".replace(",", words["thousands"])
        if threshold
        else ""
    )
    return [
        words["note_ours"],
        words["note_now"],
        words["note_account"],
        *(
            [words["note_threshold"].format(amount, threshold.source)]
            if threshold
            else []
        ),
    ]


def _instant(instant: datetime, words: Mapping[str, str]) -> str:
    return f"{in_prague(instant)} ({words['prague']}), {iso_utc(instant)}"
