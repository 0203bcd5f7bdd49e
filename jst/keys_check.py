"""[0] The log's keys and the node's memory seen from outside: would the log open?

Only `jst settings check` asks; nothing is changed here. A question that fails on the
first day of a month, for want of a folder, is found before that day.
"""

from collections.abc import Iterator
from pathlib import Path

from accountability.privacy import KeyFolder
from accountability.retiring import destroyed_periods
from jst.errors import LogKeyUnusable
from jst.office import load_signer, open_reader
from jst.places import Places, open_to_others
from ledger.errors import KeyFileExposed, LedgerError, LedgerMissing, MemoryUnusable
from ledger.memory import read_memory_file
from vocabulary.finding import Finding, error


def check_keys(places: Places) -> Iterator[Finding]:
    """Say what would keep the log, or kept answers, from being written."""
    if not places.keys.is_dir():
        yield error(
            "settings.keys.absent", "JST_KEYS", "Nie ma katalogu kluczy (JST_KEYS)."
        )
    else:
        yield from _log_key(places)
        yield from _period_keys(places)
    yield from _memory(places.ledger.memory)


def _log_key(places: Places) -> Iterator[Finding]:
    try:
        load_signer(places)
    except KeyFileExposed as exposed:
        yield error("settings.keys.log_key_open", "JST_KEYS/log.key", exposed.hint)
    except LogKeyUnusable as unusable:
        yield error(
            "settings.keys.log_key_unusable",
            "JST_KEYS",
            f"Nie można użyć klucza dziennika: {unusable.polish}.",
        )
    except LedgerMissing:
        return  # no log was made yet, which is told already


def _period_keys(places: Places) -> Iterator[Finding]:
    field, folder = "JST_KEYS/periods", places.period_keys
    if not folder.is_dir():
        yield error(
            "settings.keys.periods_absent", field, "Nie ma katalogu kluczy okresów."
        )
        return
    for path in (folder, *sorted(folder.iterdir())):
        if open_to_others(path):
            yield error(
                "settings.keys.periods_open",
                field,
                "Do kluczy okresów mogą zajrzeć inni: katalog 0700, pliki 0600.",
            )
            return
    yield from _destroyed(places)


def _destroyed(places: Places) -> Iterator[Finding]:
    """Find keys that the log says are destroyed, as after a restore of JST_KEYS."""
    try:
        with open_reader(places) as reader:
            gone = destroyed_periods(reader)
    except LedgerError:
        return  # what is wrong with the log, others say
    back = sorted(gone & set(KeyFolder(places.period_keys).periods()))
    if back:
        yield error(
            "settings.keys.destroyed_is_back",
            "JST_KEYS/periods",
            "Wrócił klucz, który według dziennika zniszczono; dane tego okresu są znów"
            f" czytelne: {', '.join(back).replace('.', '/')}.",
        )


def _memory(file: Path) -> Iterator[Finding]:
    try:
        read_memory_file(file)
    except OSError:
        text = "Nie ma pamięci węzła albo nie można jej odczytać."
        yield error("settings.memory.absent", "JST_MEMORY", text)
    except MemoryUnusable:
        text = "Plik pamięci węzła jest uszkodzony."
        yield error("settings.memory.unusable", "JST_MEMORY", text)
