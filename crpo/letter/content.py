"""[5] What the letters say, in Polish: values in, blocks of text out. Pure.

    Letter + day -> blocks (documents.blocks) -> crpo.letter.render

The official names of what the Head of KAS asks for stand here once, so that PDF, DOCX,
text and XML cannot differ. Source of the content: PAGE of crpo.letter.findings.
"""

from datetime import date, datetime
from typing import Final

from certs.model import SealCertificate
from certs.names import der_list, rfc4514
from crpo.letter.model import Letter, NamedSeal, Variant
from documents.blocks import (
    Block,
    Code,
    Heading,
    Items,
    Lines,
    Pairs,
    Paragraph,
)
from documents.text import printable
from vocabulary.clock import WARSAW

BOX: Final = "/wy0h4js38r/crpo"
ADDRESSEE: Final = "Szef Krajowej Administracji Skarbowej"
CENTRE: Final = "Centrum Kompetencyjne CRPO w Wieluniu"
CENTRE_EMAIL: Final = "crpo.wielun@mf.gov.pl"
CENTRE_PHONES: Final = "43 843-91-52 lub 43 843-91-53, wewn. 373, 378 lub 372"
TITLE: Final = "Wniosek o dostęp do API CRPO"
INQUIRY_TITLE: Final = "Zapytanie o warunki techniczne API CRPO"
_MONTHS: Final = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)
_ACT: Final = "ustawy z dnia 29 sierpnia 1997 r. \N{EN DASH} Ordynacja podatkowa"
_PEM: Final = "Certyfikat X.509 klucza publicznego (Base-64):"

Rows = tuple[tuple[str, str], ...]


def request(letter: Letter, *, on: date) -> tuple[Block, ...]:
    """Say the access request of a day in Europe/Warsaw."""
    return (
        *_opening(letter, TITLE, on),
        Paragraph(
            f"Na podstawie art. 138k § 2 w związku z art. 13 § 1 pkt 1 {_ACT} wnoszę"
            " o umożliwienie organowi podatkowemu wskazanemu niżej dostępu do"
            " Centralnego Rejestru Pełnomocnictw Ogólnych przez API CRPO."
        ),
        Heading("Jednostka organizacyjna"),
        Pairs(_unit(letter)),
        Heading("Kontakt"),
        Pairs(_contact(letter)),
        Heading("Kwalifikowane pieczęcie elektroniczne jednostki"),
        Paragraph(
            "Liczba przekazywanych pieczęci elektronicznych:"
            f" {len(letter.seals)}. Nazwy pieczęci i pliki załączników:"
        ),
        Pairs(
            tuple(
                (f"Pieczęć {number}", f"{seal.name} ({attachment_name(number)})")
                for number, seal in enumerate(letter.seals, start=1)
            )
        ),
        *(
            block
            for number, seal in enumerate(letter.seals, start=1)
            for block in _seal(letter.variant, number, seal)
        ),
        *_closing(letter),
    )


def inquiry(letter: Letter, *, on: date) -> tuple[Block, ...]:
    """Say the short letter that asks for the protocol, test environment and limits."""
    return (
        *_opening(letter, INQUIRY_TITLE, on),
        Paragraph(
            "W związku z przygotowaniem wniosku o dostęp do Centralnego Rejestru"
            f" Pełnomocnictw Ogólnych (art. 138k § 2 {_ACT}) proszę o przekazanie"
            " informacji potrzebnych do połączenia systemu urzędu z API CRPO:"
        ),
        Items(
            (
                (
                    "opis protokołu: adresy usług, budowa zapytania i odpowiedzi"
                    " (WSDL, XSD albo OpenAPI), sposób użycia pieczęci, kody błędów;"
                ),
                (
                    "środowisko testowe: czy jest dostępne, na jakich warunkach i z"
                    " jakimi danymi testowymi;"
                ),
                (
                    "limity: liczba zapytań w czasie, godziny działania, przerwy"
                    " techniczne;"
                ),
                (
                    "pieczęć odpowiedzi: czy odpowiedź jest opatrzona pieczęcią i jak"
                    " sprawdzić jej certyfikat;"
                ),
                (
                    "odnowienie pieczęci: jak i z jakim wyprzedzeniem zgłosić nowy"
                    " certyfikat;"
                ),
                (
                    "droga korespondencji: czy wniosek można złożyć także przez"
                    " e-Doręczenia i na jaki adres."
                ),
            ),
            numbered=True,
        ),
        Heading("Jednostka organizacyjna"),
        Pairs(_unit(letter)),
        Heading("Kontakt"),
        Pairs(_contact(letter)),
        *_closing(letter),
    )


