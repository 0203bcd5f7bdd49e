"""Legal hold: a case that stays readable although the keys of its months go.

    set     -> a key of its own (`2026-11.hold-<12 hex>`), and an entry
    retire  -> before a month's key goes, what belongs to a held case is sealed anew
               under the hold's key: subjects, salts of questions, kept answers
    lift    -> an entry; the hold's key is then destroyed like any other

What is sealed anew lies in `JST_HOME/held/<entry id>.json`, shaped like the entry's own
`subjects`, and in the kept answer's own file. Nothing is shown to anybody by it.

Not trusted: an altered file does not open (AES-GCM, bound to its entry). Its loss makes
that entry's subjects unreadable, once the month's key is gone.
"""

import json
import os
import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from accountability.disclosure import Disclosure
from accountability.durable import write_private
from accountability.entries import Fields, actor_fields
from accountability.errors import EvidenceUnreadable, RetentionRefused
from accountability.model import Actor, CaseRef
from accountability.privacy import PeriodKey
from accountability.retention import HOLD_PREFIX, is_hold
from accountability.sealing import sealed_bytes
from accountability.trail import AuditTrail
from ledger.entry import decode_entry
from ledger.files import read_regular, sync_folder
from ledger.locks import LockFile
from ledger.reader import Reader
from vocabulary.clock import warsaw_day

FORMAT: Final = "crpo-ksef/held/v1"
SET: Final = "legal-hold-set"
LIFTED: Final = "legal-hold-lifted"
_ID: Final = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One legal hold.

    Attributes:
        id: Of the entry that set it.
        case: The case's number.
        period: The name of its key.
        at: When it was set, as the entry says.
        lifted: Whether an entry has ended it.
    """

    id: str
    case: str
    period: str
    at: str
    lifted: bool = False


def holds_of(reader: Reader) -> tuple[Hold, ...]:
    """Read all holds there ever were, oldest first."""
    found: dict[str, Hold] = {}
    for _, body in reader.select({"kind": "system"}):
        entry = decode_entry(body)
        if entry.get("event") == SET:
            found[entry["id"]] = Hold(
                id=entry["id"],
                case=str(entry["case"]["number"]),
                period=str(entry["period"]),
                at=entry["at"],
            )
        elif entry.get("event") == LIFTED:
            found[entry["ref"]] = replace(found[entry["ref"]], lifted=True)
    return tuple(found.values())


def held_cases(reader: Reader) -> dict[str, Hold]:
    """Give the holds in force, by case."""
    return {hold.case: hold for hold in holds_of(reader) if not hold.lifted}


def entries_of(reader: Reader, case: str) -> int:
    """Count what a hold of a case reaches: entries that name it, but holds."""
    named = {"case_number": CaseRef(case)}
    return reader.count(named) - reader.count(named | {"kind": "system"})


def set_hold(trail: AuditTrail, actor: Actor, *, case: str, justification: str) -> Hold:
    """Put a case under legal hold.

    Raises:
        RetentionRefused: It is under hold already.
        AuditUnavailable: The log refused the entry.
    """
    case = CaseRef(case)
    with retention_lock(trail):
        with trail.log.reader() as reader:
            if case in held_cases(reader):
                raise RetentionRefused(
                    "the case is under legal hold", "sprawa jest już wstrzymana"
                )
        month = f"{warsaw_day(trail.clock()):%Y-%m}"
        period = f"{month}.{HOLD_PREFIX}{os.urandom(6).hex()}"
        # Dying after the key is made: a key that nothing was sealed under.
        trail.keys.make(period)
        said = _said(actor, case, justification) | {"period": period}
        entry = trail.system(SET, said)
    at = str(decode_entry(entry.body)["at"])
    return Hold(id=entry.id, case=case, period=period, at=at)


def lift_hold(
    trail: AuditTrail, actor: Actor, *, case: str, justification: str
) -> Hold:
    """End a legal hold; its key may then be retired, by order like any other.

    Raises:
        RetentionRefused: The case is not under hold.
    """
    case = CaseRef(case)
    with retention_lock(trail):
        with trail.log.reader() as reader:
            hold = held_cases(reader).get(case)
        if hold is None:
            raise RetentionRefused(
                "the case is not under legal hold", "ta sprawa nie jest wstrzymana"
            )
        said = _said(actor, case, justification)
        trail.system(LIFTED, said | {"ref": hold.id, "period": hold.period})
    return replace(hold, lifted=True)


def keep_held(trail: AuditTrail, period: str) -> int:
    """Seal what held cases have in a period anew, durably; give how many entries.

    What was sealed anew before is left as it is, so a repeat after a kill finishes.

    Raises:
        EvidenceUnreadable: Something of a held case does not open: destroy nothing.
    """
    with trail.log.reader() as reader:
        entries = [
            (hold, decode_entry(body))
            for case, hold in held_cases(reader).items()
            for _, body in reader.select({"case_number": case})
        ]
    kept = 0
    for hold, entry in entries:
        entry_id = str(entry["id"])
        now_under = {each.get("period") for each in subjects_of(trail.home, entry)}
        first_under = {each.get("period") for each in _subjects(entry)}
        if period not in now_under | first_under:
            continue
        to = trail.keys.of(hold.period)
        if period in now_under:
            write_private(
                str(held_file(trail.home, entry_id)),
                _anew(trail.home, entry, trail.keys.of(period), to),
            )
        trail.evidence.hand_over(entry_id, to=to)
        kept += 1
    return kept


def subjects_of(home: Path, entry: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give an entry's sealed subjects: as they were kept for a hold, else its own.

    Raises:
        EvidenceUnreadable: What was kept for a hold is no such file.
    """
    path = held_file(home, str(entry["id"]))
    if not path.exists():
        return _subjects(entry)
    return _subjects(_read(path))


