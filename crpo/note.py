"""[5] What a clerk has to know or find out before a letter is served. Pure.

A note has an id, which is public and never reused, and says its matter in Polish; who
speaks another language translates by the id.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know or to find out.

    Attributes:
        id: Public id, e.g. `one_is_enough`.
        says: One or two Polish sentences; `{until}` stands for the day.
        until: A day that it speaks of, Europe/Warsaw.
    """

    id: str
    says: str
    until: date | None = None

    def __str__(self) -> str:
        return self.says.format(until=self.until)


NOT_YET: Final = Note(
    "not_yet", "W tym dniu przepisów o pełnomocnictwie ogólnym jeszcze nie było."
)
ONE_IS_ENOUGH: Final = Note(
    "one_is_enough",
    "Wystarczy doręczyć jednemu z nich; wybór należy do organu, tu wskazano pierwszego"
    " z adresem.",
)
SEVERAL_DESIGNATED: Final = Note(
    "several_designated",
    "Do doręczeń wyznaczono więcej niż jednego pełnomocnika; ustal ze stroną, którego.",
)
UNKNOWN_DESIGNATION: Final = Note(
    "unknown_designation",
    "Nie podano, czy wyznaczono pełnomocnika do doręczeń; ustal to w aktach albo u"
    " strony.",
)
PARTY_ADDRESS: Final = Note(
    "party_address", "Adres strony jest w aktach sprawy; rejestr go nie podaje."
)
SUBSTITUTES_NOT_TOLD: Final = Note(
    "substitutes_not_told", "Rejestr nie podał, czy są dalsi pełnomocnicy."
)
RESIGNED: Final = Note(
    "resigned",
    "Pełnomocnik wypowiedział pełnomocnictwo; do {until} może mieć obowiązek działania."
    " Ustal, czy mocodawca go zwolnił.",
)
EPUAP_BOX: Final = Note(
    "epuap_box",
    "To skrzynka ePUAP: sprawdź, czy doręczenie na nią jest dziś skuteczne.",
)
EPUAP_NOT_USED: Final = Note(
    "epuap_not_used",
    "Podano też skrzynkę ePUAP; nie jest adresem do doręczeń elektronicznych (ADE),"
    " więc wskazano adres w kraju.",
)
NO_PAPER_FOR_PROFESSIONALS: Final = Note(
    "no_paper_for_professionals",
    "Nie podano adresu elektronicznego, a pełnomocnikowi zawodowemu doręcza się"
    " elektronicznie albo w siedzibie organu.",
)
PROFESSION_NOT_TOLD: Final = Note(
    "profession_not_told",
    "Nie podano adresu do doręczeń elektronicznych (ADE) ani tego, czy to pełnomocnik"
    " zawodowy; ustal to przed wysłaniem pisma na papierze.",
)
NO_ADDRESS: Final = Note(
    "no_address",
    "Brak adresu do doręczeń w kraju i adresu elektronicznego; ustal adres.",
)
RESIGNED_BUT_REGISTERED: Final = Note(
    "resigned_but_registered",
    "Rejestr nadal wykazuje pełnomocnika, którego wypowiedzenie jest w aktach;"
    " wypowiedzenie pełnomocnictwa ogólnego działa od wpływu do rejestru.",
)
SPECIAL_ENDED: Final = Note(
    "special_ended",
    "Pominięto pełnomocnictwo szczególne z akt, bo pełnomocnik je wypowiedział.",
)
RESIGNED_UNCLEAR: Final = Note(
    "resigned_unclear",
    "Nie można ustalić, czy wypowiedział pełnomocnik z pełnomocnictwa szczególnego;"
    " podaj w pliku z akt ten sam identyfikator przy obu.",
)
DESIGNATION_PARTLY_TOLD: Final = Note(
    "designation_partly_told",
    "Nie o każdej z tych osób podano, czy wyznaczono ją do doręczeń; wskazano jedyną, o"
    " której to podano.",
)
SUBSTITUTE_NOT_ALLOWED: Final = Note(
    "substitute_not_allowed",
    "Do doręczeń wyznaczono dalszego pełnomocnika, a pełnomocnictwo nie pozwala"
    " ustanawiać dalszych; ustal to u strony.",
)
SUBSTITUTE_RIGHT_NOT_TOLD: Final = Note(
    "substitute_right_not_told",
    "Nie podano, czy pełnomocnictwo pozwala ustanawiać dalszych pełnomocników.",
)
TOLD_DIFFERENTLY: Final = Note(
    "told_differently",
    "W kilku pełnomocnictwach tej osoby podano różne adresy albo zawody; wskazano"
    " pierwszy adres, ustal, który jest aktualny.",
)
