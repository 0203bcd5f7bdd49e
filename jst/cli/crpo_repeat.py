"""jst crpo lookup --retry: one's own question of outcome UNKNOWN, asked once more.

    id -> the question in the log -> the same mandator, case, purpose, words

The identifier is typed again: the log holds it sealed, and a clerk unseals nothing. The
blind index tells whether it is the same one.
"""

from dataclasses import dataclass

from accountability.model import LegalBasis, Purpose
from crpo.model import MandatorQuery
from jst.errors import RepeatRefused
from jst.office import OpenOffice
from jst.people import Person
from jst.reading import Reading
from ledger.entry import decode_entry
from ledger.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What was asked, as the log has it.

    Attributes:
        case: Number of the case.
        purpose: Why.
        justification: In the person's own words; may be empty.
        basis: The provisions.
    """

    case: str
    purpose: Purpose
    justification: str
    basis: tuple[LegalBasis, ...]


def question_to_repeat(
    intent_id: str, query: MandatorQuery, case: str, person: Person, office: OpenOffice
) -> Repeated:
    """Read one's own question whose outcome is UNKNOWN and that nobody has repeated.

    Args:
        intent_id: Its id.
        query: About whom, as it is typed again.
        case: For which case, where that is typed again.
        person: Who asks.
        office: Whose log.

    Raises:
        RepeatRefused: It is another person's, of another case or mandator, it ended
            otherwise, or was repeated already; nothing was asked.
    """
    trail = office.trail
    with trail.log.reader() as reader:
        shown = Reading(reader, person).one(intent_id)
        last = _last_repeat(reader, str(shown.entry["id"]))
    entry = shown.entry
    [subject, *_] = entry.get("subjects") or [{}]
    same = (
        entry["kind"] == "intent"
        and shown.result == "unknown"
        and entry["actor"]["id"] == person.id
        and case in {"", entry["case"]["number"]}
        and trail.keys.of(str(subject.get("period"))).blind_index(query.mandator)
        == subject.get("index")
    )
    if not same:
        raise RepeatRefused(
            "only one's own UNKNOWN question is repeated, for its case and mandator",
            polish="powtarza się tylko własne zapytanie o wyniku nieznanym, w tej samej"
            " sprawie i o tego samego mocodawcę",
        )
    if last != entry["id"]:
        raise RepeatRefused(
            f"it was repeated already, by the question {last}; look at that one's"
            " outcome (jst ledger show), and repeat that one if it is UNKNOWN, too",
            polish=f"to zapytanie powtórzono już zapytaniem {last}; sprawdź jego wynik"
            " (jst ledger show), a gdy też jest nieznany, powtórz tamto",
        )
    return Repeated(
        case=str(entry["case"]["number"]),
        purpose=Purpose(entry["purpose"]),
        justification=str(entry.get("justification", "")),
        basis=tuple(LegalBasis(each) for each in entry["basis"]),
    )


def _last_repeat(reader: Reader, intent_id: str) -> str:
    """Follow the questions that repeat one another, from one to the last."""
    where = {"ref": intent_id, "kind": "intent"}
    for _, body in reader.select(where, newest_first=True, limit=1):
        return _last_repeat(reader, str(decode_entry(body)["id"]))
    return intent_id
