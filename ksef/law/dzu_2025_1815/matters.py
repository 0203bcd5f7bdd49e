"""§ 1, §§ 10-12 and § 15: what the regulation regulates, and from when."""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2025_1815.act import (
    AMENDMENT,
    ATTACHMENTS_DAY,
    NOTE_ON_CHANGES,
    OPENING,
    PRESS,
    rule,
)
from ksef.law.question import Regulated
from ksef.model import Matter
from vocabulary.law import Rule

GRANTING: Final = rule(
    "regulates.granting",
    "§ 1 pkt 2",
    "Rozporządzenie określa sposoby nadawania oraz odbierania uprawnień i wzór "
    "zawiadomienia; o zmianie nie mówi.",
    "The regulation sets how permissions are granted and revoked, and the form "
    "of the notice; it does not speak of a change.",
    source=OPENING,
)
_WHAT: Final = (
    (
        Matter.PERMISSION_KINDS,
        rule(
            "regulates.kinds",
            "§ 1 pkt 1",
            "Rozporządzenie określa rodzaje uprawnień do korzystania z KSeF.",
            "The regulation sets the kinds of permissions to use KSeF.",
            source=OPENING,
        ),
    ),
    (Matter.GRANTING, GRANTING),
    (
        Matter.AUTHENTICATION,
        rule(
            "regulates.authentication",
            "§ 1 pkt 3",
            "Rozporządzenie określa sposoby uwierzytelniania, w tym certyfikatem z "
            "art. 106nda ust. 7, i ich wymagania techniczne.",
            "The regulation sets how users authenticate, also by the certificate of "
            "art. 106nda ust. 7, and the technical requirements.",
            source=OPENING,
        ),
    ),
    (
        Matter.ACCESS_DATA,
        rule(
            "regulates.access_data",
            "§ 1 pkt 4",
            "Rozporządzenie określa dane, których podanie umożliwia dostęp do faktury "
            "bez uwierzytelniania.",
            "The regulation sets the data that open an invoice without authentication.",
            source=OPENING,
        ),
    ),
    (
        Matter.MARKING,
        rule(
            "regulates.marking",
            "§ 1 pkt 5",
            "Rozporządzenie określa sposób oznaczania faktur używanych poza KSeF.",
            "The regulation sets how invoices used outside KSeF are marked.",
            source=OPENING,
        ),
    ),
    (
        Matter.ATTACHMENTS,
        rule(
            "regulates.attachments",
            "§§ 10-12",
            "Zamiar wystawiania faktur z załącznikiem zgłasza się od 1 stycznia 2026 "
            "r.",
            "The intention to issue invoices with an attachment is notified from 1 "
            "January 2026.",
            source=PRESS,
            since=ATTACHMENTS_DAY,
        ),
    ),
    (
        Matter.USE_OF_KSEF,
        rule(
            "regulates.from_2026",
            "§ 15",
            "Rozporządzenie wchodzi w życie z dniem 1 lutego 2026 r.; §§ 10-12 od 1 "
            "stycznia, § 6 ust. 1 pkt 1 od 14 lutego 2026 r.",
            "The regulation enters into force on 1 February 2026; §§ 10-12 on 1 "
            "January, § 6 ust. 1 pkt 1 on 14 February 2026.",
            source=NOTE_ON_CHANGES,
            amended_by=AMENDMENT,
        ),
    ),
)


def _about(matter: Matter, rule_: Rule) -> Clause[Regulated]:
    return Clause(rule_, lambda question: question.matter is matter)


CLAUSES: Final = tuple(_about(*each) for each in _WHAT)
RULES: Final = tuple(each for _, each in _WHAT)
