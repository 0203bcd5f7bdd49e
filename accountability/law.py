"""The provisions that the checks of an action rest on.

The text of the KRI regulation was read. The Ordynacja was not read in its current
consolidated text: its access rules are quoted from the Ministry's page on API CRPO
(16 April 2024), art. 143 is known from secondary sources, and so is art. 106nb of the
VAT act (municipal orders on KSeF cite it). `text_seen=False` makes every
decision that rests on such a rule say so.
"""

from datetime import date
from typing import Final

from vocabulary.law import LegalRef, Rule

ORDYNACJA: Final = "Dz.U. 1997 nr 137 poz. 926"
_CRPO_PAGE: Final = "https://www.podatki.gov.pl/pelnomocnictwa/api-crpo-dla-jst"
_ORDYNACJA_ISAP: Final = (
    "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU19971370926"
)
_KRI_ISAP: Final = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20240000773"

VAT: Final = "Dz.U. 2004 nr 54 poz. 535"
_VAT_ISAP: Final = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20040540535"

ZDPH: Final = "235/2004 Sb."
_ZDPH_URL: Final = "https://www.zakonyprolidi.cz/cs/2004-235"

TAX_AUTHORITY: Final = Rule(
    id="crpo.access.tax_authority",
    says="Dostęp do CRPO mają organy podatkowe; w JST: wójt, burmistrz (prezydent "
    "miasta), starosta albo marszałek województwa.",
    ref=LegalRef(
        act=ORDYNACJA,
        provision="art. 13 § 1 pkt 1 w zw. z art. 138k § 2",
        url=_CRPO_PAGE,
        text_seen=False,
    ),
    in_force_from=date(2016, 7, 1),
)

ACCESS_BASIS: Final = Rule(
    id="crpo.access.basis",
    says="Podstawą dostępu organu podatkowego do CRPO jest art. 138k § 2 Ordynacji.",
    ref=LegalRef(
        act=ORDYNACJA, provision="art. 138k § 2", url=_CRPO_PAGE, text_seen=False
    ),
    in_force_from=date(2016, 7, 1),
)

PURPOSE_LIMIT: Final = Rule(
    id="crpo.access.purpose",
    says="Danych z CRPO wolno użyć wyłącznie w sprawach podatkowych oraz w innych "
    "sprawach należących do właściwości organu.",
    ref=LegalRef(
        act=ORDYNACJA,
        provision="art. 138k § 2 (warunki korzystania z API CRPO)",
        url=_CRPO_PAGE,
        text_seen=False,
    ),
    in_force_from=date(2016, 7, 1),
)

STAFF_AUTHORISATION: Final = Rule(
    id="ordynacja.staff_authorisation",
    says="W imieniu organu działa osoba, którą organ pisemnie upoważnił, w granicach "
    "upoważnienia.",
    ref=LegalRef(
        act=ORDYNACJA, provision="art. 143", url=_ORDYNACJA_ISAP, text_seen=False
    ),
    in_force_from=date(1998, 1, 1),
)

ONE_NATURAL_PERSON: Final = Rule(
    id="kri.accountability.one_person",
    says="Każde działanie musi dać się przypisać jednej osobie fizycznej i umiejscowić "
    "w czasie.",
    ref=LegalRef(
        act="Dz.U. 2024 poz. 773",
        provision="§ 2 pkt 18, § 20 ust. 1-2",
        url=_KRI_ISAP,
        text_seen=True,
    ),
    in_force_from=date(2024, 5, 23),
)

ADEQUATE_PERMISSIONS: Final = Rule(
    id="kri.accountability.role",
    says="Uprawnienia w systemie muszą odpowiadać obowiązkom; do rejestru pyta tylko "
    "pracownik prowadzący sprawę.",
    ref=LegalRef(
        act="Dz.U. 2024 poz. 773",
        provision="§ 19 ust. 2 pkt 4-5",
        url=_KRI_ISAP,
        text_seen=True,
    ),
    in_force_from=date(2024, 5, 23),
)

CZECH_REGISTER: Final = Rule(
    id="crpdph.access.basis",
    says="Czeski rejestr nierzetelnych podatników VAT i ich rachunków jest jawny i "
    "dostępny zdalnie; podstawą zapytania jest § 106a zákona č. 235/2004 Sb.",
    ref=LegalRef(act=ZDPH, provision="§ 106a, § 98", url=_ZDPH_URL, text_seen=False),
    in_force_from=date(2013, 1, 1),
)

CZECH_PURPOSE: Final = Rule(
    id="crpdph.access.purpose",
    says="O czeskiego dostawcę pyta się jako nabywca: przed umową lub płatnością "
    "(odpowiedzialność odbiorcy, § 109 zákona č. 235/2004 Sb.).",
    ref=LegalRef(act=ZDPH, provision="§ 109", url=_ZDPH_URL, text_seen=False),
    in_force_from=date(2013, 1, 1),
)

KSEF_BASIS: Final = Rule(
    id="ksef.access.basis",
    says="Z KSeF korzysta podatnik i osoby, którym nadał uprawnienia; podstawą jest "
    "art. 106nb ustawy o VAT.",
    ref=LegalRef(act=VAT, provision="art. 106nb", url=_VAT_ISAP, text_seen=False),
    in_force_from=date(2022, 1, 1),
)

KSEF_PURPOSE: Final = Rule(
    id="ksef.access.purpose",
    says="Uprawnienia w KSeF przegląda i zmienia ten, kto nimi w urzędzie zarządza, "
    "w celu ich nadania, odebrania albo kontroli.",
    ref=LegalRef(act=VAT, provision="art. 106nb", url=_VAT_ISAP, text_seen=False),
    in_force_from=date(2022, 1, 1),
)