def attachment_name(number: int) -> str:
    """Name the attachment of a seal; nothing of its name, which may hold anything."""
    return f"zalacznik-{number:02d}-pieczec.txt"


def attributes(certificate: SealCertificate) -> Rows:
    """Give the attributes that the Head of KAS asks for: serial, issuer, validity."""
    return (
        ("Numer seryjny (SN, DEC)", certificate.serial_text),
        ("Dane wystawcy", certificate.issuer.windows),
        ("Ważny od", both_times(certificate.not_before)),
        ("Ważny do", both_times(certificate.not_after)),
    )


def attachment(letter: Letter, number: int, seal: NamedSeal) -> str:
    """Write the text file of one seal: its card, and its PEM between its lines.

    Both in every variant, which is a matter of the letter's text: the page asks for
    the files of the seals, and a certificate leaves no doubt of what the card says.
    """
    certificate = seal.certificate
    lines = [
        f"Pieczęć {number} z {len(letter.seals)}: {seal.name}",
        f"Jednostka: {letter.name}",
        "",
        *(f"{label}: {text}" for label, text in attributes(certificate)),
        f"Podmiot: {certificate.subject.windows}",
        "",
        "Dane wystawcy w innych zapisach",
        f"RFC 4514: {rfc4514(certificate.issuer)}",
        "W kolejności certyfikatu:",
        *(f"  {line}" for line in der_list(certificate.issuer)),
        "",
        f"SHA-256 certyfikatu: {certificate.sha256.hex()}",
        "",
        _PEM,
        "",
        *certificate.pem.splitlines(),
    ]
    return "\r\n".join(printable(line) for line in lines) + "\r\n"


def both_times(instant: datetime) -> str:
    """Write an instant of a certificate in UTC and in Warsaw's time."""
    utc = f"{instant:%Y-%m-%d %H:%M:%S} UTC"
    try:
        local = instant.astimezone(WARSAW)
    except OverflowError:  # 9999-12-31T23:59:59Z: no end, RFC 5280, 4.1.2.5
        return utc
    return f"{utc} ({local:%Y-%m-%d %H:%M:%S} czasu warszawskiego)"


def polish_day(on: date) -> str:
    """Write a day as a letter does: 21 listopada 2026 r."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year} r."


def _opening(letter: Letter, title: str, on: date) -> tuple[Block, ...]:
    case = [f"Znak sprawy: {letter.case}"] if letter.case else []
    return (
        Lines((f"{letter.seat.town}, {polish_day(on)}",), right=True),
        Lines((letter.authority, letter.name, letter.seat.text, *case)),
        Lines((ADDRESSEE, CENTRE, f"skrytka ePUAP: {BOX}"), right=True),
        Heading(title, level=1),
    )


def _unit(letter: Letter) -> Rows:
    rows = [
        ("Pełna nazwa", letter.name),
        ("Organ podatkowy", letter.authority),
        ("NIP", letter.nip.reveal()),
    ]
    if letter.office_nip is not None and letter.office_nip != letter.nip:
        rows.append(("NIP urzędu", letter.office_nip.reveal()))
    rows += [("REGON", letter.regon.reveal()), ("Adres siedziby", letter.seat.text)]
    return tuple(rows)


def _contact(letter: Letter) -> Rows:
    """The mark of the case stands here too: a form takes over only the body."""
    case = [("Znak sprawy", letter.case)]
    return (
        ("Osoba kontaktowa", letter.contact),
        ("Telefon kontaktowy", letter.phone),
        ("E-mail administratora systemu", letter.email),
        *(case if letter.case else ()),
    )


def _seal(variant: Variant, number: int, seal: NamedSeal) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(f"Pieczęć {number}: {seal.name}", level=3)]
    if variant is not Variant.CERTIFICATE:
        told = (
            (label, printable(text)) for label, text in attributes(seal.certificate)
        )
        blocks.append(Pairs(tuple(told)))
    if variant is not Variant.ATTRIBUTES:
        blocks.append(Code(seal.certificate.pem, _PEM))
    return tuple(blocks)


def _closing(letter: Letter) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if letter.seals:
        names = (attachment_name(n) for n in range(1, len(letter.seals) + 1))
        blocks += [Heading("Załączniki"), Items(tuple(names), numbered=True)]
    signature = (
        letter.unit_head,
        letter.unit_head_function,
        "(kwalifikowany podpis elektroniczny)",
    )
    return (*blocks, Lines(signature, right=True))
