"""Every error of ledger. The class tells what has already happened in the world.

    LedgerError
    + EntryInvalid      these bytes are no entry of version 1
    + NoteInvalid       this text is no signed note, key, checkpoint or proof we accept
    + ProofInvalid      the proof does not lead to the root: believe nothing it says
    + KeyFileExposed    a key that others may read was not loaded
    + LedgerMissing     there is no log here; none was made
    + LedgerLinked      a link stands where the database should; it was not followed
    + LedgerExists      a log, or its memory, is here already; nothing was changed
    + LedgerClosed      this process closed its log; nothing was appended
    + AppendRefused     nothing was appended
        + EntryRefused  the entry contradicts one that is in the log
        + ClockBehind   the clock is behind the last entry
        + StoreFailed   the store said no before the commit; LedgerReadOnly, StoreFull
    + LedgerUntrusted   nothing was appended; look at the disk before doing anything
        + LedgerMoved   the file on the path is not the file that we opened
        + HeadRejected  signature, frontier or tiles do not give the head's root
            + BodyMissing  an entry's body is not there: pruned, or removed
        + RolledBack    the memory file knows a head that this log does not extend
        + MemoryUnusable  the memory file is missing, damaged or of another log
    + AppendAmbiguous   the commit was reported as failed: it may have happened

What went wrong technically is the `__cause__`. Messages hold sizes, indexes and
paths, never what stands in an entry.
"""

from vocabulary.errors import ToolkitError


class LedgerError(ToolkitError):
    """Base class; only its subclasses are raised."""

    code = "ledger.error"


class EntryInvalid(LedgerError, ValueError):
    """The bytes are no entry of version 1, or the fields cannot become one."""

    code = "ledger.entry_invalid"


class NoteInvalid(LedgerError, ValueError):
    """The text is no signed note, verifier key, checkpoint or proof we accept."""

    code = "ledger.note_invalid"
    hint = (
        "Sprawdź, czy plik jest taki, jaki zapisał program (także końce wierszy),"
        " i czy klucz należy do tego samego dziennika."
    )


class ProofInvalid(LedgerError, ValueError):
    """The proof does not lead to the root it was given with."""

    code = "ledger.proof_invalid"


class KeyFileExposed(LedgerError):
    """A file with the log's key may be read by others; it was not loaded."""

    code = "ledger.key_file_exposed"
    hint = (
        "Plik klucza dziennika może czytać ktoś inny: ustaw prawa 0600 i wymień klucz."
    )


class LedgerMissing(LedgerError):
    """There is no log at this path; a new one is made by hand only."""

    code = "ledger.missing"
    hint = (
        "Nie ma bazy dziennika. Sprawdź dysk; nowy dziennik zakłada `jst ledger init`."
    )


class LedgerLinked(LedgerError):
    """A link stands where the database should; it was not followed."""

    code = "ledger.linked"
    hint = (
        "W miejscu dowiązania ma leżeć sama baza (ledger.sqlite): przenieś ją tam z"
        " powrotem albo przenieś cały katalog i wskaż go w JST_HOME."
    )


class LedgerExists(LedgerError):
    """A log, or the memory of one, is here already; nothing was changed."""

    code = "ledger.exists"
    hint = "Dziennik już istnieje. Nie zakłada się go drugi raz."


class LedgerClosed(LedgerError):
    """The log object was closed; nothing was appended."""

    code = "ledger.closed"


class AppendRefused(LedgerError):
    """Nothing was appended, and the log is as it was."""

    code = "ledger.append_refused"


class EntryRefused(AppendRefused):
    """The entry contradicts the log: an id used twice, a second or orphan outcome."""

    code = "ledger.entry_refused"


class ClockBehind(AppendRefused):
    """The clock is behind the last entry by more than two seconds."""

    code = "ledger.clock_behind"
    hint = "Zegar serwera jest cofnięty. Popraw go, a operator dopisze wpis systemowy."


class StoreFailed(AppendRefused):
    """The store refused before the commit."""

    code = "ledger.store_failed"
    hint = "Baza dziennika odmówiła zapisu; nic nie zapisano. Sprawdź dysk."


class LedgerReadOnly(StoreFailed):
    """The store, or the file system it lies on, does not let us write."""

    code = "ledger.read_only"
    hint = "Dziennik jest tylko do odczytu. Sprawdź prawa do pliku i system plików."


class StoreFull(StoreFailed):
    """No space is left for the entry."""

    code = "ledger.store_full"
    hint = "Brak miejsca na dysku dziennika. Zwolnij miejsce; nic nie zapisano."


class LedgerUntrusted(LedgerError):
    """The log is not what it was; nothing was appended."""

    code = "ledger.untrusted"
    hint = "Nie zmieniaj nic na dysku i zawiadom inspektora: dziennik nie zgadza się."


class LedgerMoved(LedgerUntrusted):
    """The file on the path is not the file that we opened."""

    code = "ledger.moved"


class HeadRejected(LedgerUntrusted):
    """The head's signature, frontier or tiles do not agree."""

    code = "ledger.head_rejected"


class BodyMissing(HeadRejected):
    """The body of an entry is not there: pruned as an entry says, or removed."""

    code = "ledger.body_missing"
    hint = (
        "Usunięto ją po okresie przechowywania albo wycięto z bazy: które z tych"
        " dwojga, powie `jst ledger verify`."
    )


class RolledBack(LedgerUntrusted):
    """The memory file knows a head that this log does not extend."""

    code = "ledger.rolled_back"
    hint = (
        "Czy odtworzono kopię? Niczego nie zmieniaj na dysku, zawiadom inspektora"
        " i postąp jak w docs/operations.md, „Restore”."
    )


class MemoryUnusable(LedgerUntrusted):
    """The memory file is missing, damaged or of another log."""

    code = "ledger.memory_unusable"
    hint = (
        "Katalog JST_MEMORY tylko przeniesiony przywróć; gdy go nie ma, zawiadom"
        " inspektora i postąp jak w docs/operations.md, „Missing memory”."
    )


class AppendAmbiguous(LedgerError):
    """The commit was reported as failed; the entries may or may not be in the log."""

    code = "ledger.append_ambiguous"
    hint = (
        "Nie wiadomo, czy wpis zapisano. Sprawdź `jst ledger verify`, zanim powtórzysz."
    )
