"""How an answer of the regulation becomes a finding, with its provision and source."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ksef.access.judge_finding import Judged, error, note, unanswered, warning
from ksef.law.decision import Answer, Decision

# The provisions that a body outside them is no unit by.
_OF_UNITS: Final = frozenset(
    {"ksef.manage.person_for_local_unit", "ksef.r1815.manage.representative"}
)


# How the request names what the law asks for.
_FACTS: Final = {
    "as_representative": "asRepresentative",
    "context": "bodyKind",
    "entity_named_by": "entityNamedBy",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law was asked about, in words of the request, and of which day."""

    about: str
    at: str
    on: date


def answered(decision: Decision, asked: Asked) -> Judged:
    """Put the answer of the law into a finding."""
    about, at = asked.about, asked.at
    match decision.answer:
        case Answer.YES:
            found = note(
                "ksef.grant.law_allows",
                at,
                f"{about}: przepis na to pozwala.",
                english=f"{about}: the regulation allows it.",
            )
        case Answer.NOT_APPLICABLE:
            found = note(
                "ksef.grant.law_silent",
                at,
                f"{about}: to uprawnienie samego KSeF, przepis nie ma dla niego"
                " rodzaju w tym kontekście.",
                english=f"{about}: a permission of KSeF itself; the regulation has no"
                " kind for it in this context.",
            )
        case Answer.NOT_IN_FORCE:
            found = error(
                "ksef.grant.law_not_in_force",
                at,
                f"{about}: w dniu {asked.on} przepis tego nie przewiduje.",
                english=f"{about}: on {asked.on} the regulation does not provide it.",
            )
        case Answer.CANNOT_TELL if fact := _missing_fact(decision):
            found = unanswered(
                "ksef.grant.law_untold",
                at,
                f"{about}: bez tej wiadomości przepis nie odpowie: {fact}.",
                english=f"{about}: without this fact the regulation gives no answer:"
                f" {fact}.",
                missing=fact,
            )
        case Answer.CANNOT_TELL:
            found = warning(
                "ksef.grant.law_not_seen",
                at,
                f"{about}: tekstu przepisu nie widzieliśmy; nie wiadomo, czy wolno.",
                english=f"{about}: the text was not seen, so whether it is allowed is"
                " not known.",
            )
        case _:
            found = error(
                "ksef.grant.law_refuses",
                at,
                f"{about}: przepis na to nie pozwala.",
                english=f"{about}: the regulation does not allow it.",
            )
    return resting_on(found, decision)


def _missing_fact(decision: Decision) -> str:
    """Name a fact that the office could tell; a text that nobody saw is none."""
    told = [each for each in decision.missing if not each.startswith("text:")]
    return next((_FACTS.get(each, each) for each in told), "")


def resting_on(found: Judged, decision: Decision, *, is_unit: bool = False) -> Judged:
    """Put the provision behind a finding, and say where it rests on others' word."""
    behind = decision.decided_by or decision.turns_on
    best = [each for each in behind if each.id in _OF_UNITS] if is_unit else []
    told = found
    if decision.rests_on_secondary:
        told = replace(
            found,
            message=f"{found.message} (Według źródła wtórnego.)",
            english=f"{found.english} (From a secondary source.)",
        )
    return replace(
        told,
        ref=next((each.ref for each in best or behind), None),
        decision=decision,
        system_differs=decision.system_differs,
    )
