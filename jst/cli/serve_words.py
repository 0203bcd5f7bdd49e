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
    "epuap_not_used": (
        "An ePUAP box was told, too; it is no address for e-Doręczenia (ADE), so the"
        " address in Poland is named."
    ),
    "no_paper_for_professionals": (
        "No electronic address was told, and a professional attorney is served"
        " electronically or at the seat of the authority."
    ),
    "profession_not_told": (
        "Neither an address for e-Doręczenia (ADE) was told, nor whether the attorney"
        " is a professional; find out before a letter goes on paper."
    ),
    "no_address": (
        "There is neither an address for service in Poland nor an electronic one; find"
        " one out."
    ),
    "resigned_but_registered": (
        "The register still names the attorney whose resignation is in the file;"
        " resigning a general power works from its receipt in the register."
    ),
    "special_ended": (
        "A special power of the file is left out, because the attorney has resigned."
    ),
    "resigned_unclear": (
        "It cannot be told whether the attorney of the special power has resigned; give"
        " the same identifier in both places of the file."
    ),
    "designation_partly_told": (
        "It was not told of each of them whether they are designated for service; named"
        " is the only one of whom it was."
    ),
    "substitute_not_allowed": (
        "A further attorney is designated for service, and the power does not let"
        " further ones be appointed; find out from the party."
    ),
    "substitute_right_not_told": (
        "It was not told whether the power lets further attorneys be appointed."
    ),
    "told_differently": (
        "Several powers of this person tell different addresses or professions; the"
        " first address is named, find out which is current."
    ),
}


def note_in_words(note: Note) -> str:
    """Say a note in the person's language."""
    return say(str(note), ENGLISH.get(note.id, note.says).format(until=note.until))
