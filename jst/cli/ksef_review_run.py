"""What `jst ksef review` does: sheets of a plan made, filled-in ones read back."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from accountability.document import document_made
from accountability.model import Role, System
from jst.cli.ksef_work import Workplace, at_work
from jst.cli.language import say
from jst.cli.output import (
    not_written,
    print_json,
    print_line,
    print_shown,
    read_file,
    require_new,
    write_new,
)
from jst.cli.wrapper import Exit
from jst.plan_file import load_desired
from jst.plan_key import plan_key
from jst.review_back import confirmed_by, decision_of, outstanding, take_back
from ksef.plan.desired import Desired, Person
from ksef.plan.file import MAX_BYTES, digest_of, read_plan
from ksef.plan.model import Plan
from ksef.plan.review import (
    COLUMNS,
    Decision,
    Reviewed,
    Sheet,
    rows_of,
    sheets_of,
    unread_elsewhere,
)
from ksef.plan.review_read import read_review
from vocabulary.identifiers import Identifier

REGISTER: Final = "wykaz-jednostek.pdf"


def do_sheets(plan_file: Path, folder: Path, case: str, *, as_json: bool) -> Exit:
    """Write for each unit a PDF and a CSV, and the register of units."""
    from documents.pdf import require_library  # noqa: PLC0415 - an extra
    from documents.table import write_table  # noqa: PLC0415 - keeps --help quick

    require_library()
    require_new(folder)
    with at_work(roles=(Role.KSEF_ADMINISTRATOR,)) as desk:
        made, desired = _plan(plan_file, desk)
        sheets = sheets_of(made, desired)
        drawn = list(_drawn(made, desired, sheets, desk.trail.clock()))
        entries = [_logged(each, desk, case) for each in drawn]
    try:
        folder.mkdir(mode=0o700)
    except OSError as refused:
        raise not_written(folder, refused) from None
    for each in drawn:
        write_new(folder / each.name, each.data)
    filled = [each for each in sheets if each.lines]
    tables = [f"{sheet.place.ref}.csv" for sheet in filled]
    for name, sheet in zip(tables, filled, strict=True):
        write_table(folder / name, COLUMNS, rows_of(sheet))
    files = sorted([*(each.name for each in drawn), *tables])
    unread = _unread(made, desired, sheets)
    if as_json:
        print_json(
            {
                "digest": digest_of(made),
                "files": files,
                "entries": entries,
                "unread": unread,
            }
        )
    else:
        for name in files:
            print_line(str(folder / name))
        _tell_places((), unread)
    return Exit.CANNOT_TELL if unread else Exit.YES


def do_confirmed(plan_file: Path, confirmed: Path, by: str, *, as_json: bool) -> Exit:
    """Take a filled-in sheet; every decision becomes an entry of the log.

    Exit status 1 when a line was not confirmed (the file has to change), was decided
    otherwise before, or a sheet has not come back; 2 when not everything was read.
    """
    data = read_file(confirmed)
    with at_work() as desk:
        made, desired = _plan(plan_file, desk)
        sheets, digest = sheets_of(made, desired), digest_of(made)
        decided = read_review(data, sheets)
        turned = take_back(
            desk.trail,
            desk.actor,
            decided,
            plan_digest=digest,
            sheet=data,
            key=plan_key(desk.settings.places),
            by=confirmed_by(desired, by),
        )
        missing = outstanding(desk.trail, sheets, plan_digest=digest)
    refused = [each for each in decided if each.decision is Decision.WITHDRAW]
    unread = _unread(made, desired, sheets)
    if as_json:
        print_json(
            {
                "digest": digest,
                "lines": [decision_of(each) for each in decided],
                "changed": [decision_of(each) for each in turned],
                "outstanding": list(missing),
                "unread": unread,
            }
        )
    else:
        _tell_decided(decided, turned)
        _tell_places(missing, unread)
        if refused:
            print_line(
                say(
                    "Zmień permissions.toml i utwórz plan od nowa: jst ksef plan",
                    "Change permissions.toml and plan anew: jst ksef plan",
                )
            )
    if unread:
        return Exit.CANNOT_TELL
    return Exit.NO if refused or turned or missing else Exit.YES


def _tell_decided(decided: Sequence[Reviewed], turned: Sequence[Reviewed]) -> None:
    refused = [each for each in decided if each.decision is Decision.WITHDRAW]
    kept = len(decided) - len(refused)
    print_line(
        say(
            f"Potwierdzone wiersze: {kept}; do odebrania: {len(refused)}",
            f"Lines confirmed: {kept}; to be withdrawn: {len(refused)}",
        )
    )
    for each in refused:
        said = ", ".join(each.line.permissions)
        print_shown([f"  {each.place} | {each.line.who} | {said}"])
    for each in turned:
        print_line(
            say(
                f"UWAGA: {each.place} | {each.line.who}: wcześniej zdecydowano inaczej;"
                " liczy się ostatnia decyzja, obie są w dzienniku",
                f"NOTE: {each.place} | {each.line.who}: decided otherwise before; the"
                " last decision counts, the log has both",
            )
        )


def _tell_places(missing: Sequence[str], unread: Sequence[str]) -> None:
    if missing:
        names = ", ".join(missing)
        print_line(
            say(
                f"Nie wróciły jeszcze arkusze: {names}",
                f"Sheets that have not come back yet: {names}",
            )
        )
    if unread:
        names = ", ".join(unread)
        print_line(
            say(
                f"Nie odczytano w całości, więc przegląd nie jest pełny: {names}",
                f"Not wholly read, so the review is not complete: {names}",
            )
        )


def _unread(made: Plan, desired: Desired, sheets: Sequence[Sheet]) -> list[str]:
    dark = [each.place.ref for each in sheets if not each.whole]
    return [*dark, *unread_elsewhere(made, desired)]


def _plan(path: Path, desk: Workplace) -> tuple[Plan, Desired]:
    places = desk.settings.places
    desired, _ = load_desired(places.home)
    return read_plan(read_file(path, MAX_BYTES), desired, key=plan_key(places)), desired


class _Drawn(NamedTuple):
    name: str
    operation: str
    data: bytes
    subjects: tuple[Identifier, ...]


def _drawn(
    made: Plan, desired: Desired, sheets: Sequence[Sheet], at: datetime
) -> Iterator[_Drawn]:
    from ksef.plan.register import register_of  # noqa: PLC0415 - as above
    from ksef.plan.render import register_pdf, review_pdf  # noqa: PLC0415 - as above

    for sheet in sheets:
        named = [desired.parties.get(line.who) for line in sheet.lines]
        yield _Drawn(
            name=f"{sheet.place.ref}.pdf",
            operation="ksef-review",
            data=review_pdf(sheet, office=desired.office.name, made_at=at),
            subjects=tuple(
                each.identifier for each in named if isinstance(each, Person)
            ),
        )
    register = register_pdf(register_of(made, desired), made_at=at)
    yield _Drawn(REGISTER, "ksef-units", register, ())


def _logged(drawn: _Drawn, desk: Workplace, case: str) -> str:
    """Write into the log what was made, about whom, before anybody has it."""
    return document_made(
        desk.trail,
        desk.actor,
        drawn.data,
        operation=drawn.operation,
        system=System.KSEF,
        case=case,
        subjects=drawn.subjects,
    ).id
