"""What `jst ksef plan` does: both files, every context it can enter, one plan."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from accountability.model import Purpose
from jst.cli.findings import print_findings
from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import Desk, at_desk
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note, print_shown, write_new
from jst.cli.wrapper import Exit
from jst.errors import CredentialsInvalid
from jst.ksef_credentials import Credential, credential_named
from jst.ksef_office import log_in_with, open_session
from jst.plan_file import load_desired
from jst.plan_key import plan_key
from jst.plan_reading import read_actual
from jst.plan_show import json_of, lines_of
from ksef.access.acting import Acting, Grounds
from ksef.access.errors import SessionUnusable
from ksef.access.open_session import Session
from ksef.plan.desired import Place
from ksef.plan.diff import plan
from ksef.plan.file import digest_of, write_plan
from vocabulary.clock import Clock, system_clock, warsaw_day


def do_schema() -> Exit:
    """Print the JSON Schema of permissions.toml."""
    from jst.plan_toml import schema  # noqa: PLC0415 - this path only

    print_line(json.dumps(schema(), ensure_ascii=False, indent=1))
    return Exit.YES


def do_plan(
    asked: Asked,
    *,
    out: Path | None,
    whole: bool,
    as_json: bool,
    clock: Clock = system_clock,
    sleep: Callable[[float], None] | None = None,
) -> Exit:
    """Read everything, plan, print, and write the plan where it is wanted."""
    with at_desk(None, clock=clock, sleep=sleep) as desk:
        desired, findings = load_desired(desk.settings.places.home)
        actual = read_actual(
            desired,
            enter=lambda place: enter(place, desk, asked),
            told=lambda ref: print_note(say(f"czytam: {ref}", f"reading: {ref}")),
        )
        made = replace(
            plan(desired, actual, on=warsaw_day(desk.trail.clock())),
            author=desk.actor.id,
        )
        desk.trail.system(
            "ksef-plan-made",
            {
                "actor": {"id": desk.actor.id, "name": desk.actor.name},
                "batch": digest_of(made),
                "steps": len(made.steps),
                "exit": made.exit_code,
            },
        )
    if out is not None:
        write_new(out, write_plan(made, desired, key=plan_key(desk.settings.places)))
    if as_json:
        print_json(json_of(made))
    else:
        print_findings(findings)
        print_shown(lines_of(made, desired, whole=whole))
    return Exit(made.exit_code)


def enter(place: Place, desk: Desk, asked: Asked) -> Acting:
    """Take up, or begin, the session of a place's credential."""
    credential = credential_named(desk.settings, place.credential)
    if credential.context_id != place.context:
        raise CredentialsInvalid(
            "the credential named for a place is for another context",
            polish="poświadczenie jednostki jest do innego kontekstu",
        )
    return {
        "session": _session(credential, desk),
        "trail": desk.trail,
        "grounds": Grounds(
            actor=desk.actor,
            case=asked.case,
            purpose=Purpose.PERMISSION_REVIEW,
            justification=asked.justification,
            mandate=asked.mandate,
        ),
    }


def _session(credential: Credential, desk: Desk) -> Session:
    try:
        session = open_session(credential, desk.client, desk.settings)
        session.access_token()
    except SessionUnusable:
        if credential.signed_elsewhere:
            raise  # another program signs: a person has to log in first
        desk.trail.system(
            "ksef-login-begun",
            {
                "actor": {"id": desk.actor.id, "name": desk.actor.name},
                "credential": credential.name,
                "context_type": credential.context_type,
            },
        )
        return log_in_with(credential, desk.client, desk.settings)
    return session
