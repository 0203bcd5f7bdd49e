"""jst ledger verify: the whole log, against what somebody kept elsewhere."""

from pathlib import Path
from typing import Final

from accountability.columns import COLUMNS
from jst.cli.bar import WORTH_TELLING, Bar
from jst.cli.error_words import message_of
from jst.cli.language import entries, say
from jst.cli.output import as_text, print_json, print_line, read_file
from jst.cli.verify_words import GUESSED, NO_MEMORY, OWN_KEY, in_words
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid, InputMissing, JstError
from jst.office import own_vkey
from jst.places import Places
from jst.settings import places_of_log
from ledger.errors import NoteInvalid
from ledger.note import trusted_keys
from ledger.verify import Verdict, Verification, verify_log
from ledger.words import IN_POLISH

IN_ENGLISH: Final = {
    Verdict.PROVED: "PROVED: the log agrees with the kept checkpoint",
    Verdict.CONSISTENT: (
        "CONSISTENT: the log agrees with itself (which is no proof yet)"
    ),
    Verdict.DISPROVED: (
        "DISPROVED: the log does not agree with what it was compared with"
    ),
    Verdict.CANNOT_TELL: "CANNOT TELL: it was not checked",
}
STATUS: Final = {
    Verdict.PROVED: Exit.YES,
    Verdict.CONSISTENT: Exit.YES,
    Verdict.DISPROVED: Exit.NO,
    Verdict.CANNOT_TELL: Exit.CANNOT_TELL,
}


def do_verify(
    checkpoint: Path | None, vkey: str | None, *, indexes: bool, as_json: bool
) -> int:
    """Verify, print the verdict, and exit with it.

    What keeps us from looking is "could not tell": exit status 1 says "disproved", and
    nothing else.
    """
    try:
        found, gaps = _verified(checkpoint, vkey, indexes=indexes)
    except JstError as unable:
        reason = f"{unable.code}: {unable}" if as_json else _why(unable)
        found = Verification(Verdict.CANNOT_TELL, None, None, None, (reason,), ())
        gaps = []
    if as_json:
        print_json(found.to_json() | {"notChecked": gaps})
    else:
        _tell(found, gaps)
    return STATUS[found.verdict]


def _verified(
    checkpoint: Path | None, vkey: str | None, *, indexes: bool
) -> tuple[Verification, list[str]]:
    """Verify by what was given; say also what rests on this host alone."""
    places, broken = places_of_log()
    kept = None if checkpoint is None else as_text(read_file(checkpoint))
    own = vkey is None
    keys = _own_keys(places) if vkey is None else [key_given(vkey)]
    memory = places.ledger.memory
    found = verify_log(
        places.ledger.store,
        vkeys=keys,
        checkpoint=kept,
        # Who signs here has a memory; elsewhere, a copy of the log is checked.
        memory=memory if memory.exists() or places.log_key.exists() else None,
        columns=COLUMNS,
        indexes=indexes,
        progress=Bar(say("sprawdzono", "verified"), least=WORTH_TELLING),
    )
    gaps = [NO_MEMORY if "--memory" in gap else gap for gap in found.not_checked]
    if own and keys:
        gaps.append(OWN_KEY)
    if broken is not None:
        gaps.append(f"the settings: {broken}; {GUESSED}")
    return found, gaps


def key_given(text: str) -> str:
    """Take a public key as typed, or from the file of that name.

    Raises:
        InputMissing: It is neither, so that nothing can be judged by it.
    """
    path = Path(text)
    try:
        is_file = path.is_file()
    except OSError:
        is_file = False
    try:
        key = (as_text(read_file(path)) if is_file else text).strip()
        trusted_keys([key])
    except (NoteInvalid, InputInvalid):
        raise InputMissing(
            "--vkey is neither a public key nor a file with one",
            polish="--vkey to ani klucz publiczny, ani plik z takim kluczem",
        ) from None
    return key


def _own_keys(places: Places) -> list[str]:
    return [own_vkey(places)] if places.log_vkey.exists() else []


def _why(unable: JstError) -> str:
    """Say what kept us from looking, with the fields that are wrong."""
    found = getattr(unable, "findings", ())
    fields = "; ".join(f"{each.field}: {each.message}" for each in found)
    return f"{message_of(unable)} — {fields}" if fields else message_of(unable)


def _tell(found: Verification, not_checked: list[str]) -> None:
    size = "" if found.size is None else f"; {entries(found.size)}"
    print_line(f"{say(IN_POLISH[found.verdict], IN_ENGLISH[found.verdict])}{size}.")
    if found.first_bad is not None:
        print_line(
            say(
                f"Pierwszy niezgodny wpis: #{found.first_bad}.",
                f"First entry that is wrong: #{found.first_bad}.",
            )
        )
    if found.anchors and found.verdict in {Verdict.PROVED, Verdict.CONSISTENT}:
        print_line(
            say(
                f"Zgadzają się też czoła z wcześniejszych dni: {found.anchors}.",
                f"The heads of earlier days agree too: {found.anchors}.",
            )
        )
    for reason in found.reasons:
        print_line(f"  {say('powód', 'reason')}: {in_words(reason)}")
    for gap in not_checked:
        print_line(f"  {say('nie sprawdzono', 'not checked')}: {in_words(gap)}")
    if found.verdict is Verdict.DISPROVED:
        print_line(
            say(
                "Nie zmieniaj nic na dysku i zawiadom inspektora.",
                "Change nothing on the disk and tell the officer.",
            )
        )
