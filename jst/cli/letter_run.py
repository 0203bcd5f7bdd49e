"""What `jst letter new`, `check`, `prepare` and `inquiry` do."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from certs.load import MAX_BYTES as MAX_CERTIFICATE
from certs.now import Now, judge_now
from crpo.errors import LetterInvalid
from crpo.letter import record
from crpo.letter.checks import check_office, letter_of
from crpo.letter.content import BOX, CENTRE_EMAIL
from crpo.letter.model import Letter, OfficeFile
from crpo.letter.office_file import EXAMPLE, read_office_file
from crpo.letter.package import Written, new_folder
from crpo.letter.render import INSTRUCTION, ZIP, inquiry_files, request_files
from crpo.letter.renewal_checks import require_new_seals
from crpo.letter.seal_checks import cannot_tell, check_seals
from crpo.letter.seals import ReadSeals, read_seals
from crpo.letter.set_checks import set_letter
from documents.errors import LibraryMissing
from documents.pdf import require_library
from jst.acting import acting
from jst.cli.findings import print_findings
from jst.cli.language import say
from jst.cli.letter_sources import Sources
from jst.cli.output import not_written, print_json, print_line, read_file, write_new
from jst.cli.wrapper import Exit, finding_json
from jst.office import OpenOffice, open_office
from jst.renewing import remember
from jst.settings import Settings, load_settings
from ledger.entry import new_entry_id
from ledger.files import open_regular
from vocabulary.clock import system_clock, warsaw_day
from vocabulary.finding import Finding, stops

_NO_ID: Final = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Checked:
    """office.toml, its seals, and what was found."""

    office: OfficeFile
    seals: ReadSeals
    findings: tuple[Finding, ...]

    @property
    def letter(self) -> Letter:
        """The letter; LetterInvalid when a finding stops it."""
        return letter_of(self.office, self.seals.in_order, self.findings)


def do_new(file: Path, *, as_json: bool) -> int:
    """Write the sample into a new file."""
    write_new(file, EXAMPLE)
    if as_json:
        print_json({"file": str(file)})
    else:
        print_line(
            say(
                f"Uzupełnij: {file}; potem: jst letter check {file}",
                f"Fill in: {file}; then: jst letter check {file}",
            )
        )
    return Exit.YES


def do_check(path: Path, *, on: date | None, sources: Sources, as_json: bool) -> int:
    """Check everything and say whether the letter can be made."""
    findings: tuple[Finding, ...] = ()
    try:
        found = _checked(path, load_settings(), sources, on=on)
        findings = found.findings
        _try_to_set(found)
    except LetterInvalid as wrong:
        findings = tuple(dict.fromkeys((*findings, *wrong.findings)))
    status = _status(findings)
    if as_json:
        ready = {Exit.YES: "ready", Exit.NO: "findings"}.get(status, "cannotTell")
        told = [finding_json(each) for each in findings]
        print_json({"result": ready, "findings": told})
        return status
    print_findings(findings)
    words = {
        Exit.YES: say("Wniosek można przygotować.", "The letter can be prepared."),
        Exit.NO: say("Popraw wskazane pola.", "Correct the fields named."),
        Exit.CANNOT_TELL: say(
            "Wniosek można przygotować, ale nie wiadomo wszystkiego o pieczęciach:"
            " zobacz uwagi.",
            "The letter can be prepared, but not all is known of the seals: see the"
            " remarks.",
        ),
    }
    print_line(words[status])
    return status


def do_prepare(path: Path, out: Path, *, sources: Sources, as_json: bool) -> int:
    """Check, make every file, note it in the log; then the folder appears."""
    settings = load_settings()
    person = acting(settings)
    require_library()
    found = _checked(path, settings, sources, on=None)
    letter, letter_id = found.letter, new_entry_id()
    with open_office(settings) as office:
        if letter.renewal:
            case = record.find_renewal(office.trail, letter.renewal)
            require_new_seals(letter, case)
        made_at = office.trail.clock()
        make = partial(request_files, letter, letter_id=letter_id, made_at=made_at)
        files = set_letter(found.office, make)
        remember(settings.places, found.office)

        def note(made: Written) -> str:
            record.prepared(office.trail, person.actor(), letter, letter_id, made)
            return letter_id

        _write(office, out, files, ZIP, note)
    status = _made(out, letter_id, files, found.findings, as_json=as_json)
    if not as_json:
        guide = out / INSTRUCTION
        print_line(say(f"Co dalej: {guide}", f"What comes next: {guide}"))
    return status


def do_inquiry(path: Path, out: Path, *, as_json: bool) -> int:
    """Make the inquiry; it needs the office's data and no seal."""
    settings = load_settings()
    person = acting(settings)
    require_library()
    office_file = read_office_file(read_file(path))
    findings = check_office(office_file)
    letter = letter_of(office_file, (), findings)
    with open_office(settings) as office:
        make = partial(inquiry_files, letter, made_at=office.trail.clock())
        files = set_letter(office_file, make)

        def note(made: Written) -> str:
            return record.inquired(office.trail, person.actor(), made)

        entry_id = _write(office, out, files, "zapytanie-crpo.zip", note)
    status = _made(out, entry_id, files, findings, as_json=as_json)
    if not as_json:
        print_line(
            say(
                f"Wklej tresc-pisma.txt do pisma ogólnego ePUAP (skrytka {BOX}) albo"
                f" wyślij zapytanie.pdf na {CENTRE_EMAIL}.",
                f"Paste tresc-pisma.txt into a general letter of ePUAP (box {BOX}), or"
                f" send zapytanie.pdf to {CENTRE_EMAIL}.",
            )
        )
    return status


