"""jst zawfa render: the documents of one file, in a folder that appears whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accountability.document import MAKERS, document_made
from accountability.model import System
from documents.pdf import require_library
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import not_written, print_json, print_line, write_new
from jst.cli.wrapper import Exit
from jst.cli.zawfa_run import all_findings, read_prepared, zawfa_finding_json
from jst.office import OpenOffice, open_office
from jst.people import Person
from jst.settings import load_settings
from jst.zawfa import Prepared
from ksef.model import ZawFaPurpose
from ksef.zawfa.render import render_checklist, render_notice

_NAMES = {
    ZawFaPurpose.GRANT: "nadanie",
    ZawFaPurpose.REVOKE: "odebranie",
    ZawFaPurpose.REVOKE_ALL: "odebranie-wszystkim",
    ZawFaPurpose.REPORT_SIGNATURE: "podpis",
    ZawFaPurpose.REPORT_SEAL: "pieczec",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed."""

    case: str
    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One document before it is handed out."""

    name: str
    operation: str
    data: bytes


def do_render(file: Path, wanted: Wanted, *, as_json: bool) -> Exit:
    """Make every document, log each, and only then write them."""
    settings = load_settings()
    person = acting(settings)
    require_library()
    prepared = read_prepared(file)
    with open_office(settings) as office:
        documents = _documents(prepared, office.trail.clock())
        with _new_folder(wanted.out):
            # Dying between these two: the entries tell of documents that nobody got.
            entries = _logged(office, person, prepared, documents, wanted.case)
            for each in documents:
                write_new(wanted.out / each.name, each.data)
    paths = [wanted.out / each.name for each in documents]
    if as_json:
        found = [zawfa_finding_json(each) for each in all_findings(prepared)]
        print_json(
            {
                "documents": [
                    {"file": str(path), "entryId": entry}
                    for path, entry in zip(paths, entries, strict=True)
                ],
                "findings": found,
            }
        )
        return Exit.YES
    for path, entry in zip(paths, entries, strict=True):
        print_line(f"{path}  ({say('wpis', 'entry')} {entry})")
    return Exit.YES


def _documents(prepared: tuple[Prepared, ...], made_at: datetime) -> list[Made]:
    made = [
        Made(
            name=f"zawfa-{place}-{_NAMES[each.notice.purpose]}.pdf",
            operation="zawfa-notice",
            data=render_notice(each.notice, each.findings, made_at=made_at),
        )
        for place, each in enumerate(prepared, start=1)
    ]
    cover = render_checklist(
        [each.notice for each in prepared], all_findings(prepared), made_at=made_at
    )
    return [
        *made,
        Made(name="lista-kontrolna.pdf", operation="zawfa-checklist", data=cover),
    ]


def _logged(
    office: OpenOffice,
    person: Person,
    prepared: tuple[Prepared, ...],
    documents: list[Made],
    case: str,
) -> list[str]:
    subjects = tuple(
        dict.fromkeys(each for one in prepared for each in one.notice.subjects)
    )
    actor = person.actor(*MAKERS)
    return [
        document_made(
            office.trail,
            actor,
            each.data,
            operation=each.operation,
            system=System.KSEF,
            case=case,
            subjects=subjects,
        ).id
        for each in documents
    ]


@contextmanager
def _new_folder(folder: Path) -> Iterator[None]:
    """Make a folder that only we read; none stays when the work fails.

    Raises:
        OutputRefused: It exists, or its disk does not take it.
    """
    try:
        folder.mkdir(mode=0o700)
    except OSError as refused:
        raise not_written(folder, refused) from None
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
