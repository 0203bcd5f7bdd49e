"""§ 6 and § 13: the means of authentication from 2026, permanent and transitional.

§ 13 as published let podpis zaufany serve until 31 March 2026; Dz.U. 2026 poz. 169 put
13 February in its place before that day came. The end of tokens stands as printed: the
Ministry has announced that it will keep them, and no amendment was seen. All this is
known from two notes of others, which quote the act.
"""

from typing import Final

from ksef.law.clause import Bar, Clause
from ksef.law.dzu_2021_2481.means import FIRST_MEANS
from ksef.law.dzu_2025_1815.act import (
    AMENDMENT,
    NODE_DAY,
    NOTE,
    NOTE_ON_CHANGES,
    TOKENS_END,
    rule,
)
from ksef.law.question import Authenticate
from ksef.law.truth import Truth, both, either, is_in
from ksef.model import Means

NATIONAL_NODE: Final = rule(
    "login.national_node",
    "§ 6 ust. 1 pkt 1",
    "Uwierzytelnia się środkiem identyfikacji elektronicznej przez węzeł krajowy.",
    "One authenticates by an electronic identity through the national node.",
    source=NOTE_ON_CHANGES,
    since=NODE_DAY,
    amended_by=AMENDMENT,
)
QUALIFIED_SIGNATURE: Final = rule(
    "login.qualified_signature",
    "§ 6 ust. 1 pkt 2",
    "Uwierzytelnia się kwalifikowanym podpisem elektronicznym.",
    "One authenticates by a qualified electronic signature.",
    source=NOTE,
)
QUALIFIED_SEAL: Final = rule(
    "login.qualified_seal",
    "§ 6 ust. 1 pkt 3",
    "Uwierzytelnia się kwalifikowaną pieczęcią elektroniczną.",
    "One authenticates by a qualified electronic seal.",
    source=NOTE,
)
KSEF_CERTIFICATE: Final = rule(
    "login.ksef_certificate",
    "§ 6 ust. 1 pkt 4",
    "Uwierzytelnia się certyfikatem KSeF wytworzonym po uwierzytelnieniu w sposób z "
    "pkt 1-3.",
    "One authenticates by a KSeF certificate generated after an authentication by pkt "
    "1-3.",
    source=NOTE,
)
TWO_YEARS: Final = rule(
    "login.ksef_certificate_two_years",
    "§ 6 ust. 2",
    "Certyfikat KSeF jest ważny najwyżej 2 lata.",
    "A KSeF certificate is valid for at most 2 years.",
    source=NOTE,
)
TOKEN: Final = rule(
    "login.token",
    "§ 13 ust. 1 pkt 1",
    "Do 31 grudnia 2026 r. uwierzytelnia się też tokenem z § 5 ust. 1 pkt 4 "
    "poprzedniego rozporządzenia.",
    "Until 31 December 2026 one also authenticates by the token of § 5 ust. 1 pkt 4 of "
    "the previous regulation.",
    source=NOTE,
    until=TOKENS_END,
)
TRUSTED_SIGNATURE: Final = rule(
    "login.trusted_signature",
    "§ 13 ust. 1 pkt 2",
    "Do 13 lutego 2026 r. uwierzytelnia się też podpisem zaufanym.",
    "Until 13 February 2026 one also authenticates by a trusted signature.",
    source=NOTE_ON_CHANGES,
    until=NODE_DAY,
    amended_by=AMENDMENT,
)
NO_CERTIFICATE_BY_TOKEN: Final = rule(
    "login.no_certificate_by_token",
    "§ 13 ust. 2",
    "Po uwierzytelnieniu tokenem nie wytworzy się certyfikatu KSeF.",
    "After an authentication by token no KSeF certificate is generated.",
    source=NOTE,
)
_PERMANENT: Final = frozenset(
    {Means.NATIONAL_NODE, Means.QUALIFIED_SIGNATURE, Means.QUALIFIED_SEAL}
)


def _is(means: Means, question: Authenticate) -> Truth:
    return question.means in {None, means}


def _known(question: Authenticate) -> Truth:
    """Ask for an identifier in the certificate, or for its reported unique data."""
    has_id = is_in("certificate_has_id", question.certificate_has_id, {True})
    given = is_in("unique_data_given", question.unique_data_given, {True})
    return either(has_id, given)


def _node(question: Authenticate) -> Truth:
    return _is(Means.NATIONAL_NODE, question)


def _signature(question: Authenticate) -> Truth:
    return both(_is(Means.QUALIFIED_SIGNATURE, question), _known(question))


def _seal(question: Authenticate) -> Truth:
    return both(_is(Means.QUALIFIED_SEAL, question), _known(question))


def _certificate(question: Authenticate) -> Truth:
    after = is_in("generated_after", question.generated_after, _PERMANENT)
    return both(_is(Means.KSEF_CERTIFICATE, question), after)


def _token(question: Authenticate) -> Truth:
    after = is_in("generated_after", question.generated_after, FIRST_MEANS)
    return both(_is(Means.TOKEN, question), after)


def _trusted(question: Authenticate) -> Truth:
    return _is(Means.TRUSTED_SIGNATURE, question)


def _by_token(question: Authenticate) -> Truth:
    wanted = question.means is Means.KSEF_CERTIFICATE
    return both(wanted, question.generated_after is Means.TOKEN)


BY_MEANS: Final = (
    (Means.NATIONAL_NODE, Clause(NATIONAL_NODE, _node)),
    (Means.QUALIFIED_SIGNATURE, Clause(QUALIFIED_SIGNATURE, _signature)),
    (Means.QUALIFIED_SEAL, Clause(QUALIFIED_SEAL, _seal)),
    (Means.KSEF_CERTIFICATE, Clause(KSEF_CERTIFICATE, _certificate)),
    (Means.KSEF_CERTIFICATE, Clause(TWO_YEARS, _certificate)),
    (Means.TOKEN, Clause(TOKEN, _token)),
    (Means.TRUSTED_SIGNATURE, Clause(TRUSTED_SIGNATURE, _trusted)),
)
_CERTIFICATES: Final = frozenset({KSEF_CERTIFICATE.id, TWO_YEARS.id})
BARS: Final = (Bar(NO_CERTIFICATE_BY_TOKEN, _by_token, _CERTIFICATES),)
RULES: Final = (*(clause.rule for _, clause in BY_MEANS), NO_CERTIFICATE_BY_TOKEN)
