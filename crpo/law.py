"""The provisions on whom letters are served, and on the print-out for the file.

The Ordynacja was not compared in its current consolidated text: what is said here comes
from the acts that brought and changed these articles, read by others, so `text_seen` is
False and every decision says that it rests on a secondary source.
They are dated from the first day of the general power (1 July 2016) or later.
"""

from datetime import date
from typing import Final

from accountability.law import ORDYNACJA
from vocabulary.law import LegalRef, Rule

_FROM: Final = date(2016, 7, 1)
_ISAP: Final = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id="
_AMENDED: Final = {
    "Dz.U. 2015 poz. 1649": f"{_ISAP}WDU20150001649",
    "Dz.U. 2020 poz. 2320": f"{_ISAP}WDU20200002320",
}


def _rule(
    name: str,
    provision: str,
    says: str,
    *,
    by: str = "Dz.U. 2015 poz. 1649",
    since: date = _FROM,
) -> Rule:
    ref = LegalRef(
        act=ORDYNACJA,
        amended_by=by,
        provision=provision,
        url=_AMENDED[by],
        text_seen=False,
    )
    return Rule(id=f"crpo.serve.{name}", says=says, ref=ref, in_force_from=since)


PARTY: Final = _rule(
    "party", "art. 145 § 1", "Pisma doręcza się stronie albo jej przedstawicielowi."
)
ATTORNEY: Final = _rule(
    "attorney",
    "art. 145 § 2",
    "Gdy jest pełnomocnik, pisma doręcza się jemu, pod adresem z pełnomocnictwa.",
)
ABROAD: Final = _rule(
    "abroad",
    "art. 145 § 2a",
    "Pełnomocnikowi za granicą, bez adresu do doręczeń w kraju, doręcza się "
    "elektronicznie.",
)
ONE_OF_THEM: Final = _rule(
    "one_of_them",
    "art. 145 § 3",
    "Gdy nie wyznaczono pełnomocnika do doręczeń, pisma doręcza się jednemu z "
    "pełnomocników.",
)
DESIGNATED: Final = _rule(
    "designated",
    "art. 138g",
    "Przy kilku pełnomocnikach o tym samym zakresie, albo ogólnym i szczególnym w "
    "jednej sprawie, strona wyznacza jednego do doręczeń.",
)
RESIGNED: Final = _rule(
    "resigned",
    "art. 138i § 3",
    "Adwokat, radca prawny i doradca podatkowy po wypowiedzeniu działa jeszcze dwa "
    "tygodnie, chyba że mocodawca go zwolni.",
)
GENERAL_ENDS: Final = _rule(
    "general_ends",
    "art. 138i § 1",
    "Wypowiedzenie pełnomocnictwa ogólnego działa od dnia wpływu do rejestru.",
)
SPECIAL_ENDS: Final = _rule(
    "special_ends",
    "art. 138i § 2",
    "Wypowiedzenie pełnomocnictwa szczególnego działa od zawiadomienia organu.",
)
SUBSTITUTE: Final = _rule(
    "substitute",
    "art. 138o (odesłanie do Kodeksu cywilnego)",
    "Dalszy pełnomocnik działa za mocodawcę, gdy pełnomocnictwo na to pozwala.",
)
PROFESSIONAL: Final = _rule(
    "professional",
    "art. 144 § 5",
    "Adwokatowi, radcy prawnemu i doradcy podatkowemu doręcza się elektronicznie albo "
    "w siedzibie organu.",
)
ELECTRONIC: Final = _rule(
    "electronic",
    "art. 144 § 1a",
    "Pisma doręcza się w pierwszej kolejności na adres do doręczeń elektronicznych.",
    by="Dz.U. 2020 poz. 2320",
    since=date(2021, 10, 5),
)
ADDRESS_IN_REGISTER: Final = _rule(
    "address_in_register",
    "art. 146a",
    "Pełnomocnik ogólny zgłasza zmianę adresu do rejestru; inaczej doręczenie pod "
    "dotychczasowym adresem jest skuteczne.",
)
PRINT_OUT: Final = _rule(
    "print_out",
    "art. 138h",
    "Wydruk pełnomocnictwa z rejestru dołącza się do akt; pracownik adnotacją "
    "poświadcza jego zgodność.",
    by="Dz.U. 2020 poz. 2320",
)
