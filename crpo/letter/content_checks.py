"""[5] Is what was signed the letter that was prepared? Pure.

Our own file: the same canonical bytes. A pismo ogólne that another system built: every
field (crpo.letter.form_checks). The envelope that ePUAP puts round a file: the files in
it. Any other pattern of the central repository: nobody can tell.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from certs.strict_xml import DS, parser
from crpo.letter.findings import error, info, warning
from crpo.letter.form_checks import check_form
from crpo.letter.general_letter import (
    NAME,
    ROOT,
    attached_files,
    text_outside_attachments,
)
from crpo.letter.package import Package
from crpo.letter.render import LETTER
from vocabulary.finding import Finding

# What leaves the content untold: no reason to refuse, and none to accept.
UNTOLD: Final = frozenset(
    {
        "crpo.letter.content_not_read",
        "crpo.letter.content_pattern",
        "crpo.letter.content_wrapped_other",
        "crpo.letter.content_addressee_not_told",
        "crpo.letter.content_sender_not_told",
        "crpo.letter.content_more",
        "crpo.letter.content_text_more",
    }
)
_PATTERNS: Final = ("http://crd.gov.pl/wzor/", "http://epuap.gov.pl/fe-model-web/")
_WRAPPER: Final = (
    "http://epuap.gov.pl/fe-model-web/wzor_lokalny/EPUAP-----/podpisanyPlik/"
)
_LETTERS: Final = (f"{LETTER}.pdf", f"{LETTER}.docx", NAME)


def check_content(element: etree._Element, package: Package) -> Iterator[Finding]:
    """Hold what is signed against what was prepared."""
    ours = etree.fromstring(package.general_letter, parser())
    name = etree.QName(element)
    if element.tag == f"{DS}Signature":
        yield warning(
            "crpo.letter.content_not_read",
            "Podpis jest osobnym plikiem albo obejmuje dokument; jego treści program"
            " nie porównał.",
            "content",
        )
    elif element.tag == f"{{{_WRAPPER}}}Dokument":
        yield from _wrapped(element, package)
    elif element.tag == ROOT and _is_same(element, ours):
        yield info(
            "crpo.letter.content_ours",
            "Podpisano dokładnie przygotowany plik.",
            "content",
        )
    elif element.tag == ROOT:
        yield info(
            "crpo.letter.content_of_epuap",
            "Dokument zbudował inny system (np. ePUAP); porównano jego pola i"
            " załączniki.",
            "content",
        )
        yield from check_form(element, ours, package)
    elif name.localname == "Dokument" and (name.namespace or "").startswith(_PATTERNS):
        yield warning(
            "crpo.letter.content_pattern",
            "Dokument ma inny wzór niż 4566; jego treści program nie porównał.",
            "content",
        )
    else:
        yield error(
            "crpo.letter.content_other",
            "Podpisano inny dokument niż przygotowane pismo ogólne.",
            "content",
        )


def _wrapped(element: etree._Element, package: Package) -> Iterator[Finding]:
    """Open the envelope `podpisanyPlik`: the files in it, and nothing beside them."""
    letters = {package.digests[each] for each in _LETTERS if each in package.digests}
    held = [data for _, data in attached_files(element)]
    digests = {hashlib.sha256(data).hexdigest() for data in held if data is not None}
    prepared = digests <= set(package.digests.values()) and None not in held
    if prepared and digests & letters and not text_outside_attachments(element):
        yield info(
            "crpo.letter.content_wrapped",
            "W otoczce ePUAP są przygotowane pliki, bez zmian; adresata otoczka nie"
            " podaje.",
            "content",
        )
    else:
        yield warning(
            "crpo.letter.content_wrapped_other",
            "W otoczce ePUAP jest co innego niż same przygotowane pliki, wśród nich"
            " pismo.",
            "content",
        )


def _is_same(element: etree._Element, ours: etree._Element) -> bool:
    """Compare two documents; one under a style sheet, which shows it, is not ours."""
    if element.getprevious() is not None:
        return False
    try:
        return _canonical(element) == _canonical(ours)
    except etree.C14NError:  # a relative name-space URI: it has no canonical form
        return False


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
