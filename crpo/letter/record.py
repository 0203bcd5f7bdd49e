"""[2] Each step of a letter is an entry of the log, and the log is its only record.

Names of staff, the office's public numbers and its seals stand there in clear; of a
signed file only a salted digest, since its certificate holds the signer's PESEL.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from accountability.clear_text import safe_id
from accountability.entries import actor_fields
from accountability.model import Actor
from accountability.privacy import salted_digest
from accountability.standing_order import StandingOrder
from accountability.trail import AuditTrail
from crpo.errors import LetterStepRefused
from crpo.letter.model import Letter, NamedSeal
from crpo.letter.package import Package, Written
from crpo.letter.renewal import is_about
from crpo.letter.signature_checks import Attached
from crpo.letter.status import (
    ATTACH,
    CORRECT_UPP,
    END_SEAL,
    EVENT,
    INQUIRE,
    OPEN_RENEWAL,
    PREPARE,
    SealTerm,
    Standing,
    Step,
    require_step,
    standings,
)
from ledger.entry import decode_entry, new_entry_id
from ledger.reader import Reader
from vocabulary.clock import iso_utc

_KINDS: Final = ("document", "system")


def read_standings(trail: AuditTrail) -> tuple[Standing, ...]:
    """Read where every letter stands, oldest first."""
    with trail.log.reader() as reader:
        return _standings(reader)


def _standings(reader: Reader) -> tuple[Standing, ...]:
    found = sorted(
        (index, body)
        for kind in _KINDS
        for index, body in reader.select({"kind": kind})
    )
    return standings(decode_entry(body) for _, body in found if b"letter-" in body)


def find_standing(trail: AuditTrail, letter_id: str) -> Standing:
    """Find where one letter stands.

    Raises:
        LetterStepRefused: The log knows no such letter.
    """
    for each in read_standings(trail):
        if each.letter_id == letter_id:
            return each
    raise LetterStepRefused(
        "no letter of this id in the log", polish="w dzienniku nie ma takiego pisma"
    )


def find_renewal(trail: AuditTrail, case_id: str) -> Standing:
    """Find a renewal that was opened, or a letter that goes on with it.

    Raises:
        LetterStepRefused: The log knows no such renewal.
    """
    for each in read_standings(trail):
        if each.renewal == case_id:
            return each
    raise LetterStepRefused(
        "no renewal of this id in the log",
        polish="w dzienniku nie ma odnowienia o numerze podanym w polu renewal",
    )


def prepared(
    trail: AuditTrail, actor: Actor, letter: Letter, letter_id: str, made: Written
) -> None:
    """Write that a letter was prepared, before its folder appears."""
    fields = {
        "operation": PREPARE,
        "actor": actor_fields(actor),
        "letter": {
            "variant": letter.variant,
            "manifest_sha256": made.manifest_sha256,
            "zip_sha256": made.zip_sha256,
            "seals": [_seal(seal) for seal in letter.seals],
        }
        | ({"renewal": letter.renewal} if letter.renewal else {}),
    }
    trail.append("document", fields, letter_id)


def inquired(trail: AuditTrail, actor: Actor, made: Written) -> str:
    """Write that an inquiry was prepared; gives the entry's id."""
    fields = {
        "operation": INQUIRE,
        "actor": actor_fields(actor),
        "letter": {"manifest_sha256": made.manifest_sha256},
    }
    return trail.append("document", fields).id


def attached(
    trail: AuditTrail,
    actor: Actor,
    package: Package,
    signed: bytes,
    found: Attached,
) -> str:
    """Write what was found of a signed file; gives the entry's id.

    Raises:
        LetterStepRefused: The log knows no such letter, another folder of it, or it
            stands where no signature is told any more.
    """
    standing = find_standing(trail, package.letter_id)
    if standing.manifest not in {"", package.manifest_sha256}:
        raise LetterStepRefused(
            "the folder is not the one in the log",
            polish="katalog jest inny niż ten, który zapisano w dzienniku",
        )
    if package.zip_sha256 and standing.zip_sha256 not in {"", package.zip_sha256}:
        raise LetterStepRefused(
            "the ZIP is not the one in the log",
            polish="plik ZIP w katalogu jest inny niż ten, który zapisano w dzienniku",
        )
    require_step(standing, Step.SIGNED)
    entry_id = new_entry_id()
    key = trail.current_key()
    fields = {
        "operation": ATTACH,
        "ref": package.letter_id,
        "actor": actor_fields(actor),
        "verdict": found.verdict,
        "rules": [each.rule for each in found.findings],
        "signed_digest": salted_digest(key.question_salt(entry_id), signed),
    }
    return trail.append("document", fields, entry_id).id


