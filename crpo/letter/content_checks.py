"""[5] Is what was signed the letter that was prepared? Pure.

Our own file: the same canonical bytes. A document that ePUAP built itself: sender, text
and the digests of the attachments.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from certs.strict_xml import DS, parser
from crpo.letter.checks import error, info, warning
from crpo.letter.content import TITLE
from crpo.letter.general_letter import ROOT, attached_files, body_text, sender_ids
from crpo.letter.package import Package
from vocabulary.finding import Finding


def check_content(element: etree._Element, package: Package) -> Iterator[Finding]:
    """Hold what is signed against what was prepared."""
    ours = etree.fromstring(package.general_letter, parser())
    if element.tag == f"{DS}Signature":
        yield warning(
            "crpo.letter.content_not_read",
            "Podpis jest osobnym plikiem albo obejmuje dokument; jego treści program"
            " nie porównał.",
            "content",
        )
        return
    if element.tag != ROOT:
        yield error(
            "crpo.letter.content_other",
            "Podpisano inny dokument niż przygotowane pismo ogólne.",
            "content",
        )
        return
    if _canonical(element) == _canonical(ours):
        yield info(
            "crpo.letter.content_ours",
            "Podpisano dokładnie przygotowany plik.",
            "content",
        )
        return
    yield info(
        "crpo.letter.content_of_epuap",
        "Dokument zbudował inny system (np. ePUAP); porównano jego pola i załączniki.",
        "content",
    )
    yield from _fields(element, ours, package)


def _fields(
    element: etree._Element, ours: etree._Element, package: Package
) -> Iterator[Finding]:
    """Compare fields and attachments of a pismo ogólne that another system built."""
    yield from _sender(sender_ids(element), package)
    yield from _text(body_text(element), body_text(ours))
    held = [data for _, data in attached_files(element)]
    digests = {hashlib.sha256(data).hexdigest() for data in held if data is not None}
    for number, digest in enumerate(package.attachments.values(), start=1):
        if digest not in digests:
            yield error(
                "crpo.letter.content_attachment",
                f"W piśmie brakuje załącznika {number} albo go zmieniono.",
                "content",
            )
    if None in held or digests - set(package.attachments.values()):
        yield warning(
            "crpo.letter.content_more",
            "Pismo ma też załączniki, których nie przygotowano.",
            "content",
        )


def _sender(told: Mapping[str, str], package: Package) -> Iterator[Finding]:
    """Compare what the account of the sender says; a form fills it in by itself."""
    nip, regon = (re.sub(r"[\s-]", "", told.get(n, "")) for n in ("NIP", "REGON"))
    if nip and nip not in package.nips:
        yield error(
            "crpo.letter.content_sender",
            "NIP nadawcy nie jest NIP-em jednostki ani urzędu z przygotowanego pisma.",
            "content",
        )
    if regon and regon != package.regon:
        yield warning(
            "crpo.letter.content_regon",
            "REGON nadawcy jest inny niż w piśmie; sprawdź, z czyjego konta wysłano.",
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


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
