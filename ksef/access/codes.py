"""What KSeF's numbers mean: a Polish sentence, what to do, and the provision behind it.

The numbers are the Ministry's (API 2.7.0); the sentences and hints are ours. A number
that is not here keeps its meaning unknown, and is shown as it came.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ksef.law.dzu_2025_1815.holders import OF_ENTITY
from ksef.law.dzu_2025_1815.in_the_system import IN_SYSTEM
from ksef.law.dzu_2025_1815.permission_kinds import MANAGE
from vocabulary.law import LegalRef


class Told(NamedTuple):
    """What is said of one number.

    Attributes:
        polish: What has happened, for the person at the desk.
        hint: What to do next.
        ref: The provision behind what to do next, of a rule of ksef.law's book; none
            where the number has several causes, or the book no rule.
    """

    polish: str
    hint: str
    ref: LegalRef | None = None


_SIGN: Final = (
    "Podpisz od nowa dokument utworzony przez jst ksef login i nie zmieniaj go potem."
)
_AGAIN: Final = "Zaloguj się od nowa: jst ksef login."
_FIX: Final = (
    "Popraw żądanie (pole, jeśli KSeF je wskazał); wniosek o nadanie ocenia przed"
    " wysłaniem jst ksef check-grant."
)
_SEAL: Final = "Sprawdź pieczęć: jst cert check --for ksef."

EXCEPTIONS: Final[Mapping[int, Told]] = {
    9101: Told("KSeF nie odczytał podpisanego dokumentu.", _SIGN),
    9102: Told("W dokumencie nie ma podpisu.", _SIGN),
    9103: Told("W dokumencie jest więcej niż jeden podpis.", _SIGN),
    9105: Told(
        "KSeF nie potwierdził podpisu.",
        "Sprawdź po kolei: czy dokument zmieniono po podpisaniu (także wcięcia), czy"
        " skrót i podpis używają SHA-256, czy nie użyto RSA-PSS, czy podpis zawiera"
        " SigningCertificateV2, czy przekształcenie to C14N 1.0.",
    ),
    21001: Told("KSeF nie odczytał treści żądania.", _AGAIN),
    21111: Told(
        "Wyzwanie jest nieprawidłowe, zużyte albo starsze niż 10 minut.",
        "Pobierz nowe wyzwanie; podpis trzeba złożyć w ciągu 10 minut.",
    ),
    21115: Told("KSeF odrzucił certyfikat użyty do podpisu.", _SEAL),
    21117: Told(
        "Identyfikator z certyfikatu nie pasuje do rodzaju kontekstu.",
        "Wybierz inny kontekst albo zaloguj się odciskiem certyfikatu.",
    ),
    21217: Told("Treść żądania nie jest w UTF-8.", "Zapisz dokument w UTF-8."),
    21301: Told(
        "Tokenów nie wydano: odebrano je już wcześniej, unieważniono albo logowanie"
        " się nie zakończyło.",
        _AGAIN,
    ),
    21304: Told("KSeF nie zna takiego logowania.", _AGAIN),
    21308: Told(
        "Osoba, która się loguje, nie żyje według danych KSeF.",
        "Wyjaśnij to w urzędzie skarbowym.",
    ),
    21401: Told("Dokument logowania jest niezgodny ze schematem.", _AGAIN),
    21405: Told("KSeF nie przyjął danych wejściowych.", _FIX),
    21406: Told(
        "Podpis nie zgadza się ze sposobem uwierzytelnienia.",
        "Sprawdź, czy wybrano właściwy rodzaj podmiotu: z certyfikatu albo z odcisku.",
    ),
    21418: Told(
        "Znacznik następnej strony jest nieaktualny.", "Pobierz listę od nowa."
    ),
    21470: Told("Klucz, którym zaszyfrowano token, wycofano.", "Spróbuj jeszcze raz."),
    25001: Told(
        "Dane do certyfikatu KSeF wydaje się tylko po logowaniu podpisem.",
        "Zaloguj się pieczęcią, podpisem albo certyfikatem, nie tokenem.",
    ),
    25002: Told(
        "Po tym logowaniu nie wolno wystąpić o certyfikat KSeF.",
        "Zaloguj się pieczęcią, podpisem albo certyfikatem, nie tokenem.",
    ),
    25003: Told(
        "Dane we wniosku o certyfikat różnią się od danych z KSeF.",
        "Utwórz wniosek od nowa z pobranych danych, bez zmian.",
    ),
    25004: Told(
        "Wniosek o certyfikat ma złą postać albo podpis.", "Utwórz go od nowa."
    ),
    25005: Told("KSeF nie zna takiego wniosku o certyfikat.", "Sprawdź jego numer."),
    25006: Told(
        "Wyczerpano liczbę wniosków o certyfikat.",
        "Limity pokazuje: jst ksef certificates.",
    ),
    25007: Told(
        "Wyczerpano liczbę czynnych certyfikatów.",
        "Unieważnij certyfikat, którego nikt nie używa.",
    ),
    25008: Told("KSeF nie zna certyfikatu o tym numerze.", "Sprawdź numer seryjny."),
    25009: Told(
        "Certyfikat jest już unieważniony, zablokowany albo wygasł.",
        "Nie trzeba nic robić.",
    ),
    25010: Told(
        "Klucz we wniosku ma zły rodzaj albo długość.",
        "Użyj klucza EC P-256 albo RSA 2048.",
    ),
    25011: Told(
        "Wniosek podpisano niedozwolonym algorytmem.", "Podpisz go z użyciem SHA-256."
    ),
    26001: Told(
        "Token miałby uprawnienie, którego sam nie masz.",
        "Zawęź token albo nadaj sobie brakujące uprawnienie.",
    ),
    26002: Told(
        "W tym rodzaju kontekstu nie wydaje się tokenów.",
        "Zaloguj się w kontekście NIP albo identyfikatora wewnętrznego.",
    ),
    30001: Told("Taki podmiot albo uprawnienie już istnieje.", "Nie trzeba nic robić."),
}

OPERATIONS: Final[Mapping[int, Told]] = {
    400: Told("KSeF nie wykonał operacji na uprawnieniach.", _FIX),
    410: Told(
        "Podane identyfikatory są niezgodne albo nie są ze sobą powiązane.",
        "Sprawdź, czy jednostka jest podległa temu kontekstowi i czy zgłoszono ją w"
        " NIP-2; przy samofakturowaniu loguje się nabywca we własnym kontekście.",
    ),
    420: Told(
        "Ten, kto jest zalogowany, nie może wykonać tej operacji.",
        "Sprawdź swoje uprawnienia: jst ksef whoami.",
        IN_SYSTEM.ref,
    ),
    430: Told(
        "Kontekst nie ma roli albo uprawnienia, którego wymaga operacja.",
        "Role pokazuje jst ksef roles; rola JST wynika z danych w NIP-2.",
    ),
    440: Told(
        "Operacja jest niedozwolona przy tych powiązaniach.",
        "Sprawdź, czy pośrednik ma czynne uprawnienie z prawem przekazywania.",
        OF_ENTITY.ref,
    ),
    450: Told(
        "Operacja jest niedozwolona dla tego identyfikatora albo jego rodzaju.",
        "Sprawdź rodzaj identyfikatora: jst ksef check-grant.",
    ),
    500: Told("W KSeF wystąpił błąd.", "Sprawdź stan zapytaniem, zanim powtórzysz."),
    550: Told(
        "KSeF sam anulował operację.", "Sprawdź stan zapytaniem i powtórz operację."
    ),
}

FORBIDDEN: Final[Mapping[str, Told]] = {
    "missing-permissions": Told(
        "Brakuje uprawnienia do tej operacji w tym kontekście.",
        "Uprawnienia wymienione w błędzie nadaje ten, kto zarządza uprawnieniami;"
        " administrator z ZAW-FA może nadać je także sobie.",
        MANAGE.ref,
    ),
    "ip-not-allowed": Told(
        "Adres, z którego pytasz, nie mieści się w adresach podanych przy logowaniu.",
        "Zaloguj się od nowa z właściwą listą adresów.",
    ),
    "insufficient-resource-access": Told(
        "Ten zasób należy do kogo innego.", "Sprawdź numer i kontekst."
    ),
    "auth-method-not-allowed": Told(
        "Po takim logowaniu ta operacja jest niedostępna.",
        "Zaloguj się pieczęcią, podpisem albo certyfikatem.",
    ),
    "security-service-blocked": Told(
        "Żądanie zablokowały zabezpieczenia KSeF.",
        "Nie powtarzaj; zgłoś Ministerstwu numer zdarzenia.",
    ),
    "context-type-not-allowed": Told(
        "W tym rodzaju kontekstu ta operacja jest niedostępna.",
        "Zaloguj się w innym kontekście.",
    ),
}

STATUSES: Final[Mapping[int, Told]] = {
    401: Told("Sesja KSeF wygasła albo jej token jest zły.", _AGAIN),
    404: Told("KSeF nie zna tego numeru.", "Sprawdź numer i środowisko."),
    410: Told(
        "KSeF nie przechowuje już tych danych.",
        "Stan uprawnień pokazuje zapytanie o nie: jst ksef grants.",
    ),
    429: Told(
        "Wyczerpano limit żądań do KSeF.",
        "Poczekaj do podanej chwili; nie pytaj z innego adresu.",
    ),
}
