"""What `jst crpo serve` says of its notes in English; the packages say it in Polish."""

from typing import Final

from crpo.note import Note
from jst.cli.language import say

ENGLISH: Final = {
    "not_yet": "On that day there were no provisions on general powers yet.",
    "one_is_enough": (
        "Serving one of them is enough; the choice is the authority's, named here is"
        " the first with an address."
    ),
    "several_designated": (
        "More than one attorney is designated for service; find out from the party"
        " which."
    ),
    "unknown_designation": (
        "It was not told whether an attorney is designated for service; find out from"
        " the file or the party."
    ),
    "party_address": "The party's address is in the case file; the register has none.",
    "substitutes_not_told": (
        "The register did not tell whether there are further attorneys."
    ),
    "resigned": (
        "The attorney has resigned; until {until} he may have to act on. Find out"
        " whether the mandator has released him."
    ),
    "epuap_box": (
        "This is an ePUAP box: check whether service there is effective today."
    ),
    "no_paper_for_professionals": (
        "The register gave no electronic address, and a professional attorney is served"
        " electronically or at the seat of the authority."
    ),
    "profession_not_told": (
        "Neither an electronic address was told, nor whether the attorney is a"
        " professional; find out before a letter goes on paper."
    ),
    "no_address": (
        "There is neither an address for service in Poland nor an electronic one; find"
        " one out."
    ),
}


def note_in_words(note: Note) -> str:
    """Say a note in the person's language."""
    return say(str(note), ENGLISH.get(note.id, note.says).format(until=note.until))
