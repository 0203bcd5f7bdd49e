"""What is odd about a certificate, as findings: read all the same, and said so.

    DER -> 1 how it is written -> 2 oddities -> 3 findings in plain Polish

None of these stops reading. Whether one stops a *use* is certs.profiles' to say.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from certs.der import (
    SEQUENCE,
    SET,
    T61_STRING,
    UNIVERSAL,
    UTC_TIME,
    Node,
    dotted,
    inside,
    is_der,
    parts_of,
    whole_number,
)
from certs.extensions import read as read_extensions
from certs.texts import text_of
from vocabulary.finding import Finding, Severity

_UTF8, _PRINTABLE, _IA5, _UNIVERSAL_STRING, _BMP = 12, 19, 22, 28, 30
_USUAL: Final = frozenset({_UTF8, _PRINTABLE, _IA5})
# emailAddress and domainComponent: the only ones that RFC 5280 has as IA5String.
_OF_ASCII: Final = frozenset({"1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25"})
_OLD: Final = frozenset({T61_STRING, _UNIVERSAL_STRING, _BMP})
_PRINTABLE_TEXT: Final = re.compile(rb"[A-Za-z0-9 '()+,\-./:=?]*")
_UTC: Final = re.compile(rb"\d{12}Z")
# Before 2050 a date is a UTCTime; the fourth digit of the year decides.
_GENERALIZED: Final = re.compile(rb"(?!19|20[0-4])\d{14}Z")
_ECDSA: Final = "1.2.840.10045.4."
_V3: Final = b"\x02\x01\x02"
_MAX_SERIAL_OCTETS: Final = 20


class Oddity(StrEnum):
    """What is odd; the value ends the finding's code `certs.read.…`."""

    TRAILING_BYTES = "trailing_bytes"
    NOT_DER = "not_der"
    BARE_BASE64 = "bare_base64"
    ECDSA_NULL = "ecdsa_null_parameters"
    VERSION = "version"
    SERIAL_NOT_POSITIVE = "serial_not_positive"
    SERIAL_LONG = "serial_long"
    SERIAL_FORM = "serial_form"
    VALUE_NO_TEXT = "name_value_no_text"
    OLD_STRING = "name_old_string_type"
    OTHER_STRING = "name_other_string_type"
    BAD_PRINTABLE = "name_bad_printable_string"
    BAD_UTF8 = "name_bad_utf8"
    EMPTY_VALUE = "name_empty_value"
    UNSORTED_SET = "name_unsorted_set"
    DATE_FORM = "date_form"
    DATE_ORDER = "date_order"
    EXTENSION_BROKEN = "extension_broken"
    EXTENSION_TWICE = "extension_twice"


_SAID: Final = MappingProxyType(
    {
        Oddity.TRAILING_BYTES: (
            Severity.WARNING,
            "Za certyfikatem są w pliku dodatkowe bajty; pominięto je.",
            "ITU-T X.690, 8.1",
        ),
        Oddity.NOT_DER: (
            Severity.WARNING,
            "Certyfikat zapisano w BER, nie w DER; część programów go odrzuci.",
            "ITU-T X.690, 10.1",
        ),
        Oddity.BARE_BASE64: (
            Severity.INFO,
            "Certyfikat zapisano bez linii BEGIN i END.",
            "RFC 7468, 5",
        ),
        Oddity.ECDSA_NULL: (
            Severity.WARNING,
            "Algorytm ECDSA ma zbędny parametr NULL; część programów go odrzuci.",
            "RFC 5758, 3.2",
        ),
        Oddity.VERSION: (
            Severity.WARNING,
            "Certyfikat nie jest w wersji 3.",
            "RFC 5280, 4.1.2.1",
        ),
        Oddity.SERIAL_NOT_POSITIVE: (
            Severity.WARNING,
            "Numer seryjny jest zerem albo liczbą ujemną.",
            "RFC 5280, 4.1.2.2",
        ),
        Oddity.SERIAL_LONG: (
            Severity.WARNING,
            "Numer seryjny ma więcej niż 20 bajtów.",
            "RFC 5280, 4.1.2.2",
        ),
        Oddity.SERIAL_FORM: (
            Severity.WARNING,
            "Numer seryjny zapisano z nadmiarowym bajtem; część programów go odrzuci.",
            "ITU-T X.690, 8.3.2",
        ),
        Oddity.VALUE_NO_TEXT: (
            Severity.WARNING,
            "Wartość w nazwie nie jest tekstem; pokazano ją szesnastkowo.",
            "RFC 5280, 4.1.2.4",
        ),
        Oddity.OLD_STRING: (
            Severity.INFO,
            "Nazwę zapisano przestarzałym rodzajem tekstu (T61, BMP lub Universal).",
            "RFC 5280, 4.1.2.4",
        ),
        Oddity.OTHER_STRING: (
            Severity.WARNING,
            "Nazwę zapisano rodzajem tekstu, którego norma w nazwach nie przewiduje.",
            "RFC 5280, 4.1.2.4",
        ),
        Oddity.BAD_PRINTABLE: (
            Severity.WARNING,
            "PrintableString w nazwie zawiera niedozwolony znak.",
            "ITU-T X.680, 41.4",
        ),
        Oddity.BAD_UTF8: (
            Severity.WARNING,
            "Tekst w nazwie nie jest poprawnym UTF-8; pokazano go szesnastkowo.",
            "RFC 5280, 4.1.2.4",
        ),
        Oddity.EMPTY_VALUE: (
            Severity.WARNING,
            "Nazwa zawiera pustą wartość.",
            "RFC 5280, A.1",
        ),
        Oddity.UNSORTED_SET: (
            Severity.WARNING,
            "Wielowartościowa część nazwy nie jest uporządkowana.",
            "ITU-T X.690, 11.6",
        ),
        Oddity.DATE_FORM: (
            Severity.WARNING,
            "Datę ważności zapisano w niedozwolonej postaci.",
            "RFC 5280, 4.1.2.5",
        ),
        Oddity.DATE_ORDER: (
            Severity.WARNING,
            "Certyfikat kończy ważność, zanim ją zaczyna.",
            "RFC 5280, 4.1.2.5",
        ),
        Oddity.EXTENSION_BROKEN: (
            Severity.WARNING,
            "Jednego z rozszerzeń certyfikatu nie da się odczytać; pominięto je.",
            "RFC 5280, 4.2",
        ),
        Oddity.EXTENSION_TWICE: (
            Severity.WARNING,
            "To samo rozszerzenie występuje w certyfikacie dwa razy.",
            "RFC 5280, 4.2",
        ),
    }
)


