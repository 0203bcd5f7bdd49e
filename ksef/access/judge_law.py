"""What the regulation of the day says of a request, by `ksef.law.decide`.

Whose context it is follows from `bodyKind`, from the roles that KSeF knows, or from an
internal id; else the law is not asked, and that is said. In the context of a unit it is
taken that its representative grants, elsewhere the taxpayer or whom he named; and of
the client of an indirect grant, that it is a taxpayer who named the entity itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ksef.access.judge_answer import Asked, answered, resting_on
from ksef.access.judge_calls import Call
from ksef.access.judge_facts import Facts
from ksef.access.judge_finding import Judged, error, note, unanswered, warning
from ksef.access.judge_identifiers import type_and_value
from ksef.access.judge_permissions import asked_for
from ksef.law.bodies import NOTES, UNITS
from ksef.law.decide import decide
from ksef.law.decision import Answer, Followed
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
_SPECIAL: Final = frozenset({Body.ENFORCEMENT_AUTHORITY, Body.BAILIFF})
_HOLDERS: Final[Mapping[str, Holder]] = {
    "grant_person": Holder.NATURAL_PERSON,
    "grant_entity": Holder.ENTITY,
    "grant_authorization": Holder.BUYER,
    "grant_indirect": Holder.NATURAL_PERSON,
}


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
        question = _question(call, SystemPermission(each), request, facts)
        if question is None:
            yield _not_asked()
            return
        decision = decide(question, on=on, followed=followed)
        asked = Asked(each, at, on)
        if decision.answer is Answer.NO and _depends(question, facts, on, followed):
            yield resting_on(_on_who_grants(asked), decision)
        else:
            yield answered(decision, asked)


def _question(
    call: Call, permission: SystemPermission, request: Mapping[str, Any], facts: Facts
) -> MayGrant | None:
    """Ask whether it may be granted; None where it is not known in whose context."""
    if call.name == "grant_indirect":
        client = type_and_value(request.get("targetIdentifier"))
        in_unit = client is not None and client[0] == "InternalId"
        return MayGrant(
            permission=permission,
            granted_by=Namer.DESIGNATED_ENTITY,
            holder=_HOLDERS[call.name],
            context=Body.INTERNAL_UNIT if in_unit else Body.OTHER_TAXPAYER,
            entity_named_by=facts.entity_named_by
            or (Namer.REPRESENTATIVE if in_unit else Namer.TAXPAYER),
            permissions_verified=True,
        )
    body = _body_for(permission, facts)
    if body is None:
        return None
    return MayGrant(
        permission=permission,
        granted_by=facts.granted_by or _NAMES_AS.get(body, Namer.TAXPAYER),
        holder=_HOLDERS[call.name],
        context=body,
        as_representative=facts.as_representative,
        entity_named_by=facts.entity_named_by,
        permissions_verified=True,
    )


def _depends(question: MayGrant, facts: Facts, on: date, followed: Followed) -> bool:
    """Tell whether the taxpayer could grant what the unit's representative cannot."""
    if facts.granted_by is not None or question.granted_by is not Namer.REPRESENTATIVE:
        return False
    other = replace(question, granted_by=Namer.TAXPAYER)
    return decide(other, on=on, followed=followed).answer is Answer.YES


def _on_who_grants(asked: Asked) -> Judged:
    return unanswered(
        "ksef.grant.law_depends",
        asked.at,
        f"{asked.about}: przedstawiciel jednostki tego nie nada, podatnik tak; podaj,"
        " kto nadaje (grantedBy: representative albo taxpayer).",
        english=f"{asked.about}: the unit's representative cannot give it, the taxpayer"
        " can; tell who grants (grantedBy: representative or taxpayer).",
        missing="grantedBy",
    )


def _body_for(permission: SystemPermission, facts: Facts) -> Body | None:
    """Say whose context it is; a body of art. 106c is mostly a taxpayer besides."""
    roles = facts.roles or frozenset()
    of_roles = [body for role, body in _ROLE_IS.items() if role in roles]
    special = next((body for body in of_roles if body in _SPECIAL), None)
    if permission is SystemPermission.ENFORCEMENT_OPERATIONS and special is not None:
        return special
    if facts.body is not None:
        return facts.body
    if facts.context is not None and facts.context[0] == "InternalId":
        return Body.INTERNAL_UNIT
    return next((body for body in of_roles if body not in _SPECIAL), None)