def _try_to_set(found: Checked) -> None:
    """Set the letter and throw it away; where the library is missing, nobody can.

    Raises:
        LetterInvalid: The findings stop it, or it cannot be set.
    """
    make = partial(
        request_files, found.letter, letter_id=_NO_ID, made_at=system_clock()
    )
    with suppress(LibraryMissing):
        set_letter(found.office, make)


def _checked(
    path: Path, settings: Settings, sources: Sources, *, on: date | None
) -> Checked:
    """Read office.toml and the files it names, and check them.

    Raises:
        LetterInvalid: It is no office.toml.
    """
    office = read_office_file(read_file(path))
    section, clock = settings.file.letter, system_clock()
    day = on or warsaw_day(clock)
    files = [_certificate_file(path.parent, each.file) for each in office.seals]
    seals = read_seals(office, files)
    trusted_list, material = sources.read(settings)
    known: dict[int, Now] = {
        number: judge_now(seal.certificate, material, on=day, now=clock)
        for number, seal in seals.seals.items()
        if sources.asks
    }
    findings = (
        *check_office(office),
        *check_seals(
            office,
            seals,
            trusted_list,
            on=day,
            limits=section.limits,
            accept_stale=on is not None,
            known=known,
        ),
    )
    return Checked(office, seals, findings)


def _certificate_file(folder: Path, name: str) -> bytes | None:
    """Read a file named in office.toml, from the folder of that; None when it cannot.

    One byte more than a certificate may have is read, so that too much is noticed.
    """
    try:
        with open_regular(folder / Path(name).expanduser()) as file:
            return file.read(MAX_CERTIFICATE + 1)
    except (OSError, ValueError, RuntimeError):
        return None


def _status(findings: tuple[Finding, ...]) -> Exit:
    if stops(findings):
        return Exit.NO
    return Exit.CANNOT_TELL if cannot_tell(findings) else Exit.YES


def _write(
    office: OpenOffice,
    out: Path,
    files: Mapping[str, bytes],
    zip_name: str,
    note: Callable[[Written], str],
) -> str:
    """Write the folder; the entry comes before it appears."""
    made_at = office.trail.clock()
    try:
        with new_folder(out, files, zip_name=zip_name, made_at=made_at) as made:
            # Dying here: an entry of a letter that nobody has. It says so itself.
            return note(made)
    except OSError as refused:
        raise not_written(out, refused) from None


def _made(
    out: Path,
    entry_id: str,
    files: Mapping[str, bytes],
    findings: tuple[Finding, ...],
    *,
    as_json: bool,
) -> int:
    if as_json:
        print_json(
            {
                "folder": str(out),
                "entryId": entry_id,
                "files": sorted(files),
                "findings": [finding_json(each) for each in findings],
            }
        )
        return Exit.YES
    print_findings(findings)
    print_line(say(f"Pismo gotowe: {out}", f"The letter is ready: {out}"))
    print_line(say(f"Wpis w dzienniku: {entry_id}", f"Entry in the log: {entry_id}"))
    return Exit.YES