def stepped(
    trail: AuditTrail, actor: Actor, letter_id: str, step: Step, *, upp: str = ""
) -> Standing:
    """Write that a letter was sent, accepted or registered; gives where it stands.

    Args:
        trail: Where it is written.
        actor: Who says so.
        letter_id: Id of the preparation's entry.
        step: SENT, ACCEPTED or REGISTERED.
        upp: Number of the UPP, with SENT.

    Raises:
        LetterStepRefused: It does not follow from the last step.
    """
    standing = find_standing(trail, letter_id)
    require_step(standing, step)
    fields: dict[str, object] = {
        "ref": letter_id,
        "step": step,
        "actor": actor_fields(actor),
        "upp": safe_id(upp) or None,
    }
    if step is Step.REGISTERED:
        fields["seals"] = _terms(standing.seals)
        fields["renewal"] = standing.renewal or None
    trail.system(EVENT, fields)
    return find_standing(trail, letter_id)


def upp_corrected(
    trail: AuditTrail, actor: Actor, letter_id: str, upp: str
) -> Standing:
    """Write that the number of the UPP was mistyped; the first one stays in the log.

    Raises:
        LetterStepRefused: The letter was not sent.
    """
    if not find_standing(trail, letter_id).upp:
        raise LetterStepRefused(
            "no number of a UPP to correct",
            polish="pismo nie ma numeru UPP, który można poprawić",
        )
    told = {"ref": letter_id, "actor": actor_fields(actor), "upp": safe_id(upp)}
    trail.system(CORRECT_UPP, told)
    return find_standing(trail, letter_id)


def seal_ended(
    trail: AuditTrail, actor: Actor, letter_id: str, serial: str
) -> Standing:
    """Write that a registered seal needs no renewal: it has another one's place.

    Args:
        trail: Where it is written.
        actor: Who says so.
        letter_id: The letter that registered it.
        serial: Of the seal, in decimal, as `jst letter status --json` shows it.

    Raises:
        LetterStepRefused: The letter registered no such seal.
    """
    standing = find_standing(trail, letter_id)
    registered = standing.seals if standing.step is Step.REGISTERED else ()
    if serial not in {each.serial for each in registered}:
        raise LetterStepRefused(
            "no registered seal of this number in the letter",
            polish="to pismo nie zarejestrowało pieczęci o takim numerze",
        )
    told = {"ref": letter_id, "actor": actor_fields(actor), "serial": serial}
    trail.system(END_SEAL, told)
    return find_standing(trail, letter_id)


def renewal_opened(
    trail: AuditTrail,
    actor: Actor,
    letter_id: str,
    seals: Sequence[SealTerm],
    *,
    order: StandingOrder | None = None,
) -> str | None:
    """Write that a renewal is open; gives its id, or None where it was open already.

    Asked inside the log's lock, so that of two processes one opens it.

    Args:
        trail: Where it is written.
        actor: Who ran the watch, or in whose name it ran.
        letter_id: The letter that registered the seals.
        seals: Those that end soon.
        order: The standing order, when nobody sat in front of it.
    """
    entry_id = new_entry_id()
    fields = {
        "event": OPEN_RENEWAL,
        "ref": letter_id,
        "actor": actor_fields(actor),
        "standing_order": order.fields() if order else None,
        "case": {"number": order.case} if order else None,
        "seals": _terms(seals),
    }

    def guard(reader: Reader) -> None:
        cases = _standings(reader)
        if any(is_about(case, seal) for case in cases for seal in seals):
            raise _OpenAlready

    try:
        trail.append("system", fields, entry_id, guard)
    except _OpenAlready:
        return None
    return entry_id


class _OpenAlready(Exception):
    """A renewal for one of the seals is in the log."""


def _terms(seals: Iterable[SealTerm]) -> list[dict[str, str]]:
    return [
        {"name": s.name, "serial": s.serial, "not_after": iso_utc(s.not_after)}
        for s in seals
    ]


def _seal(seal: NamedSeal) -> Mapping[str, str]:
    return {
        "name": seal.name,
        "serial": seal.certificate.serial_text,
        "not_after": iso_utc(seal.certificate.not_after),
    }
