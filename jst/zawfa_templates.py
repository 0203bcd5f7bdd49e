"""[0] The commented files that `jst zawfa new` writes: blank, one for each case.

They are read back by `jst.zawfa_file` as they stand; a check of a blank one says what
has to be filled in.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

_HEAD: Final = """\
# ZAW-FA: {title}
# Wypełnij puste pola, potem: jst zawfa check PLIK, jst zawfa render PLIK ...
# Plik zawiera dane osobowe: trzymaj go tak jak akta.

purpose = "{purpose}"
filing_on = {day}              # dzień złożenia; od niego zależy wersja wzoru
addressee = ""                      # np. Naczelnik Urzędu Skarbowego w ...
route = "paper"                     # paper, e-us, e-delivery
"""
# What only the office knows is asked, never answered in advance.
_EARLIER: Final = """\
# earlier_person = "none"           # odpowiedz: czy ZAW-FA wskazano już kogoś: none
                                    # (nie), live (ma uprawnienia), revoked (odebrano)
"""
_FILER: Final = """
[filer]                             # podatnik albo podmiot
kind = "jst"                        # jst, company, culture_institution, vat_group,
                                    # enforcement_authority, other_taxpayer ...
local_government = "gmina"          # tylko dla jst: gmina, powiat, województwo
name = ""
nip = ""
phone = ""
email = ""                          # obowiązkowy: tu przychodzi wynik
# signers_required = 2              # ilu podpisuje; podaj, gdy to nie jest jst
"""
_ABLE: Final = """\
# can_authenticate = false          # odpowiedz; true: ma pieczęć z NIP, nie składa
# seal_certificate = "pieczec.cer"  # albo plik: program oceni pieczęć sam
"""
_PERSON: Final = """
[[{table}]]{note}
surname = ""
first_name = ""
pesel = ""                          # albo nip = ""; bez obu wypełnij dwa wiersze niżej
# birth_date = 1980-01-31
# document = {{ kind = "paszport", number = "", country = "" }}
phone = ""
email = ""
"""
_SIGNATURE: Final = """\
signature_without_id = false        # true: jej podpis nie zawiera NIP i PESEL
"""
_UNIQUE: Final = """
[unique_data]                       # certyfikat bez NIP i PESEL: plik albo skrót
certificate = ""
fingerprint = ""
"""
_SIGNER: Final = """
[[signer]]                          # każdy podpisujący; blok powtarza się
surname = ""
first_name = ""
position = "{position}"
"""
_TAXPAYER: Final = """
[filer]
kind = "sole_trader"
name = ""                           # nazwisko, pierwsze imię
nip = ""
phone = ""
email = ""                          # obowiązkowy: tu przychodzi wynik
"""
_NEW: Final = "                          # osoba, która dostaje uprawnienia"
_OLD: Final = "                         # osoba, która je traci"

_TITLES: Final = {
    "grant": "nadanie uprawnień osobie",
    "revoke": "odebranie uprawnień osobie",
    "change": "zmiana osoby (odebranie, potem nadanie)",
    "own-signature": "zgłoszenie własnego podpisu bez NIP i PESEL",
    "seal": "zgłoszenie pieczęci bez NIP",
}
_PURPOSES: Final = {
    "grant": "grant",
    "revoke": "revoke",
    "change": "change",
    "own-signature": "report_signature",
    "seal": "report_seal",
}
_BODIES: Final[Mapping[str, tuple[str, ...]]] = {
    "grant": (
        _EARLIER,
        _FILER,
        _ABLE,
        _PERSON.format(table="person", note=_NEW),
        _SIGNATURE,
        _UNIQUE,
        _SIGNER,
    ),
    "revoke": (
        _FILER,
        _ABLE,
        _PERSON.format(table="person", note=f" {_OLD}"),
        _SIGNER,
    ),
    "change": (
        _FILER,
        _ABLE,
        _PERSON.format(table="revoked", note=_OLD),
        _PERSON.format(table="person", note=_NEW),
        _SIGNATURE,
        _UNIQUE,
        _SIGNER,
    ),
    "own-signature": (_TAXPAYER, _UNIQUE, _SIGNER),
    "seal": (_FILER, _UNIQUE, _SIGNER),
}


def template(case: str, day: date) -> str:
    """Write the file of a case.

    Args:
        case: `grant`, `revoke`, `change`, `own-signature` or `seal`.
        day: The day of filing that it starts with.
    """
    position = "podatnik" if case == "own-signature" else "wójt"
    head = _HEAD.format(title=_TITLES[case], purpose=_PURPOSES[case], day=day)
    return head + "".join(_BODIES[case]).replace("{position}", position)
