"""Answer a question by the regulation of one day.

    question + day -> the clauses of both acts -> one of five answers, with its rules

Promises
    - Pure: no clock, no file, no network; yesterday's decision can be repeated.
    - A missing fact never turns a no into a yes.
    - The answer names its rules and provisions, says whether it rests on a secondary
      source, and what KSeF does where it does something else.

It answers from the acts' texts and from what others tell of them: no legal advice.
"""

from datetime import date

from ksef.law.carrying import decide_data
from ksef.law.decision import DEFAULT, Answer, Decision, Followed
from ksef.law.entering import decide_login, decide_open, decide_regulated
from ksef.law.filing import decide_filing
from ksef.law.granting import decide_grant
from ksef.law.holding import decide_hold
from ksef.law.question import (
    Authenticate,
    ByZawFa,
    GrantData,
    MayGrant,
    MayHold,
    OpenInvoice,
    Question,
)

__all__ = ["Answer", "Decision", "Followed", "decide"]


def decide(  # noqa: PLR0911 - one line for each kind of question
    question: Question, *, on: date, followed: Followed = DEFAULT
) -> Decision:
    """Decide a question by the rules in force on a day.

    Args:
        question: One of the kinds in `ksef.law.question`.
        on: The day, Europe/Warsaw.
        followed: Which reading decides where the sources disagree.

    Returns:
        The answer with `rules`, `provisions`, `missing`, `rests_on_secondary`,
        `system_differs`, and every reading where the sources disagree.

    Source: Dz.U. 2021 poz. 2481, §§ 1-7; Dz.U. 2025 poz. 1815 (text not seen).
    """
    match question:
        case MayHold():
            return decide_hold(question, on, followed)
        case MayGrant():
            return decide_grant(question, on, followed)
        case GrantData():
            return decide_data(question, on)
        case ByZawFa():
            return decide_filing(question, on)
        case Authenticate():
            return decide_login(question, on)
        case OpenInvoice():
            return decide_open(question, on)
        case _:
            return decide_regulated(question, on)
