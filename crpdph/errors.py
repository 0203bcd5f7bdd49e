"""Every error of crpdph.

    CrpdphError
    + QueryInvalid         we never started: the question is no question
    + SheetInvalid         we never started: lines of a sheet cannot be asked
    + MostlyWrong          we never started: most check digits of a batch are wrong
    + AccountInvalid       a text is no account number in any notation
    + NoAnswer             what came back is no answer of the register: UNKNOWN
      + RegisterClosed       it says that it is closed for the night (statusCode 2)
      + RegisterUnavailable  it says that it is out of service (statusCode 3)
    + AnswerNotUnderstood  it is outside the pinned interface: UNKNOWN
    + EvidenceDisproved    kept evidence does not show what it claims
    + MemoryUnusable       the index of what is known cannot be used; nothing left us

None of these means "reliable", "unreliable" or "not found": whoever gets one knows
nothing about the payer. Messages name fields and reasons, never a DIC or a name.
"""

from collections.abc import Sequence
from typing import ClassVar

from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding


class CrpdphError(ToolkitError):
    """Base class; only its subclasses are raised."""

    code: ClassVar[str] = "crpdph.error"


class QueryInvalid(CrpdphError, ValueError):
    """The question cannot be asked; nothing left us."""

    code = "crpdph.query_invalid"
    hint = "Podaj co najmniej jeden DIČ: 8 do 10 cyfr, z „CZ” na początku lub bez."


class SheetInvalid(CrpdphError):
    """Lines of a sheet cannot be asked; nothing of it was, nothing left us.

    Attributes:
        findings: What is wrong, by line and column; no cell is repeated.
    """

    code = "crpdph.sheet_invalid"
    hint = (
        "Popraw wskazane wiersze i uruchom polecenie jeszcze raz; o nic nie zapytano."
    )

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("the sheet is wrong: " + ", ".join(f.rule for f in findings))
        self.findings = tuple(findings)


class MostlyWrong(CrpdphError):
    """Most numbers of a batch have a wrong check digit; nothing left us.

    The terms of the service forbid automated questions that are mostly wrong.

    Attributes:
        wrong: How many.
        total: Of how many.
    """

    code = "crpdph.mostly_wrong"
    hint = (
        "Regulamin rejestru zabrania zapytań w większości błędnych. Sprawdź, czy"
        " kolumna zawiera DIČ; o nic nie zapytano."
    )

    def __init__(self, *, wrong: int, total: int) -> None:
        super().__init__(f"{wrong} of {total} numbers have a wrong check digit")
        self.wrong = wrong
        self.total = total


class AccountInvalid(CrpdphError, ValueError):
    """A text is no account number in any notation; nothing was compared."""

    code = "crpdph.account_invalid"
    hint = "Podaj rachunek, np. 19-2000145399/0800 albo IBAN."


class _ForAReason(CrpdphError):
    """What has a reason: one word from a closed list."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason

    @property
    def detail(self) -> str:
        """Say the reason."""
        return self.reason


class NoAnswer(_ForAReason):
    """What came back is no answer of the register.

    Attributes:
        reason: A word from a closed list, for the log.
    """

    code = "crpdph.no_answer"
    hint = (
        "Rejestr nie udzielił odpowiedzi. To nie znaczy, że podatnika nie ma ani że"
        " jest wiarygodny; zapytaj później."
    )


class RegisterClosed(NoAnswer):
    """The register says that it is closed while its data are renewed (statusCode 2)."""

    code = "crpdph.register_closed"
    hint = "Rejestr jest nieczynny od 23:59:59 do 00:10 czasu czeskiego; zapytaj potem."


class RegisterUnavailable(NoAnswer):
    """The register says that it is out of service (statusCode 3)."""

    code = "crpdph.register_unavailable"
    hint = (
        "Rejestr jest niedostępny; zapytaj później. Nic z tego nie wynika o podatniku."
    )


class AnswerNotUnderstood(_ForAReason):
    """The answer is outside the pinned interface; nothing may be read out of it.

    Attributes:
        reason: A word from a closed list, for the log.
    """

    code = "crpdph.answer_not_understood"
    hint = (
        "Odpowiedź jest niezgodna z opisem interfejsu; nie wolno z niej wnioskować."
        " Zgłoś to administratorowi."
    )


class EvidenceDisproved(_ForAReason):
    """Kept evidence of a check does not show what it claims.

    Attributes:
        reason: Which comparison failed, in one word.
    """

    code = "crpdph.evidence_disproved"
    hint = "Zachowaj plik bez zmian i zawiadom inspektora; nie opieraj się na nim."


class MemoryUnusable(CrpdphError):
    """The index of what was learned cannot be read or written."""

    code = "crpdph.memory_unusable"
    hint = "Sprawdź plik state.sqlite w JST_HOME i prawa do niego."