def _not_asked() -> Judged:
    return note(
        "ksef.grant.law_not_asked",
        "bodyKind",
        "Przepisu nie zapytano, bo nie wiadomo, czyj to kontekst; można podać bodyKind"
        " (rodzaje: docs/law.md) albo role (roles).",
        english="The law was not asked, as it is not known whose context it is; tell"
        " bodyKind (kinds: docs/law.md) or roles.",
        clause="docs/ksef-access.md",
    )


def _kind_untold() -> Judged:
    """KSeF knows the link by NIP, and not what the unit is: the law goes by that."""
    return warning(
        "ksef.grant.unit_kind_untold",
        "unitKind",
        "Nie podano rodzaju jednostki (unitKind), więc nie sprawdzono, czy nie jest"
        " osobnym podatnikiem: instytucja kultury, SP ZOZ i spółka wskazują swoje osoby"
        " same, choć KSeF mógłby przyjąć to nadanie.",
        english="The kind of the unit (unitKind) was not told, so it was not checked"
        " whether it is a taxpayer of its own: a culture institution, an SP ZOZ and a"
        " company name their people themselves, though KSeF might take this grant.",
        clause="docs/ksef-access.md",
    )


def _of_unit(
    request: Mapping[str, Any], facts: Facts, on: date, followed: Followed
) -> Iterator[Judged]:
    told = type_and_value(request.get("contextIdentifier"))
    unit = facts.unit
    if unit is None and told is not None and told[0] == "InternalId":
        unit = Body.INTERNAL_UNIT
    if unit is None:
        yield _kind_untold()
        return
    question = MayGrant(
        permission=SystemPermission.CREDENTIALS_MANAGE,
        granted_by=Namer.VAT_GROUP if unit is Body.VAT_GROUP_MEMBER else Namer.JST,
        holder=Holder.NATURAL_PERSON,
        context=unit,
        as_representative=True,
        permissions_verified=True,
    )
    subject = type_and_value(request.get("subjectIdentifier"))
    if subject is not None and subject[0] == "Nip":
        yield from _of_person_only(question, on, followed)
    decision = decide(question, on=on, followed=followed)
    if not NOTES[unit].is_taxpayer:
        about = SystemPermission.CREDENTIALS_MANAGE
        yield answered(decision, Asked(about, "contextIdentifier", on))
        return
    kind = NOTES[unit].polish
    yield resting_on(
        error(
            "ksef.grant.unit_is_taxpayer",
            "contextIdentifier",
            f"To osobny podatnik ({kind}), a nie jednostka podrzędna: sam wskazuje"
            " swoje osoby, we własnym kontekście.",
            english=f"This is a taxpayer of its own ({unit}) and no subordinate unit:"
            " it names its people itself, in its own context.",
        ),
        decision,
        is_unit=True,
    )


def _of_person_only(
    question: MayGrant, on: date, followed: Followed
) -> Iterator[Judged]:
    """A NIP may be that of an entity, which represents no unit."""
    as_entity = replace(question, holder=Holder.ENTITY)
    decision = decide(as_entity, on=on, followed=followed)
    if decision.answer is Answer.NO:
        found = warning(
            "ksef.grant.law_person_only",
            "subjectIdentifier",
            "Jednostkę reprezentuje osoba fizyczna: jeśli to NIP podmiotu, przepis tego"
            " nie przewiduje, choć KSeF to przyjmie.",
            english="A unit is represented by a natural person: if this is the NIP of"
            " an entity, the regulation does not allow it, though KSeF takes it.",
        )
        yield resting_on(found, decision, is_unit=True)


def _of_token(on: date) -> Judged:
    question = Authenticate(
        who=Subject.ENTITY,
        means=Means.TOKEN,
        generated_after=Means.QUALIFIED_SEAL,
        certificate_has_id=True,
        permissions_verified=True,
    )
    return answered(decide(question, on=on), Asked("token", "endpoint", on))
