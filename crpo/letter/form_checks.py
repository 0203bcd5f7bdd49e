"""[5] A pismo ogólne that another system built: is every field of it ours? Pure.

    addressee -> sender -> text -> who signs -> attachments

A field that says another thing refuses; one that is missing, or holds more than was
prepared, leaves it untold (`UNTOLD` of crpo.letter.content_checks).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from crpo.letter.content import ADDRESSEE, BOX, TITLE
from crpo.letter.findings import PAGE, error, warning
from crpo.letter.general_letter import (
    attached_files,
    body_text,
    named_signer,
    parties,
)
from crpo.letter.head_checks import is_deputy
from crpo.letter.names import folded, same_person
from crpo.letter.package import Package
from vocabulary.finding import Finding


def check_form(
    element: etree._Element, ours: etree._Element, package: Package
) -> Iterator[Finding]:
    """Compare every field of a document of pattern 4566 with what was prepared."""
    yield from _addressees(parties(element, "Adresaci"))
    yield from _senders(parties(element, "Nadawcy"), package)
    yield from _text(body_text(element), body_text(ours))
    yield from _named_signer(named_signer(element), package)
    yield from _attachments(element, package)


def _addressees(told: list[dict[str, str]]) -> Iterator[Finding]:
    """The page names one addressee and one box."""
    for each in told:
        name, box = folded(each.get("name", "")), each.get("box", "")
        is_head = folded(ADDRESSEE) in name or "szef kas" in name
        if (name and not is_head) or (box and folded(box) != BOX):
            yield error(
                "crpo.letter.content_addressee",
                "Pismo ma innego adresata albo inną skrytkę niż Szef KAS, skrytka"
                f" {BOX}.",
                "content",
                source=PAGE,
            )
    if not told or not all(each.get("name") and each.get("box") for each in told):
        yield warning(
            "crpo.letter.content_addressee_not_told",
            "Z pisma nie wynika, do kogo i na którą skrytkę je wysłano.",
            "content",
        )


def _senders(told: list[dict[str, str]], package: Package) -> Iterator[Finding]:
    """Compare what the account of the sender says; a form fills it in by itself."""
    if not told:
        yield _sender_not_told()
    for each in told:
        nip, regon = (re.sub(r"[\s-]", "", each.get(n, "")) for n in ("NIP", "REGON"))
        if nip and nip not in package.nips:
            yield error(
                "crpo.letter.content_sender",
                "NIP nadawcy nie jest NIP-em jednostki ani urzędu z przygotowanego"
                " pisma.",
                "content",
            )
        if nip and regon and regon != package.regon:
            yield warning(
                "crpo.letter.content_regon",
                "REGON nadawcy jest inny niż w piśmie; sprawdź, z czyjego konta"
                " wysłano.",
                "content",
            )
        is_named = folded(each.get("name", "")) == folded(package.unit)
        is_ours = regon == package.regon if regon else is_named
        if not nip and not is_ours:
            yield _sender_not_told()


def _sender_not_told() -> Finding:
    return warning(
        "crpo.letter.content_sender_not_told",
        "Z pisma nie wynika, że wysłała je ta jednostka.",
        "content",
    )


def _text(actual: str, expected: str) -> Iterator[Finding]:
    """Compare the text; a title pasted twice is no other text."""
    if expected not in actual:
        yield error(
            "crpo.letter.content_text",
            "Treść pisma różni się od przygotowanej.",
            "content",
        )
    elif actual.replace(expected, "", 1).strip() not in {"", TITLE}:
        yield warning(
            "crpo.letter.content_text_more",
            "Pismo ma też treść, której nie przygotowano.",
            "content",
        )


def _named_signer(told: Mapping[str, str], package: Package) -> Iterator[Finding]:
    """Hold the field of the form that names who signs; it may be empty."""
    on_behalf = folded(told.get("ZUpowaznienia", ""))
    if on_behalf not in {"", "0", "false", "nie"} or is_deputy(
        told.get("Stanowisko", "")
    ):
        yield error(
            "crpo.letter.content_on_behalf",
            "Pismo mówi, że podpisał je zastępca albo osoba upoważniona.",
            "content",
            source=PAGE,
        )
    given, surname = told.get("Imie", ""), told.get("Nazwisko", "")
    if (given or surname) and not same_person(
        package.head_given_names, package.head_surname, given, surname
    ):
        yield error(
            "crpo.letter.content_named_signer",
            "Pismo wymienia jako podpisującego inną osobę niż kierująca jednostką.",
            "content",
            source=PAGE,
        )


def _attachments(element: etree._Element, package: Package) -> Iterator[Finding]:
    held = [data for _, data in attached_files(element)]
    digests = {hashlib.sha256(data).hexdigest() for data in held if data is not None}
    for number, digest in enumerate(package.attachments.values(), start=1):
        if digest not in digests:
            yield error(
                "crpo.letter.content_attachment",
                f"W piśmie brakuje załącznika {number} albo go zmieniono.",
                "content",
            )
    if None in held or digests - set(package.digests.values()):
        yield warning(
            "crpo.letter.content_more",
            "Pismo ma też załączniki, których nie przygotowano.",
            "content",
        )
