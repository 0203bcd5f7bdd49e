"""A renewal as people and machines read it: `jst cert watch`, `jst letter status`."""

from collections.abc import Sequence
from typing import Any

from crpo.letter.renewal import Renewal
from jst.cli.language import say
from jst.cli.output import print_line
from jst.places import Places
from jst.renewing import draft_of
from vocabulary.clock import iso_utc, warsaw_day


def renewal_json(
    renewal: Renewal, places: Places, now: Sequence[str] = ()
) -> dict[str, Any]:
    """Write a renewal in JSON.

    Args:
        renewal: What is due.
        places: Where its draft is.
        now: Ids of the renewals that were opened just now.
    """
    case_id = renewal.case_id
    return {
        "letterId": renewal.letter_id,
        "seal": renewal.seal.name,
        "serialDecimal": renewal.seal.serial,
        "notAfter": iso_utc(renewal.seal.not_after),
        "opensOn": renewal.opens_on.isoformat(),
        "renewalId": case_id or None,
        "openedNow": case_id in now,
        "draft": str(draft_of(places, case_id)) if case_id else None,
        "continuedBy": list(renewal.letters),
    }


def print_renewals(
    due: Sequence[Renewal], places: Places, now: Sequence[str] = ()
) -> None:
    """Say for each seal that it ends, and what to do next."""
    for each in due:
        last, seal = warsaw_day(each.seal.not_after), each.seal
        print_line(
            say(
                f"Odnów: pieczęć „{seal.name}” (numer {seal.serial}), koniec ważności"
                f" {last}.",
                f"Renew: the seal “{seal.name}” (number {seal.serial}) ends on {last}.",
            )
        )
        print_line(f"  {_next(each, places, now)}")
        print_line(
            say(
                "  Zastąpiła ją inna albo nikt jej nie używa? jst letter status"
                f" --letter {each.letter_id} --ended {seal.serial}",
                "  Another one took its place, or nobody uses it? jst letter status"
                f" --letter {each.letter_id} --ended {seal.serial}",
            )
        )


def _next(renewal: Renewal, places: Places, now: Sequence[str]) -> str:
    case_id = renewal.case_id
    if renewal.letters:
        letters = ", ".join(renewal.letters)
        return say(f"Nowe pismo w toku: {letters}", f"The new letter: {letters}")
    if not case_id:
        return say(
            "Odnowienia jeszcze nie otwarto; zrobi to: jst cert watch KATALOG",
            "No renewal is open yet; this opens it: jst cert watch FOLDER",
        )
    draft = draft_of(places, case_id)
    opened = (
        say("Otwarto odnowienie", "A renewal was opened")
        if case_id in now
        else say("Odnowienie jest otwarte", "The renewal is open")
    )
    return f"{opened} ({case_id}): {draft}"
