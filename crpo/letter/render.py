"""[5] Blocks become files: PDF, DOCX, text, XML; the attachments; the instruction.

    Letter -> content -> {file name: bytes}

The same letter, id and instant give the same bytes. Nothing is written here: that is
crpo.letter.package.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from certs.model import SealCertificate
from crpo.letter import content
from crpo.letter.general_letter import NAME, general_letter
from crpo.letter.instruction import instruction
from crpo.letter.model import Letter
from documents.blocks import (
    Block,
    Code,
    Heading,
    Items,
    Lines,
    Pairs,
    Paragraph,
    as_data,
)
from documents.pdf import render_pdf
from documents.word import render_docx
from vocabulary.clock import iso_utc, warsaw_day

LETTER: Final = "wniosek"
INQUIRY: Final = "zapytanie"
BODY: Final = "tresc-pisma.txt"
CARD: Final = "letter.json"
ZIP: Final = "wniosek-crpo.zip"
INSTRUCTION: Final = "instrukcja.pdf"


def request_files(
    letter: Letter, *, letter_id: str, made_at: datetime
) -> dict[str, bytes]:
    """Make every file of the access request, by its name.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A letter in a name that the fonts do not have.
    """
    blocks = content.request(letter, on=warsaw_day(made_at))
    attachments = {
        content.attachment_name(number): content.attachment(letter, number, seal)
        for number, seal in enumerate(letter.seals, start=1)
    }
    encoded = {name: text.encode() for name, text in attachments.items()}
    files = _letter_files(LETTER, content.TITLE, letter, blocks, encoded, made_at)
    files[INSTRUCTION] = _pdf(
        instruction(letter, letter_id=letter_id),
        "Instrukcja wysłania wniosku o dostęp do API CRPO",
        made_at,
    )
    card = _card(letter, letter_id, encoded, made_at)
    files[CARD] = (json.dumps(card, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def inquiry_files(letter: Letter, *, made_at: datetime) -> dict[str, bytes]:
    """Make every file of the inquiry, by its name; raises as `request_files`."""
    blocks = content.inquiry(letter, on=warsaw_day(made_at))
    title = content.INQUIRY_TITLE
    return _letter_files(INQUIRY, title, letter, blocks, {}, made_at)


def plain_lines(blocks: Sequence[Block]) -> list[str]:
    """Write the body of a letter as lines: what a form of ePUAP is filled with.

    Place, day, addresses and signature have fields of their own there.
    """
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text) if level > 1:
            yield text
        case Paragraph(text=text):
            yield text
        case Pairs(rows=rows):
            yield from (f"{label}: {value}" for label, value in rows)
        case Items(items=items, numbered=numbered):
            for number, item in enumerate(items, start=1):
                yield f"{number}. {item}" if numbered else item
        case Code(text=text, caption=caption):
            yield from (caption, *text.splitlines())
        case Heading() | Lines():
            return


def _letter_files(
    name: str,
    title: str,
    letter: Letter,
    blocks: tuple[Block, ...],
    attachments: dict[str, bytes],
    made_at: datetime,
) -> dict[str, bytes]:
    body = plain_lines(blocks)
    return {
        f"{name}.pdf": _pdf(blocks, title, made_at),
        f"{name}.docx": render_docx(
            blocks, title=title, author=letter.authority, made_at=made_at
        ),
        BODY: ("\r\n".join([title, "", *body]) + "\r\n").encode(),
        **attachments,
        NAME: general_letter(
            letter, title=title, body=body, attachments=attachments, made_at=made_at
        ),
    }


def _pdf(blocks: Sequence[Block], title: str, made_at: datetime) -> bytes:
    data = {"blocks": as_data(blocks), "footer": title}
    return render_pdf("letter", data, title=title, language="pl", made_at=made_at)


def _card(
    letter: Letter, letter_id: str, attachments: dict[str, bytes], made_at: datetime
) -> dict[str, object]:
    """Say for programs what the letter holds; `jst letter attach` reads it."""
    return {
        "version": 1,
        "letterId": letter_id,
        "preparedAt": iso_utc(made_at),
        "unit": letter.name,
        "nips": [nip.reveal() for nip in (letter.nip, letter.office_nip) if nip],
        "regon": letter.regon.reveal(),
        "unitHead": {
            "givenNames": letter.head_given_names,
            "surname": letter.head_surname,
        },
        "variant": letter.variant,
        "attachments": [
            {"name": name, "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in attachments.items()
        ],
        "seals": [
            {"name": seal.name, **seal_card(seal.certificate)} for seal in letter.seals
        ],
    }


def seal_card(certificate: SealCertificate) -> dict[str, str]:
    """Say which certificate it is, and until when."""
    return {
        "serialDecimal": certificate.serial_text,
        "issuer": certificate.issuer.windows,
        "notAfter": iso_utc(certificate.not_after),
    }
