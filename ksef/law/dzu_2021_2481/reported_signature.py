"""§ 5 ust. 2: a signature without NIP and PESEL, of a taxpayer who is a natural person.

It authenticates after its unique data were reported in a ZAW-FA. About the taxpayer's
own signature; those of the persons he names are told of by § 3 ust. 2 pkt 2 lit. e.
"""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.question import Authenticate, ByZawFa
from ksef.law.truth import Truth, both, is_in
from ksef.model import Body, Channel, Means, Subject, ZawFaPurpose

REPORTED: Final = rule(
    "login.reported_signature",
    "§ 5 ust. 2",
    "Podpis bez NIP i PESEL podatnika będącego osobą fizyczną wystarcza po zgłoszeniu "
    "jego danych unikalnych w ZAW-FA.",
    "A signature without NIP and PESEL of a taxpayer who is a natural person does "
    "after its unique data were reported in a ZAW-FA.",
)


def _reported(question: Authenticate) -> Truth:
    return both(
        question.who is Subject.TAXPAYER_PERSON,
        question.means in {None, Means.QUALIFIED_SIGNATURE},
        is_in("certificate_has_id", question.certificate_has_id, {False}),
        is_in("unique_data_given", question.unique_data_given, {True}),
    )


def _to_report(question: ByZawFa) -> Truth:
    return both(
        question.filer is Body.SOLE_TRADER,
        question.purpose is ZawFaPurpose.REPORT_SIGNATURE,
        question.channel in {None, Channel.PAPER},
        is_in("certificate_has_id", question.certificate_has_id, {False}),
    )


BY_MEANS: Final = ((Means.QUALIFIED_SIGNATURE, Clause(REPORTED, _reported)),)
REPORT: Final = (Clause(REPORTED, _to_report),)
RULES: Final = (REPORTED,)
