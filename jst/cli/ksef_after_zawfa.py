"""jst ksef after-zawfa: the person named in a ZAW-FA, and what she does first.

A ZAW-FA gives, as a rule, only the right to manage permissions: invoices stay closed
(403) until she grants herself InvoiceRead or InvoiceWrite. So: what the session holds,
what is missing, a ready request, the next steps with their provisions.

Sources: ksef-api #343, #532, #687 (field reports); Dz.U. 2025 poz. 1815 by two rules of
ksef.law's book, `kind.manage` and `manage.representative`, both known from secondary
sources. What KSeF answers overrides all of it (ADR-0021).
"""

import json
from pathlib import Path
from typing import Final

from accountability.model import Purpose
from jst.cli.ksef_options import Asked, named_as
from jst.cli.ksef_own_grant import names_of, own_grant, to_fill_in
from jst.cli.ksef_work import at_desk
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note, write_new
from jst.cli.wrapper import Exit
from ksef.access import filters, queries
from ksef.access.pages import collect
from ksef.law.dzu_2025_1815.holders import REPRESENTATIVE
from ksef.law.dzu_2025_1815.permission_kinds import MANAGE
from ksef.model import SystemPermission
from vocabulary.law import Rule

MANAGES: Final = SystemPermission.CREDENTIALS_MANAGE
INVOICES: Final = ("InvoiceRead", "InvoiceWrite")
# The author of what a ZAW-FA gave is KSeF itself; one's own list names no author.
_FROM_ZAWFA: Final = filters.PersonsFilter(author=filters.System.SYSTEM)


def do_after_zawfa(asked: Asked, out: Path | None, *, as_json: bool) -> Exit:
    """Say what the session may do, and what comes next."""
    with at_desk(asked.credential) as desk:
        acting = desk.acting(asked, Purpose.PERMISSION_REVIEW)
        owner = acting["session"].whoami().is_owner  # type: ignore[attr-defined]  # of a Session
        done = list(queries.own(**acting))
        grants = collect(done, key=lambda each: each.id)
        actions = [each.intent_id for each in done]
        held = sorted({each.permission_scope for each in grants})
        given, roles = set[str](), set[str]()
        if MANAGES in held:
            by_system = list(queries.persons(_FROM_ZAWFA, **acting))
            actions += [each.intent_id for each in by_system]
            given = {each.id for each in collect(by_system, key=lambda each: each.id)}
        missing = [] if owner else [each for each in INVOICES if each not in held]
        if out is not None and missing and MANAGES in held:
            # The law goes by whose context it is, and KSeF alone can tell that here.
            told = list(queries.roles(**acting))
            actions += [each.intent_id for each in told]
            roles = {each.role for each in collect(told, key=lambda each: each.role)}
        names = ("", "") if out is None else names_of(desk)
        context = desk.credential.context_id
    may_grant = owner or MANAGES in held
    request = None
    if out is not None and missing and may_grant:
        request = own_grant(grants, missing, context=context, roles=roles, names=names)
    if out is not None and request is not None:
        write_new(out, json.dumps(request, ensure_ascii=False, indent=2) + "\n")
    written = None if request is None else out
    named = named_as(asked.credential)
    steps = _steps(owner=owner, may_grant=may_grant, missing=missing, named=named)
    if request is not None:
        steps[1:1] = _with_file(written, to_fill_in(request))
    if out is not None and written is None:
        steps.append(
            say(
                f"Wniosku nie zapisano ({out} nie powstał): nie ma o co wnioskować"
                " albo nie ma kto.",
                f"No request was written (no {out}): nothing to ask for, or nobody to.",
            )
        )
    if as_json:
        print_json(
            {
                "owner": owner,
                "held": held,
                "fromZawFa": sorted(
                    each.permission_scope for each in grants if each.id in given
                ),
                "missing": missing,
                "mayGrant": may_grant,
                "request": None if written is None else str(written),
                "toFillIn": [] if request is None else to_fill_in(request),
                "steps": steps,
                "actions": actions,
            }
        )
    else:
        _print(owner=owner, held=held, steps=steps)
    return Exit.YES if may_grant else Exit.NO


def _with_file(out: Path | None, empty: list[str]) -> list[str]:
    """Say what to do with the request: fill in, judge, send."""
    fields = ", ".join(empty)
    fill = say(
        f"Uzupełnij w {out}: {fields} (KSeF i certyfikat tego nie podają).",
        f"Fill in, in {out}: {fields} (neither KSeF nor the certificate tells it).",
    )
    return [
        *([fill] if empty else []),
        say(
            f"Oceń wniosek przed wysłaniem: jst ksef check-grant {out}",
            f"Have the request judged first: jst ksef check-grant {out}",
        ),
        say(
            "Nadaj w aplikacji KSeF, biblioteką (ksef.access.permissions.grant) albo"
            " planem (jst ksef plan i apply).",
            "Grant it in KSeF's own application, with the library"
            " (ksef.access.permissions.grant), or by a plan (jst ksef plan, apply).",
        ),
    ]


def _steps(
    *, owner: bool, may_grant: bool, missing: list[str], named: str
) -> list[str]:
    if owner:
        return [
            say(
                "To sesja właściciela: wolno wszystko prócz VatUeManage; ZAW-FA nie"
                " jest potrzebne.",
                "This is the owner's session: all but VatUeManage, without any ZAW-FA.",
            )
        ]
    if not may_grant:
        return [
            say(
                "Ta osoba nie zarządza uprawnieniami w tym kontekście. Sprawdź, czy"
                " urząd skarbowy przyjął ZAW-FA i czy to kontekst urzędu.",
                "This person manages no permissions in this context. Check whether the"
                " tax office has taken the ZAW-FA, and that the context is the"
                " office's.",
            )
        ]
    steps = []
    if missing:
        steps.append(
            say(
                f"Nadaj sobie: {', '.join(missing)} (samo ZAW-FA otwiera tylko"
                f" zarządzanie: {_cited(MANAGE)}). Bez tego KSeF odpowie 403 na"
                " pytanie o faktury.",
                f"Grant yourself: {', '.join(missing)} (a ZAW-FA opens only"
                f" management: {_cited(MANAGE)}). Without it KSeF answers 403 about"
                " invoices.",
            )
        )
    steps.append(
        say(
            "Zaloguj się od nowa po nadaniu: prawa sesji liczą się od logowania"
            f" (jst ksef login{named}).",
            "Log in again after a grant: a session's rights are those of its login"
            f" (jst ksef login{named}).",
        )
    )
    steps.append(
        say(
            "W jednostkach powołaj administratorów z kontekstu urzędu"
            f" ({_cited(REPRESENTATIVE[0])}); prawa urzędu same tam nie sięgają.",
            "Appoint administrators in the units from the office's context"
            f" ({_cited(REPRESENTATIVE[0])}); the office's rights do not reach there by"
            " themselves.",
        )
    )
    return steps


def _cited(rule: Rule) -> str:
    return f"{rule.ref.provision}, {rule.ref.act}"


def _print(*, owner: bool, held: list[str], steps: list[str]) -> None:
    rights = ", ".join(held) or say("żadnych", "none")
    print_line(
        say("Właściciel kontekstu.", "The context's owner.")
        if owner
        else say(f"Uprawnienia: {rights}.", f"Permissions: {rights}.")
    )
    for number, step in enumerate(steps, start=1):
        print_line(f"{number}. {step}")
    print_note(
        say(
            "przepisy z 2025 r. znane ze źródeł wtórnych; rozstrzyga odpowiedź KSeF",
            "the provisions of 2025 are known from secondary sources; KSeF decides",
        )
    )
