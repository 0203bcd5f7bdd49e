"""[1] A grant request -> findings, before anything is sent. Pure.

    call -> facts -> unknown fields -> context -> subject -> details -> permissions
         -> roles and rights -> the law of the day

Promises
    - Any JSON is judged; nothing in it raises.
    - No identifier stands in a finding.
    - A rule that needs a fact nobody told says which one, and never yes.

It judges by the Ministry's description of the API and by the regulation as far as we
know it; KSeF has the last word, and its data no request holds. No legal advice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ksef.access.judge_calls import Call, call_of
from ksef.access.judge_context import judge_context
from ksef.access.judge_details import judge_details
from ksef.access.judge_facts import OUR_FIELDS, Facts, day_of, read_facts
from ksef.access.judge_finding import Judged, error
from ksef.access.judge_law import judge_law
from ksef.access.judge_permissions import judge_permissions
from ksef.access.judge_roles import judge_roles
from ksef.access.judge_shape import not_utf8, unknown_fields
from ksef.access.judge_subject import judge_subject
from ksef.law.decision import DEFAULT, Followed
from vocabulary.finding import Finding, Severity

__all__ = ["Judged", "Verdict", "day_of", "judge", "missing_of", "verdict_of"]

_HERE: Final = "docs/ksef-access.md"


class Verdict(StrEnum):
    """What comes of the findings, as it stands in JSON."""

    OK = "ok"
    REFUSED = "refused"
    CANNOT_TELL = "cannotTell"


def judge(
    request: Mapping[str, Any],
    *,
    on: date,
    followed: Followed = DEFAULT,
) -> tuple[Judged, ...]:
    """Say everything that stands against a request, and what is worth knowing.

    Args:
        request: The official JSON body, with `endpoint` and `context` beside its own
            fields, and the facts of `ksef.access.judge_facts` that are known.
        on: The day of the regulation, Europe/Warsaw.
        followed: Which reading decides where sources on the law disagree.

    Returns:
        Findings with the field, the provision or the source, and what KSeF does
        otherwise. `verdict_of` and `missing_of` read them.

    Source: KSeF API 2.7.0, requests of POST /permissions/... and /tokens; ksef-api,
        uprawnienia.md; Dz.U. 2021 poz. 2481 and Dz.U. 2025 poz. 1815 (text not seen).
    """
    call = call_of(request.get("endpoint"))
    if isinstance(call, Judged):
        return (replace(call, clause=_HERE),)
    facts, unread = read_facts(request)
    told = (*unread, *_all(call, request, facts, on, followed))
    return tuple(_sourced(each, call) for each in told)


def _all(
    call: Call, request: Mapping[str, Any], facts: Facts, on: date, followed: Followed
) -> Iterator[Judged]:
    if request.get("on") is not None and day_of(request) is None:
        yield error(
            "ksef.grant.day_form",
            "on",
            "Dzień zapisuje się jak 2026-02-01 i musi istnieć.",
            english="A day is written as 2026-02-01, and has to exist.",
            clause=_HERE,
        )
    yield from unknown_fields(request, (*call.fields, *OUR_FIELDS))
    yield from not_utf8({each: request.get(each) for each in (*call.fields, "context")})
    yield from judge_context(call, request, facts, on)
    yield from judge_subject(call, request, facts, on)
    yield from judge_details(call, request, on)
    yield from judge_permissions(call, request)
    yield from judge_roles(call, request, facts)
    yield from judge_law(call, request, facts, on, followed)


def _sourced(found: Judged, call: Call) -> Judged:
    """Name the description of the call where a finding has no other source."""
    if found.clause or found.ref is not None:
        return found
    return replace(found, clause=call.source)


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """Say what comes of the findings: an error goes before what cannot be told."""
    if any(each.severity is Severity.ERROR for each in findings):
        return Verdict.REFUSED
    return Verdict.CANNOT_TELL if missing_of(findings) else Verdict.OK


def missing_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Name the facts that rules asked for, each once."""
    told = (getattr(each, "missing", "") for each in findings)
    return tuple(dict.fromkeys(each for each in told if each))
