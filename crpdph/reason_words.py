"""Why something is unknown, in Polish, Czech and English: for people, never compared.

The codes stand in the log, in `--json` and in CSV; these words stand beside them.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Said(NamedTuple):
    """One thing in three languages; the names are those of `--language`."""

    pl: str
    cs: str
    en: str


REASONS: Final[Mapping[str, Said]] = {
    "closed": Said(
        "rejestr jest teraz nieczynny",
        "registr je nyní mimo provoz",
        "the register is closed now",
    ),
    "limit_reached": Said(
        "limit zapytań jest wyczerpany",
        "limit dotazů je vyčerpán",
        "the limit of requests is reached",
    ),
    "not_listed": Said(
        "nie ma go na liście; to nie znaczy, że jest wiarygodny",
        "v seznamu není; to neznamená, že je spolehlivý",
        "not in the list, which does not say that it is reliable",
    ),
    "missing": Said(
        "odpowiedź go pomija",
        "odpověď jej neobsahuje",
        "the answer leaves it out",
    ),
    "doubled": Said(
        "odpowiedź wymienia go dwa razy",
        "odpověď jej uvádí dvakrát",
        "the answer names it twice",
    ),
    "beyond_the_first_100": Said(
        "rejestr odpowiedział tylko o pierwszych stu",
        "registr odpověděl jen o prvních stu",
        "the register answered about the first hundred only",
    ),
    "odd_verdict": Said(
        "rejestr użył nieznanego słowa",
        "registr použil neznámý výraz",
        "the register used a word that is not known",
    ),
    "no_accounts_told": Said(
        "odpowiedź nie zawiera rachunków",
        "odpověď neobsahuje účty",
        "the answer tells no accounts",
    ),
    "account_not_understood": Said(
        "tego tekstu nie da się odczytać jako rachunku ani IBAN",
        "tento text nelze přečíst jako číslo účtu ani IBAN",
        "this text cannot be read as an account or an IBAN",
    ),
    "stale": Said(
        "odpowiedź jest z innego dnia niż zapytanie",
        "odpověď je z jiného dne než dotaz",
        "the answer is of another day than the question",
    ),
    "stopped": Said("przerwano", "přerušeno", "stopped"),
    "accountability.too_many_persons": Said(
        "odpowiedź obejmuje więcej osób, niż zmieści jeden wpis dziennika",
        "odpověď se týká více osob, než pojme jeden záznam",
        "the answer is about more persons than one entry can hold",
    ),
    "transport.timed_out": Said(
        "rejestr milczał", "registr neodpověděl včas", "the register was silent"
    ),
    "transport.unreachable": Said(
        "brak połączenia z rejestrem, albo się zerwało",
        "spojení s registrem se nezdařilo nebo se přerušilo",
        "no connection to the register, or one that broke",
    ),
    "transport.authorities_unusable": Said(
        "brak pliku wystawców zaufanych w TLS, albo jest uszkodzony",
        "soubor důvěryhodných vydavatelů pro TLS chybí nebo je poškozen",
        "the file of authorities trusted for TLS is missing or broken",
    ),
    "transport.http_status": Said(
        "serwer odpowiedział błędem HTTP",
        "server odpověděl chybou HTTP",
        "the server answered with an HTTP error",
    ),
    "transport.redirect_refused": Said(
        "serwer odesłał pod inny adres",
        "server odkázal na jinou adresu",
        "the server pointed to another address",
    ),
    "transport.answer_too_large": Said(
        "odpowiedź przekroczyła dozwoloną wielkość",
        "odpověď překročila povolenou velikost",
        "the answer passed the size cap",
    ),
    "crpdph.no_answer": Said(
        "to, co przyszło, nie jest odpowiedzią",
        "to, co přišlo, není odpovědí",
        "what came back is no answer",
    ),
    "crpdph.register_closed": Said(
        "rejestr odpowiedział, że jest nieczynny",
        "registr odpověděl, že je mimo provoz (noční odstávka)",
        "the register answered that it is closed for the night",
    ),
    "crpdph.register_unavailable": Said(
        "rejestr odpowiedział, że jest niedostępny",
        "registr odpověděl, že je nedostupný",
        "the register answered that it is out of service",
    ),
    "crpdph.answer_not_understood": Said(
        "odpowiedź jest niezgodna z interfejsem",
        "odpověď neodpovídá popisu rozhraní",
        "the answer is outside the known interface",
    ),
}

DETAILS: Final[Mapping[str, Said]] = {
    "fault": Said(
        "komunikat błędu usługi, SOAP Fault",
        "chybové hlášení služby, SOAP Fault",
        "a SOAP fault",
    ),
    "html": Said("strona HTML", "stránka HTML", "an HTML page"),
    "empty": Said("pusta treść", "prázdná odpověď", "an empty body"),
    "answer": Said(
        "treść ma postać odpowiedzi", "obsah má tvar odpovědi", "a body like an answer"
    ),
    "broken_xml": Said(
        "XML ucięty albo uszkodzony",
        "neúplné nebo poškozené XML",
        "cut or broken XML",
    ),
    "encoding": Said("nieznane kodowanie", "neznámé kódování", "an odd encoding"),
    "doctype": Said(
        "niedozwolony DOCTYPE", "nepovolený DOCTYPE", "a DOCTYPE, which is refused"
    ),
    "root": Said(
        "inny dokument albo odpowiedź na inną operację",
        "jiný dokument nebo odpověď na jinou operaci",
        "another document, or another operation's answer",
    ),
    "status_code": Said(
        "nieopisany kod stanu", "nepopsaný stavový kód", "an undocumented statusCode"
    ),
    "missing": Said(
        "brak wymaganego pola", "chybí povinný údaj", "a required field is missing"
    ),
    "account": Said(
        "dwa numery w jednym rachunku",
        "dvě čísla v jednom účtu",
        "two numbers in one account",
    ),
    "bad_day": Said("niemożliwa data", "neplatné datum", "an impossible date"),
    "too_deep": Said(
        "zbyt głębokie zagnieżdżenie", "příliš hluboké vnoření", "nested too deep"
    ),
    "too_large": Said(
        "zbyt długa odpowiedź", "příliš dlouhá odpověď", "too long an answer"
    ),
    "closed": Said("statusCode 2", "statusCode 2", "statusCode 2"),
    "unavailable": Said("statusCode 3", "statusCode 3", "statusCode 3"),
}


def reason_said(reason: str, detail: str, language: str) -> str:
    """Say a reason, and the word more about it where there is one.

    Args:
        reason: A code; one that nobody foresaw is said as it is.
        detail: A code, an HTTP status, or empty.
        language: `pl`, `cs` or `en`.
    """
    first: str = getattr(REASONS[reason], language) if reason in REASONS else reason
    more = detail_said(detail, language)
    return f"{first} ({more})" if more else first


def detail_said(detail: str, language: str) -> str:
    """Say the word more; an HTTP status is told as such."""
    if detail in DETAILS:
        said: str = getattr(DETAILS[detail], language)
        return said
    return f"HTTP {detail}" if detail.isdigit() else detail
