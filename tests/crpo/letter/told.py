"""Entries of letters, as the log tells them."""

from typing import Any

from crpo.letter.status import ATTACH, EVENT, OPEN_RENEWAL, PREPARE

AT = "2026-11-20T12:00:00.000000Z"
ENDS = "2027-08-19T13:11:15.000000Z"


def sealed(name: str = "Bogus", ends: str = ENDS, serial: str = "1") -> dict[str, str]:
    """A seal as entries tell it."""
    return {"name": name, "serial": serial, "not_after": ends}


def prepared(
    letter_id: str = "a", *seals: dict[str, str], renewal: str = ""
) -> dict[str, Any]:
    """The entry of a preparation; one may go on with a renewal."""
    told: dict[str, Any] = {"manifest_sha256": "00"}
    told |= {"seals": list(seals or (sealed(),))}
    told |= {"renewal": renewal} if renewal else {}
    return {"id": letter_id, "at": AT, "operation": PREPARE, "letter": told}


def step(word: str, letter_id: str = "a", **more: object) -> dict[str, Any]:
    """The entry of a step."""
    return {"ref": letter_id, "at": AT, "event": EVENT, "step": word, **more}


def attached(verdict: str) -> dict[str, Any]:
    """The entry of a signed file that was brought back."""
    return {"ref": "a", "at": AT, "operation": ATTACH, "verdict": verdict}


def registered(letter_id: str, *seals: dict[str, str]) -> list[dict[str, Any]]:
    """All entries of a letter that went its whole way."""
    return [
        prepared(letter_id, *seals),
        step("sent", letter_id),
        step("accepted", letter_id),
        step("registered", letter_id, seals=list(seals)),
    ]


def renewal_opened(case_id: str, *seals: dict[str, str]) -> dict[str, Any]:
    """The entry of a renewal of letter `a`."""
    opened = {"event": OPEN_RENEWAL, "ref": "a", "seals": list(seals)}
    return {"id": case_id, "at": AT, **opened}
