"""[5] Open the renewals that are due: once each, an entry first and then its draft.

    log -> due -> entry (inside the log's lock) -> JST_HOME/renewals/ID/office.toml

Dying between entry and draft leaves a renewal without one: the next run writes it. What
stands in a draft is a person's to change, so one that is there is never touched.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accountability.model import Actor
from accountability.standing_order import StandingOrder, check_terms
from crpo.errors import LetterInvalid
from crpo.letter import record
from crpo.letter.model import OfficeFile
from crpo.letter.office_draft import FILE, NOTHING_KNOWN, kept_office, renewal_draft
from crpo.letter.office_file import MAX_BYTES, read_office_file
from crpo.letter.renewal import Renewal, renewals, to_open
from crpo.letter.status import OPEN_RENEWAL, SealTerm
from documents.whole import new_file
from jst.errors import OutputRefused
from jst.office import OpenOffice
from jst.orders import LETTER
from jst.places import Places, make_folder
from ledger.files import open_regular
from vocabulary.clock import warsaw_day


@dataclass(frozen=True, slots=True)
class Opened:
    """What a run found of the renewals.

    Attributes:
        due: Registered seals for which a new letter is due, all with a renewal.
        now: Ids of the renewals that this run opened.
    """

    due: tuple[Renewal, ...]
    now: tuple[str, ...]


def draft_of(places: Places, case_id: str) -> Path:
    """Tell where the draft of a renewal is."""
    return places.renewals / case_id / FILE


def remember(places: Places, office: OfficeFile) -> None:
    """Keep the unit's data of a letter that is about to be prepared.

    Raises:
        OutputRefused: The home does not take it.
    """
    path = places.letter_office
    draft = ""
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(kept_office(office).encode())
        Path(draft).rename(path)
    except OSError as refused:
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise _refused(path, refused) from None


def open_due(
    office: OpenOffice, actor: Actor, order: StandingOrder | None = None
) -> Opened:
    """Open the renewal of each letter with a registered seal that ends soon.

    Raises:
        ActionDenied: The order does not cover it today; that is logged.
        AuditUnavailable: The log took no entry.
        OutputRefused: A draft cannot be written; its entry stands, and so the next run
            tries again.
    """
    trail, places = office.trail, office.settings.places
    today = warsaw_day(trail.clock())
    if order is not None:
        _require(office, actor, order, today)
    now = []
    for letter_id, seals in to_open(_due(office, today)).items():
        found = record.renewal_opened(trail, actor, letter_id, seals, order=order)
        now += [found] if found else []
    due = _due(office, today)
    for case_id in dict.fromkeys(each.case_id for each in due if not each.letters):
        about = [each for each in due if each.case_id == case_id]
        write_draft(places, about[0].letter_id, case_id, [each.seal for each in about])
    return Opened(due, tuple(now))


def write_draft(
    places: Places, letter_id: str, case_id: str, seals: Sequence[SealTerm]
) -> None:
    """Write the draft of a renewal where there is none.

    Raises:
        OutputRefused: The home does not take it.
    """
    path = draft_of(places, case_id)
    if os.path.lexists(path):
        return
    kept = _kept(places)
    text = renewal_draft(kept, seals, letter_id=letter_id, case_id=case_id)
    make_folder(places.renewals)
    make_folder(path.parent)
    try:
        with new_file(path) as file:
            file.write(text.encode())
    except FileExistsError:
        return  # another process was quicker
    except OSError as refused:
        raise _refused(path, refused) from None


def _due(office: OpenOffice, today: date) -> tuple[Renewal, ...]:
    letters = record.read_standings(office.trail)
    days = office.settings.file.letter.renewal_days
    return renewals(letters, on=today, days=days)


def _require(
    office: OpenOffice, actor: Actor, order: StandingOrder, today: date
) -> None:
    against = tuple(
        check_terms(
            order,
            person=actor.id,
            system=LETTER,
            operation=OPEN_RENEWAL,
            case=order.case,
            on=today,
        )
    )
    if against:
        fields = {"standing_order": order.fields(), "case": {"number": order.case}}
        raise office.trail.refused(OPEN_RENEWAL, actor, fields, against)


def _kept(places: Places) -> OfficeFile:
    """Read the unit's data of the last letter; nothing where none are kept."""
    try:
        with open_regular(places.letter_office) as file:
            return read_office_file(file.read(MAX_BYTES + 1))
    except (OSError, LetterInvalid):
        return NOTHING_KNOWN


def _refused(path: Path, error: OSError) -> OutputRefused:
    return OutputRefused(
        f"{path}: {error.strerror or 'not written'}",
        polish=f"{path}: nie można tam zapisać",
    )
