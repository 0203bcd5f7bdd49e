"""jst zawfa render: the documents of one file, in a folder that appears whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accountability.document import MAKERS, document_made
from accountability.model import System
from documents.acroform import MAX_BYTES as MAX_FORM
from documents.acroform import fill_form
from documents.pdf import require_library
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import not_written, print_json, print_line, read_file, write_new
from jst.cli.words import WrongMix
from jst.cli.wrapper import Exit
from jst.cli.zawfa_run import all_findings, read_prepared, zawfa_finding_json
from jst.office import OpenOffice, open_office
from jst.people import Person
from jst.settings import load_settings
from jst.zawfa import Prepared
from jst.zawfa_file import parse_mapping
from ksef.model import ZawFaPurpose
from ksef.zawfa.official import OfficialMapping, official_values
from ksef.zawfa.render import render_checklist, render_notice
from vocabulary.identifiers import Identifier

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
    official: Path | None
    mapping: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One document before it is handed out, and whose identifiers stand in it."""

    name: str
    operation: str
    subjects: tuple[Identifier, ...]
    data: bytes


def do_render(file: Path, wanted: Wanted, *, as_json: bool) -> Exit:
    """Make every document, log each, and only then write them."""
    settings = load_settings()
    person = acting(settings)
    require_library()
    form = _official(wanted)
    prepared = read_prepared(file)
    with open_office(settings) as office:
        documents = [
            *_documents(prepared, office.trail.clock()),
            *_filled(prepared, form),
        ]
        with _new_folder(wanted.out):
            # Dying between these two: the entries tell of documents that nobody got.
            entries = _logged(office, person, documents, wanted.case)
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
            subjects=each.notice.subjects,
            data=render_notice(each.notice, each.findings, made_at=made_at),
        )
        for place, each in enumerate(prepared, start=1)
    ]
    cover = render_checklist(
        [each.notice for each in prepared], all_findings(prepared), made_at=made_at
    )
    return [
        *made,
        Made(
            name="lista-kontrolna.pdf",
            operation="zawfa-checklist",
            subjects=(),
            data=cover,
        ),
    ]


def _official(wanted: Wanted) -> tuple[bytes, OfficialMapping] | None:
    """Read the official form and its mapping, where they are given: both or none."""
    if wanted.official is None and wanted.mapping is None:
        return None
    if wanted.official is None or wanted.mapping is None:
        raise WrongMix(
            "--official i --mapping podaje się razem",
            "--official and --mapping go together",
        )
    form = read_file(wanted.official, MAX_FORM)
    return form, parse_mapping(read_file(wanted.mapping))


def _filled(
    prepared: tuple[Prepared, ...], form: tuple[bytes, OfficialMapping] | None
) -> Iterator[Made]:
    """Fill in the official form for every copy of every notice."""
    if form is None:
        return
    blank, mapping = form
    for place, each in enumerate(prepared, start=1):
        for copy in range(1, each.notice.copies + 1):
            texts, ticks = official_values(each.notice, copy, mapping)
            yield Made(
                name=f"zawfa-{place}-urzedowy-{copy}.pdf",
                operation="zawfa-official",
                subjects=each.notice.subjects,
                data=fill_form(blank, texts, ticks),
            )


def _logged(
    office: OpenOffice,
    person: Person,
    documents: list[Made],
    case: str,
) -> list[str]:
    actor = person.actor(*MAKERS)
    return [
        document_made(
            office.trail,
            actor,
            each.data,
            operation=each.operation,
            system=System.KSEF,
            case=case,
            subjects=each.subjects,
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
