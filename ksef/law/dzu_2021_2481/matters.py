"""§ 1 and § 7: what the regulation regulates, and from when."""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import rule
from ksef.law.question import Regulated
from ksef.model import Matter
from vocabulary.law import Rule

KINDS: Final = rule(
    "regulates.kinds",
    "§ 1 pkt 1",
    "Rozporządzenie określa rodzaje uprawnień do korzystania z KSeF.",
    "The regulation sets the kinds of permissions to use KSeF.",
)
GRANTING: Final = rule(
    "regulates.granting",
    "§ 1 pkt 2",
    "Rozporządzenie określa sposoby nadawania, zmiany lub odbierania uprawnień oraz "
    "wzór zawiadomienia o ich nadaniu lub odebraniu.",
    "The regulation sets how permissions are granted, changed or revoked, and the form "
    "of the notice.",
)
AUTHENTICATION: Final = rule(
    "regulates.authentication",
    "§ 1 pkt 3",
    "Rozporządzenie określa sposoby uwierzytelnienia podmiotów korzystających z KSeF.",
    "The regulation sets how users of KSeF authenticate.",
)
ACCESS_DATA: Final = rule(
    "regulates.access_data",
    "§ 1 pkt 4",
    "Rozporządzenie określa dane faktury, których podanie umożliwia dostęp do niej.",
    "The regulation sets the data of an invoice that open it to whoever gives them.",
)
IN_FORCE: Final = rule(
    "regulates.from_2022",
    "§ 7",
    "Rozporządzenie wchodzi w życie z dniem 1 stycznia 2022 r.",
    "The regulation enters into force on 1 January 2022.",
)


def _about(rule_: Rule, matter: Matter) -> Clause[Regulated]:
    return Clause(rule_, lambda question: question.matter is matter)


CLAUSES: Final = (
    _about(KINDS, Matter.PERMISSION_KINDS),
    _about(GRANTING, Matter.GRANTING),
    _about(AUTHENTICATION, Matter.AUTHENTICATION),
    _about(ACCESS_DATA, Matter.ACCESS_DATA),
    _about(IN_FORCE, Matter.USE_OF_KSEF),
)
RULES: Final = tuple(clause.rule for clause in CLAUSES)
