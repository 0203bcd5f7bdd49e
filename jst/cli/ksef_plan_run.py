"""What `jst ksef plan` does: both files, every context it can enter, one plan."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from accountability.model import Actor
from jst.acting import acting
from jst.apply_log import BEGUN, MADE
from jst.cli.findings import print_findings
from jst.cli.ksef_options import Asked
from jst.cli.ksef_work import ROLES, Timed, at_work
from jst.cli.language import say
from jst.cli.output import (
    print_json,
    print_line,
    print_note,
    print_shown,
    read_file,
    require_new,
    write_new,
)
from jst.cli.why_words import why_unread
from jst.cli.wrapper import Exit, finding_json
from jst.ksef_contexts import Contexts
from jst.plan_file import load_desired
from jst.plan_key import plan_key
from jst.plan_leavers import left_since
from jst.plan_reading import read_actual
from jst.plan_show import json_of, lines_of
from jst.settings import Settings, load_settings
from ksef.plan.desired import Desired
from ksef.plan.diff import plan
from ksef.plan.file import MAX_BYTES, digest_of, read_plan, write_plan
from ksef.plan.model import Plan
from ksef.plan.returning import returning
from ksef.plan.targets import with_targets
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding


def do_schema(out: Path | None = None) -> Exit:
    """Print the JSON Schema of permissions.toml, or write it into a new file."""
    from jst.plan_schema import schema_text  # noqa: PLC0415 - this path only

    if out is None:
        print_line(schema_text().rstrip())
    else:
        write_new(out, schema_text())
    return Exit.YES


def do_show(file: Path, *, whole: bool, as_json: bool) -> Exit:
    """Print a plan of a file as it was printed when it was made; asks nobody."""
    settings = load_settings()
    acting(settings).require(*ROLES)
    made, desired, findings = _read_in(file, settings)
    _print(made, desired, findings, whole=whole, as_json=as_json)
    return Exit(made.exit_code)


def do_plan(
    asked: Asked,
    *,
    out: Path | None,
    whole: bool,
    as_json: bool,
    **timed: Unpack[Timed],
) -> Exit:
    """Read everything, plan, print, and write the plan where it is wanted."""
    if out is not None:
        require_new(out)
    with at_work(**timed) as work:
        # By the log's own time: whoever leaves while the files are read counts.
        who = {"actor": {"id": work.actor.id, "name": work.actor.name}}
        began_at = work.trail.system(BEGUN, who).at
        desired, findings = load_desired(work.settings.places.home)
        made = plan_now(desired, work.contexts(asked), work.actor)
        leavers = left_since(work.trail, desired)
        gone = returning(made.steps, desired, leavers, made_at=began_at)
        left = {each.who: each.left for each in gone}
        made = replace(made, made_at=began_at, left=left)
        work.trail.system(
            MADE,
            {
                **who,
                "batch": digest_of(made),
                "made_at": began_at.isoformat(),
                "written": out is not None,
                "steps": len(made.steps),
                "exit": made.exit_code,
            },
        )
    if out is not None:
        write_new(out, write_plan(made, desired, key=plan_key(work.settings.places)))
    _print(made, desired, findings, whole=whole, as_json=as_json)
    return Exit(made.exit_code)


def plan_in(file: Path, settings: Settings) -> tuple[Plan, Desired]:
    """Read a plan of a file, and the office's file that it was made of.

    Raises:
        PermissionsInvalid, InputMissing: One of them cannot be read.
        PlanUnreadable, PlanAltered, PlanOfOthers: As `ksef.plan.file.read_plan`.
    """
    made, desired, _ = _read_in(file, settings)
    return made, desired


def plan_now(
    desired: Desired,
    contexts: Contexts,
    author: Actor,
    *,
    places: Collection[str] | None = None,
) -> Plan:
    """Read KSeF, and plan for today, to be compared; nothing is written.

    Args:
        desired: The file.
        contexts: How contexts are entered.
        author: Whose plan it is.
        places: Only these, and the office; None: all.
    """
    actual = read_actual(
        desired,
        contexts,
        told=lambda ref: print_note(say(f"czytam: {ref}", f"reading: {ref}")),
        places=places,
    )
    made = plan(desired, actual, on=warsaw_day(contexts.trail.clock()))
    key = plan_key(contexts.settings.places)
    return with_targets(replace(made, author=author.id), desired, key=key)


def _read_in(
    file: Path, settings: Settings
) -> tuple[Plan, Desired, tuple[Finding, ...]]:
    raw = read_file(file, MAX_BYTES)
    desired, findings = load_desired(settings.places.home)
    return read_plan(raw, desired, key=plan_key(settings.places)), desired, findings


def _print(
    made: Plan,
    desired: Desired,
    findings: Iterable[Finding],
    *,
    whole: bool,
    as_json: bool,
) -> None:
    """Print a plan after what is worth knowing of the file."""
    if as_json:
        said = [finding_json(each) for each in findings]
        print_json({**json_of(made), "findings": said})
        return
    print_findings(findings)
    print_shown(lines_of(made, desired, why=why_unread, whole=whole))
