"""[0] The log's keys and the node's memory seen from outside: would the log open?

Only `jst settings check` asks; nothing is changed here. A question that fails on the
first day of a month, for want of a folder, is found before that day.
"""

import stat
from collections.abc import Iterator
from pathlib import Path

from jst.errors import LogKeyUnusable
from jst.office import load_signer
from jst.places import Places
from ledger.errors import KeyFileExposed, LedgerMissing, MemoryUnusable
from ledger.memory import read_memory
from vocabulary.finding import Finding, Severity

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MEMORY_BYTES = 16_384


def check_keys(places: Places) -> Iterator[Finding]:
    """Say what would keep the log, or kept answers, from being written."""
    if not places.keys.is_dir():
        yield _error(
            "settings.keys.absent", "JST_KEYS", "Nie ma katalogu kluczy (JST_KEYS)."
        )
    else:
        yield from _log_key(places)
        yield from _period_keys(places.period_keys)
    yield from _memory(places.ledger.memory)


def _log_key(places: Places) -> Iterator[Finding]:
    try:
        load_signer(places)
    except KeyFileExposed as exposed:
        yield _error("settings.keys.log_key_open", "JST_KEYS/log.key", exposed.hint)
    except LogKeyUnusable as unusable:
        yield _error(
            "settings.keys.log_key_unusable",
            "JST_KEYS",
            f"Nie można użyć klucza dziennika: {unusable.polish}.",
        )
    except LedgerMissing:
        return  # no log was made yet, which is told already


def _period_keys(folder: Path) -> Iterator[Finding]:
    field = "JST_KEYS/periods"
    if not folder.is_dir():
        yield _error(
            "settings.keys.periods_absent", field, "Nie ma katalogu kluczy okresów."
        )
        return
    for path in (folder, *sorted(folder.iterdir())):
        if path.stat().st_mode & _OTHERS:
            yield _error(
                "settings.keys.periods_open",
                field,
                "Do kluczy okresów mogą zajrzeć inni: katalog 0700, pliki 0600.",
            )
            return


def _memory(file: Path) -> Iterator[Finding]:
    try:
        with file.open("rb") as opened:
            read_memory(opened.read(_MEMORY_BYTES))
    except OSError:
        text = "Nie ma pamięci węzła albo nie można jej odczytać."
        yield _error("settings.memory.absent", "JST_MEMORY", text)
    except MemoryUnusable:
        text = "Plik pamięci węzła jest uszkodzony."
        yield _error("settings.memory.unusable", "JST_MEMORY", text)


def _error(rule: str, field: str, message: str) -> Finding:
    return Finding(rule, Severity.ERROR, message, field)
