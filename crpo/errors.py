"""Every error of crpo.

    CrpoError
    + QueryInvalid           we never started: the question is no question
    + BatchInvalid           we never started: lines of the sheet cannot be asked
    + NotAnswered            nothing was read: the log knows of no such answer
    + AnswerError            it answered, and the answer proves nothing: UNKNOWN
      + AnswerNotAuthentic     it is not signed by the register's pinned seal
      + AnswerNotBound         it is signed, and answers something else or another time
      + AnswerNotUnderstood    it is signed and ours, and outside the contract
    + AnswerStale            the answer is good, and speaks of another day
    + LetterInvalid          the access letter cannot be made: nothing was written
    + LetterFolderInvalid    a folder is not the letter that was prepared
    + LetterStepRefused      a step does not follow the last one; nothing was noted

`accountability.action.perform` closes the intent as UNKNOWN for each AnswerError, and
raises its own OutcomeUnknown with the AnswerError as `__cause__`. A signed refusal is
no error of this package: it comes back as a value and is closed as REFUSED.
Messages name fields and reasons, never an identifier or a name.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding


class CrpoError(ToolkitError):
    """Base class; only its subclasses are raised."""

    code: ClassVar[str] = "crpo.error"


class QueryInvalid(CrpoError, ValueError):
    """The question cannot be asked; nothing left us."""

    code = "crpo.query_invalid"
    hint = (
        "Zapytanie do CRPO podaje NIP, PESEL albo zagraniczny identyfikator mocodawcy."
    )


class BatchInvalid(CrpoError):
    """Lines of a sheet cannot be asked; nothing of it was, nothing left us.

    Attributes:
        findings: What is wrong, by line and column; no cell is repeated.
    """

    code = "crpo.batch_invalid"
    hint = "Popraw wskazane wiersze i uruchom wsad jeszcze raz; o nic nie zapytano."

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("the sheet is wrong: " + ", ".join(f.rule for f in findings))
        self.findings = tuple(findings)


class NotAnswered(CrpoError):
    """No question of this id was answered, so there is nothing to read again."""

    code = "crpo.not_answered"
    hint = "Identyfikator zapytania podaje jst crpo lookup i jst ledger show."


class AnswerError(CrpoError):
    """What came back proves neither a yes nor a no.

    Attributes:
        reason: A word from the closed list of the raising place, for the log.
    """

    code = "crpo.answer_error"
    hint = (
        "Nie wiadomo, czy rejestr udzielił odpowiedzi."
        " To nie znaczy, że pełnomocnictwa nie ma."
    )

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class AnswerNotAuthentic(AnswerError):
    """The answer is not signed by the seal we pinned for the register."""

    code = "crpo.answer_not_authentic"
    hint = (
        "Odpowiedź nie jest opatrzona znaną pieczęcią rejestru."
        " Nie wolno z niej korzystać; zgłoś to administratorowi."
    )


class AnswerNotBound(AnswerError):
    """The answer belongs to another question, or to another moment."""

    code = "crpo.answer_not_bound"
    hint = (
        "Odpowiedź nie dotyczy tego zapytania albo tej chwili."
        " Zapytaj ponownie, a zdarzenie zgłoś administratorowi."
    )


class AnswerNotUnderstood(AnswerError):
    """The answer is outside the contract that both sides agreed on."""

    code = "crpo.answer_not_understood"
    hint = (
        "Odpowiedź rejestru nie jest zgodna z uzgodnionym kontraktem."
        " Nie wolno z niej wnioskować; zgłoś to administratorowi."
    )


class AnswerStale(CrpoError):
    """The answer speaks of one day, and the decision is taken on another."""

    code = "crpo.answer_stale"
    hint = (
        "CRPO podaje pełnomocnictwa aktualne na dzień zapytania."
        " Do dzisiejszej decyzji zapytaj rejestr dzisiaj."
    )

    def __init__(self, *, speaks_of: date, decision_on: date) -> None:
        super().__init__(
            f"the answer speaks of {speaks_of}, the decision is of {decision_on}"
        )
        self.speaks_of = speaks_of
        self.decision_on = decision_on


class LetterInvalid(CrpoError):
    """The access letter cannot be made of what the office gave; nothing was written.

    Attributes:
        findings: What is wrong, by field of office.toml; no value is repeated.
    """

    code = "crpo.letter_invalid"
    hint = "Popraw wskazane pola w office.toml i sprawdź: jst letter check."

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("no letter: " + ", ".join(f.rule for f in findings))
        self.findings = tuple(findings)


class _OfALetter(CrpoError):
    """Says in Polish what exactly is wrong with a letter."""

    def __init__(self, message: str, *, polish: str) -> None:
        super().__init__(message)
        self.polish = polish


class LetterFolderInvalid(_OfALetter):
    """A folder does not hold the letter that was prepared; nothing was judged by it.

    Attributes:
        polish: What exactly is wrong.
    """

    code = "crpo.letter_folder_invalid"
    hint = "Wskaż katalog utworzony przez jst letter prepare, bez żadnych zmian."


class LetterStepRefused(_OfALetter):
    """A step does not follow from what was done with the letter; nothing was noted.

    Attributes:
        polish: What exactly is wrong.
    """

    code = "crpo.letter_step_refused"
    hint = "Co już zrobiono z pismem, pokazuje: jst letter status."
