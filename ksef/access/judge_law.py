"""What the regulation of the day says of a request, by `ksef.law.decide`.

Whose context it is follows from `bodyKind`, from the roles that KSeF knows, or from an
internal id; else the law is not asked, and that is said. In the context of a unit it is
taken that its representative grants, elsewhere the taxpayer or whom he named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from ksef.access.judge_calls import Call
from ksef.access.judge_facts import Facts
from ksef.access.judge_finding import Judged, error, note, warning
from ksef.access.judge_identifiers import typed
from ksef.access.judge_permissions import asked_for
from ksef.law.bodies import NOTES, UNITS
from ksef.law.decide import decide
from ksef.law.decision import Answer, Decision, Followed
from ksef.law.question import Authenticate, MayGrant
from ksef.model import Body, Holder, Means, Namer, Subject, SystemPermission

_ROLE_IS: Final[Mapping[str, Body]] = {
    "LocalGovernmentUnit": Body.JST,
    "LocalGovernmentSubUnit": Body.LOCAL_BUDGET_UNIT,
    "VatGroupUnit": Body.VAT_GROUP,
    "VatGroupSubUnit": Body.VAT_GROUP_MEMBER,
    "EnforcementAuthority": Body.ENFORCEMENT_AUTHORITY,
    "CourtBailiff": Body.BAILIFF,
}
_NAMES_AS: Final[Mapping[Body, Namer]] = {
    Body.ENFORCEMENT_AUTHORITY: Namer.ENFORCEMENT_AUTHORITY,
    Body.BAILIFF: Namer.BAILIFF,
    **dict.fromkeys(UNITS, Namer.REPRESENTATIVE),
}
_HOLDERS: Final[Mapping[str, Holder]] = {
    "grant_person": Holder.NATURAL_PERSON,
    "grant_entity": Holder.ENTITY,
    "grant_authorization": Holder.BUYER,
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the law was asked about, in words of the request."""

    about: str
    at: str
    on: date


def judge_law(
    call: Call, request: Mapping[str, Any], facts: Facts, on: date, followed: Followed
) -> Iterator[Judged]:
    """Say what the regulation answers about each thing that would be given."""
    if call.name == "tokens_create":
        yield _of_token(on)
    elif call.name == "grant_subunit":
        yield from _of_unit(request, facts, on, followed)
    elif call.name in _HOLDERS:
        yield from _of_permissions(call, request, facts, on, followed)


def _of_permissions(
    call: Call, request: Mapping[str, Any], facts: Facts, on: date, followed: Followed
) -> Iterator[Judged]:
    at = "permission" if "permission" in call.fields else "permissions"
    for each in asked_for(call, request):
        body = _body_for(each, facts)
        if body is None:
            yield _not_asked("bodyKind")
            return
        question = MayGrant(
            permission=SystemPermission(each),
            granted_by=_NAMES_AS.get(body, Namer.TAXPAYER),
            holder=_HOLDERS[call.name],
            context=body,
            permissions_verified=True,
        )
        decision = decide(question, on=on, followed=followed)
        yield _told(decision, _Asked(each, at, on))


def _body_for(permission: str, facts: Facts) -> Body | None:
    """Say whose context it is; a body of art. 106c may be a taxpayer besides."""
    roles = facts.roles or frozenset()
    special = (Body.ENFORCEMENT_AUTHORITY, Body.BAILIFF)
    of_roles = [body for role, body in _ROLE_IS.items() if role in roles]
    if permission == SystemPermission.ENFORCEMENT_OPERATIONS:
        found = next((body for body in of_roles if body in special), None)
        if found is not None:
            return found
    if facts.body is not None:
        return facts.body
    if facts.context is not None and facts.context[0] == "InternalId":
        return Body.INTERNAL_UNIT
    return of_roles[0] if of_roles else None


def _not_asked(fact: str) -> Judged:
    return note(
        "ksef.grant.law_not_asked",
        fact,
        f"Przepisu nie zapytano, bo nie wiadomo, czyj to kontekst albo jaka jednostka;"
        f" można podać {fact} (rodzaje: docs/law.md) albo role (roles).",
        english=f"The law was not asked, as it is not known whose context or which kind"
        f" of unit it is; tell {fact} (kinds: docs/law.md) or roles.",
        clause="docs/ksef-access.md",
    )


def _of_unit(
    request: Mapping[str, Any], facts: Facts, on: date, followed: Followed
) -> Iterator[Judged]:
    told = typed(request.get("contextIdentifier"))
    unit = facts.unit
    if unit is None and told is not None and told[0] == "InternalId":
        unit = Body.INTERNAL_UNIT
    if unit is None:
        yield _not_asked("unitKind")
        return
    question = MayGrant(
        permission=SystemPermission.CREDENTIALS_MANAGE,
        granted_by=Namer.VAT_GROUP if unit is Body.VAT_GROUP_MEMBER else Namer.JST,
        holder=Holder.NATURAL_PERSON,
        context=unit,
        as_representative=True,
        permissions_verified=True,
    )
    decision = decide(question, on=on, followed=followed)
    if not NOTES[unit].is_taxpayer:
        about = SystemPermission.CREDENTIALS_MANAGE
        yield _told(decision, _Asked(about, "contextIdentifier", on))
        return
    kind = NOTES[unit].polish
    yield _with(
        error(
            "ksef.grant.unit_is_taxpayer",
            "contextIdentifier",
            f"To osobny podatnik ({kind}), a nie jednostka podrzędna: sam wskazuje"
            " swoje osoby, we własnym kontekście.",
            english=f"This is a taxpayer of its own ({unit}) and no subordinate unit:"
            " it names its people itself, in its own context.",
        ),
        decision,
    )


def _of_token(on: date) -> Judged:
    question = Authenticate(
        who=Subject.ENTITY,
        means=Means.TOKEN,
        generated_after=Means.QUALIFIED_SEAL,
        certificate_has_id=True,
        permissions_verified=True,
    )
    return _told(decide(question, on=on), _Asked("token", "endpoint", on))


def _told(decision: Decision, asked: _Asked) -> Judged:
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
    return _with(found, decision)


def _with(found: Judged, decision: Decision) -> Judged:
    """Put the provision behind a finding, and say where it rests on others' word."""
    behind = decision.decided_by or decision.turns_on
    told = found
    if decision.rests_on_secondary:
        told = replace(
            found,
            message=f"{found.message} (Według źródła wtórnego.)",
            english=f"{found.english} (From a secondary source.)",
        )
    return replace(
        told,
        ref=behind[0].ref if behind else None,
        decision=decision,
        system_differs=decision.system_differs,
    )
