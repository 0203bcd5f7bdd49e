"""[5] Fill in a PDF form of somebody else (AcroForm), or refuse it.

    form + texts + ticks -> read -> every name is a field of its kind -> filled copy

Promises
    - A name that is no field of the form refuses the whole; nothing is left out.
    - Any bytes end in a filled form or in FormUnusable.
    - The fields stay fields, so that a person can look at the result and correct it.

Source: ISO 32000-1, 12.7 (interactive forms).
"""

import io
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from documents.errors import FormFault, FormUnusable, LibraryMissing

if TYPE_CHECKING:
    from pypdf import PdfWriter

MAX_BYTES: Final = 8 * 1_048_576
_TEXT, _BUTTON = "/Tx", "/Btn"


def fill_form(form: bytes, texts: Mapping[str, str], ticks: Collection[str]) -> bytes:
    """Fill in a form.

    Args:
        form: A PDF with an AcroForm, neither locked nor made of XFA.
        texts: Full name of a text field -> what it is to hold.
        ticks: Full names of the check boxes to tick.

    Returns:
        The form with these values, and all its other fields as they were.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        FormUnusable: It is no such form, or has no such field.
    """
    try:
        import pypdf  # noqa: F401, PLC0415 - an extra, loaded on first use
    except ImportError:
        raise LibraryMissing("pypdf is not installed") from None
    if len(form) > MAX_BYTES:
        raise FormUnusable(FormFault.TOO_LARGE)
    try:
        return _filled(form, texts, ticks)
    except FormUnusable:
        raise
    except Exception:  # noqa: BLE001 - a foreign PDF may break the library anywhere
        # `from None`: the library's error may quote what was to be filled in.
        raise FormUnusable(FormFault.NO_PDF) from None


def _filled(form: bytes, texts: Mapping[str, str], ticks: Collection[str]) -> bytes:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - as above

    reader = PdfReader(io.BytesIO(form))
    if reader.is_encrypted:
        raise FormUnusable(FormFault.LOCKED)
    if "/XFA" in reader.root_object.get("/AcroForm", {}):
        raise FormUnusable(FormFault.XFA)
    fields: Mapping[str, Any] = reader.get_fields() or {}
    if not fields:
        raise FormUnusable(FormFault.NO_FIELDS)
    values = {_of_kind(fields, name, _TEXT): text for name, text in texts.items()}
    values |= {_of_kind(fields, name, _BUTTON): _on(fields[name]) for name in ticks}
    writer = PdfWriter(clone_from=reader)
    _set(writer, values)
    filled = io.BytesIO()
    writer.write(filled)
    return filled.getvalue()


def _of_kind(fields: Mapping[str, Any], name: str, kind: str) -> str:
    """Pass the name of a field that is there, and of this kind."""
    if name not in fields:
        raise FormUnusable(FormFault.FIELD_UNKNOWN, name)
    if fields[name].get("/FT") != kind:
        raise FormUnusable(FormFault.FIELD_KIND, name)
    return name


def _on(field: Mapping[str, Any]) -> str:
    """Find what a box calls being ticked."""
    states = [str(each) for each in field.get("/_States_", ()) if each != "/Off"]
    if len(states) != 1:
        raise FormUnusable(FormFault.FIELD_KIND, str(field.get("/T", "")))
    return states[0]


def _set(writer: "PdfWriter", values: Mapping[str, str]) -> None:
    """Write the values; the reader's program draws them (NeedAppearances).

    What the library draws itself knows no Polish letters in most forms' fonts.
    """
    writer.update_page_form_field_values(None, dict(values), auto_regenerate=True)
