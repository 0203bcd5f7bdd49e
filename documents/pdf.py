"""Data and a template become a PDF that a screen reader and an archive can keep.

    template (documents/templates/NAME.typ) + data (JSON) -> typst -> PDF bytes

Promises
    - Every file claims PDF/UA-1 and PDF/A-3a; typst writes none for which it finds the
      claim not to hold (what it cannot see: docs/limitations.md).
    - Data stay data: they reach the template as JSON, never as its source.
    - The same template, data, title, language and instant give the same bytes.
    - Only the fonts inside typst are used, and nothing is fetched.

Why so: ADR-0010 (typst makes the PDF).
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from documents.errors import DocumentNotMade, LibraryMissing

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES: Final = Path(__file__).parent / "templates"
STANDARDS: Final = ("ua-1", "a-3a")

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def render_pdf(
    template: str,
    data: Mapping[str, object],
    *,
    title: str,
    language: str,
    made_at: datetime,
) -> bytes:
    """Set one document.

    Args:
        template: Name of a file in documents/templates, without `.typ`; it starts
            with `#import "base.typ": data, page-of` and `#show: page-of`.
        data: What JSON can hold; the template reads it as `data`.
        title: The document's title, in its metadata and in the reader's window.
        language: Two letters (ISO 639-1), for hyphenation and for screen readers.
        made_at: The instant in the metadata, aware; whole seconds count.

    Returns:
        The bytes of the PDF, which claim PDF/UA-1 and PDF/A-3a.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: No such template, data that JSON cannot hold, or a letter
            that no font here has.

    Source: ISO 14289-1 (PDF/UA-1), ISO 19005-3 (PDF/A-3).
    """
    path = TEMPLATES / f"{template}.typ"
    if not (_NAME.fullmatch(template) and path.is_file()):
        raise DocumentNotMade(template, "there is no such template")
    if made_at.tzinfo is None:
        raise DocumentNotMade(template, "its instant has no zone")
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError) as odd:
        raise DocumentNotMade(template, type(odd).__name__) from None
    return _compiled(
        template, path, {"data": text, "title": title, "language": language}, made_at
    )


def _compiled(
    template: str, path: Path, inputs: dict[str, str], made_at: datetime
) -> bytes:
    """Run typst; its message may quote the data, so it is not handed on."""
    try:
        import typst  # noqa: PLC0415 - an extra; who makes no document pays nothing
    except ImportError:
        raise LibraryMissing("typst is not installed") from None
    try:
        made = typst.compile(
            path,
            root=TEMPLATES,
            font_paths=_fonts(),
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=list(STANDARDS),
            timestamp=made_at.astimezone(UTC).replace(microsecond=0),
        )
    except (typst.TypstError, ValueError) as refused:
        raise DocumentNotMade(template, type(refused).__name__) from None
    if not isinstance(made, bytes):
        raise DocumentNotMade(template, "no single file came out")
    return made


@cache
def _fonts() -> "Fonts":
    """Read the fonts inside typst, and none of the host's, once a process."""
    from typst import Fonts  # noqa: PLC0415 - as above

    return Fonts(include_system_fonts=False, include_embedded_fonts=True)