def as_findings(oddities: Iterable[Oddity]) -> tuple[Finding, ...]:
    """Say each oddity once, in the order of `Oddity`."""
    seen = set(oddities)
    return tuple(
        Finding(f"certs.read.{odd}", severity, polish, clause=clause)
        for odd, (severity, polish, clause) in _SAID.items()
        if odd in seen
    )


def oddities_of(der: bytes) -> Iterator[Oddity]:
    """Find what is odd in how a certificate is written; some may come twice.

    Raises:
        ValueError: It is no certificate.
    """
    parts = parts_of(der)
    yield from [] if is_der(der) else [Oddity.NOT_DER]
    for kind, *parameters in (
        inside(parts[each], SEQUENCE) for each in ("signature", "outer")
    ):
        if dotted(kind).startswith(_ECDSA) and parameters:
            yield Oddity.ECDSA_NULL
    if "version" not in parts or parts["version"].content != _V3:
        yield Oddity.VERSION
    if whole_number(parts["serial"]) <= 0:
        yield Oddity.SERIAL_NOT_POSITIVE
    if len(parts["serial"].content) > _MAX_SERIAL_OCTETS:
        yield Oddity.SERIAL_LONG
    if _is_padded(parts["serial"].content):
        yield Oddity.SERIAL_FORM
    yield from _of_name(parts["issuer"])
    yield from _of_name(parts["subject"])
    for date in inside(parts["validity"], SEQUENCE):
        form = _UTC if date.tag == UTC_TIME else _GENERALIZED
        if not form.fullmatch(date.content):
            yield Oddity.DATE_FORM
    yield from _of_extensions(der)


def _is_padded(content: bytes) -> bool:
    """Tell whether a number has an octet more than it needs."""
    whole = int.from_bytes(content, "big", signed=True)
    # One bit more than the magnitude, for the sign.
    magnitude = whole if whole >= 0 else -whole - 1
    return len(content) > magnitude.bit_length() // 8 + 1


def _of_extensions(der: bytes) -> Iterator[Oddity]:
    extensions = read_extensions(der)
    if extensions.broken:
        yield Oddity.EXTENSION_BROKEN
    types = [oid for oid, _ in extensions.present]
    if len(set(types)) < len(types):
        yield Oddity.EXTENSION_TWICE


def _of_name(name: Node) -> Iterator[Oddity]:
    for rdn in inside(name, SEQUENCE):
        attributes = inside(rdn, SET)
        if attributes != sorted(attributes, key=lambda each: each.der):
            yield Oddity.UNSORTED_SET
        for each in attributes:
            kind, value = inside(each, SEQUENCE)
            yield from _of_value(dotted(kind), value)


def _of_value(kind: str, value: Node) -> Iterator[Oddity]:
    text = text_of(value)
    if text is None:
        is_utf8 = (value.class_, value.tag) == (UNIVERSAL, _UTF8)
        yield Oddity.BAD_UTF8 if is_utf8 else Oddity.VALUE_NO_TEXT
    elif not text:
        yield Oddity.EMPTY_VALUE
    elif value.tag in _OLD:
        yield Oddity.OLD_STRING
    elif value.tag not in _USUAL or (value.tag == _IA5 and kind not in _OF_ASCII):
        yield Oddity.OTHER_STRING
    elif value.tag == _PRINTABLE and not _PRINTABLE_TEXT.fullmatch(value.content):
        yield Oddity.BAD_PRINTABLE
