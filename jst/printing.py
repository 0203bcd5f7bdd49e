"""[5] The print-out of a kept answer as this office makes it."""

from accountability.model import Actor
from crpo.kept import KeptAnswer
from crpo.print_out import Printing, print_out
from jst.office import OpenOffice


def printed(office: OpenOffice, kept: KeptAnswer, actor: Actor) -> bytes:
    """Make the PDF of a kept answer; it was read under an entry `print`.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A letter that no font here has.
    """
    return print_out(
        kept.answer,
        Printing(
            authority=office.trail.office.authority.name,
            case=str(kept.entry["case"]["number"]),
            asked_by=str(kept.entry["actor"]["name"]),
            printed_by=f"{actor.name}, {actor.unit}" if actor.unit else actor.name,
            printed_at=office.trail.clock(),
            receipt_id=kept.intent_id,
            print_id=kept.disclosure_id,
            reference_contract=office.settings.crpo.contract == "xades_xml",
        ),
    )