def held_subjects(home: Path) -> dict[str, list[dict[str, str]]]:
    """Give the sealed subjects of every entry that holds keep, by its id.

    Raises:
        EvidenceUnreadable: One of the files is none of ours.
    """
    return {
        path.stem: _subjects(_read(path)) for path in (home / "held").glob("*.json")
    }


def question_salt(trail: AuditTrail, intent_id: str, *, under: Disclosure) -> bytes:
    """Give the salt of a kept question's digest: derived, or as a hold has kept it.

    Raises:
        PeriodKeyMissing: The key of its period was destroyed.
        EvidenceUnreadable: Nothing is kept, or what the hold kept does not open.
    """
    key = trail.keys.of(trail.evidence.period_of(intent_id))
    if not is_hold(key.period):
        return key.question_salt(intent_id)
    sealed = sealed_bytes(_read(held_file(trail.home, intent_id))["salt"])
    return key.open_evidence(sealed, intent_id=intent_id, under=under)


def held_file(home: Path, entry_id: str) -> Path:
    """Tell where what a hold keeps of an entry lies."""
    if not _ID.fullmatch(entry_id):
        raise EvidenceUnreadable("not the id of an entry")
    return home / "held" / f"{entry_id}.json"


def remove_unreadable(trail: AuditTrail, destroyed: Collection[str]) -> int:
    """Remove what holds kept under keys that were destroyed; give how many files."""
    folder = trail.home / "held"
    gone = [path for path in folder.glob("*.json") if _period_in(path) in destroyed]
    for path in gone:
        path.unlink()
    if gone:
        sync_folder(folder)
    return len(gone)


@contextmanager
def retention_lock(trail: AuditTrail) -> Iterator[None]:
    """Keep holds from being set while a key is destroyed, and the other way round."""
    lock = LockFile(trail.home / "retention.lock")
    try:
        with lock:
            yield
    finally:
        lock.abandon()


def _said(actor: Actor, case: str, justification: str) -> Fields:
    return {
        "actor": actor_fields(actor),
        "case": {"number": case},
        "justification": justification,
    }


def _subjects(entry: Mapping[str, Any]) -> list[dict[str, str]]:
    return list(entry.get("subjects") or ())


def _anew(home: Path, entry: Mapping[str, Any], key: PeriodKey, to: PeriodKey) -> bytes:
    """Write what is kept of an entry: its subjects, and the salt of its question.

    A case that is held a second time hands over what the first hold has kept.
    """
    entry_id = str(entry["id"])
    path = held_file(home, entry_id)
    if path.exists():
        before = sealed_bytes(_read(path)["salt"])
        moved = key.hand_over_evidence(before, intent_id=entry_id, to=to)
        salt = b64encode(moved).decode()
    else:
        salt = key.hand_over_salt(entry_id, to=to)
    return json.dumps(
        {
            "format": FORMAT,
            "entry": entry_id,
            "period": to.period,
            "subjects": [
                key.hand_over(each, entry_id=entry_id, to=to)
                for each in subjects_of(home, entry)
            ],
            "salt": salt,
        }
    ).encode()


def _period_in(path: Path) -> str:
    return str(_read(path)["period"])


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(read_regular(path))
        known = (
            said["period"] and said["format"] == FORMAT and said["entry"] == path.stem
        )
        sound = known and isinstance(said["subjects"], list) and "salt" in said
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as odd:
        raise EvidenceUnreadable(f"what was held of {path.stem} is odd") from odd
    if not sound:
        raise EvidenceUnreadable(f"what was held of {path.stem} belongs elsewhere")
    return dict(said)
