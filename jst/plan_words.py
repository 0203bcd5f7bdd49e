"""The words in which a plan is shown: Polish for people, one for each of ours."""

from typing import Final

from ksef.plan.actual import Kind, Listed
from ksef.plan.model import Group, Why

GROUPS: Final = {
    Group.GRANT: "Do nadania",
    Group.REVOKE: "Do odebrania",
    Group.UNTOUCHED: "Bez zmian",
    Group.EXPIRED: "Wygasłe, do odebrania",
    Group.NOT_YET: "Jeszcze nie obowiązuje",
    Group.UNKNOWN: "Nieznane plikowi",
    Group.IMPOSSIBLE: "Prawnie niemożliwe albo nie do przyjęcia przez KSeF",
    Group.ORPHANED: "Osierocone: KSeF pokazuje jako aktywne, a nic nie dają",
    Group.UNLISTED: "Jednostka poza wykazem ról",
    Group.UNREAD: "Nie wiadomo: nie odczytano",
}
WHYS: Final = {
    Why.ENDED: "okres się skończył",
    Why.NOT_IN_FILE: "nie ma go w pliku",
    Why.UNKNOWN_HOLDER: "plik nie zna tej osoby, jednostki albo klienta",
    Why.BY_ZAWFA: "z ZAW-FA; plan go nie rusza, odbiera się je przez ZAW-FA",
    Why.TOO_EARLY: "nadane przed czasem",
    Why.DUPLICATE: "nadane drugi raz",
    Why.REPLACED: "zastąpione przez nowe",
    Why.AS_REPRESENTATIVE: "ma je jako przedstawiciel jednostki",
    Why.LINK_GONE: "klient odebrał uprawnienie podmiotowi",
    Why.NO_DELEGATION: "klient nie pozwolił przekazywać dalej",
    Why.NOT_SUBORDINATE: "KSeF nie zna jej NIP jako podrzędnego",
    Why.NOT_READ: "kontekstu nie odczytano",
    Why.NOT_MADE: "jednostka powstanie w KSeF z pierwszym przedstawicielem",
}
KINDS: Final = {
    Kind.WORK: "",
    Kind.INDIRECT: "pośrednio",
    Kind.REPRESENTATIVE: "przedstawiciel",
    Kind.AUTHORISATION: "podmiotowe",
}
LISTS: Final = {
    Listed.PERSONS: "uprawnienia osób i podmiotów",
    Listed.SUBUNITS: "przedstawiciele jednostek",
    Listed.RECEIVED: "uprawnienia otrzymane od innych",
    Listed.ROLES: "role podmiotu",
    Listed.SUBORDINATES: "jednostki podrzędne",
    Listed.AUTHORISATIONS: "uprawnienia podmiotowe",
}
UNREAD: Final = {
    Why.NOT_READ.value: "nie zalogowano się do tego kontekstu",
    "ksef.access.login_no_permissions": (
        "poświadczenie nie ma w tym kontekście żadnych uprawnień, więc KSeF odmówił"
        " logowania (415)"
    ),
    "ksef.access.login_no_permissions_in_unit": (
        "poświadczenie nie ma w tej jednostce żadnych uprawnień, więc KSeF odmówił"
        " logowania (415)"
    ),
    "ksef.plan.no_credential": "w permissions.toml nie ma dla niego poświadczenia",
    "ksef.plan.record_unclear": "KSeF podał wpis bez posiadacza",
}
"""Why a list was not read, where no error says it, or says it to who logs in."""
NO_REPRESENTATIVE: Final = (
    "jednostka nie ma jeszcze w KSeF przedstawiciela, więc nie można się do niej"
    " zalogować"
)
NIP_2: Final = (
    "zgłoś powiązanie jednostki z JST do urzędu skarbowego (NIP-2), potem utwórz plan"
    " od nowa"
)
LEFT: Final = "UWAGA: plan nadaje coś osobom, którym zaczęto odbierać dostęp:"
NO_LIMIT: Final = "bez końca"
OWNER_NOTE: Final = (
    "KSeF nie pokazuje właściciela w żadnym wykazie. Pełne prawa w kontekście ma każdy,"
    " kto używa pieczęci albo certyfikatu podmiotu."
)
NOBODY: Final = "nikt nie jest wpisany jako posiadacz pieczęci; uzupełnij [[seal]]"
