"""Every error of documents.

    DocumentsError
    + LibraryMissing     the extra `documents` is not installed: nothing was made
    + DocumentNotMade    the document could not be set: nothing was made
    + FormUnusable       a PDF form of others cannot be filled in: nothing was made

Messages name templates and reasons, never what a document says about a person.
"""

from enum import StrEnum
from typing import ClassVar, Final

from vocabulary.errors import ToolkitError


class DocumentsError(ToolkitError):
    """Base class; only its subclasses are raised."""

    code: ClassVar[str] = "documents.error"


class LibraryMissing(DocumentsError):
    """The library that makes documents is not installed; nothing was made."""

    code = "documents.library_missing"
    hint = (
        "Administrator doinstalowuje dodatek: pip install 'crpo-ksef[documents]'."
        " Niczego nie wydrukowano."
    )


class DocumentNotMade(DocumentsError):
    """The document could not be set as claimed; no file was made."""

    code = "documents.not_made"
    hint = (
        "Dokument nie powstał. Częsta przyczyna: znak, którego nie ma w czcionkach"
        " programu. Zgłoś nazwę szablonu administratorowi."
    )

    def __init__(self, template: str, reason: str) -> None:
        super().__init__(f"the document {template} was not made: {reason}")


class FormFault(StrEnum):
    """Why a form cannot be filled in; the value is a stable word."""

    TOO_LARGE = "too_large"
    NO_PDF = "no_pdf"
    LOCKED = "locked"
    XFA = "xfa"
    NO_FIELDS = "no_fields"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_KIND = "field_kind"


_IN_POLISH: Final = {
    FormFault.TOO_LARGE: "plik jest za duży",
    FormFault.NO_PDF: "to nie jest PDF, który da się odczytać",
    FormFault.LOCKED: "formularz jest zabezpieczony hasłem",
    FormFault.XFA: "to formularz XFA; wypełnij go w programie Adobe Reader",
    FormFault.NO_FIELDS: "ten PDF nie ma pól formularza (AcroForm)",
    FormFault.FIELD_UNKNOWN: "formularz nie ma takiego pola",
    FormFault.FIELD_KIND: "pole formularza jest innego rodzaju",
}


class FormUnusable(DocumentsError):
    """A PDF form of somebody else cannot be filled in as asked; nothing was made.

    Attributes:
        reason: Why not, in one word.
        field: The field of the form it is about, or empty.
    """

    code = "documents.form_unusable"
    hint = "Porównaj nazwy pól z formularzem albo wypełnij go ręcznie z karty."

    def __init__(self, reason: FormFault, field: str = "") -> None:
        super().__init__(f"the form cannot be filled in: {reason}")
        self.reason = reason
        self.field = field

    @property
    def polish(self) -> str:
        """Say the reason in Polish."""
        where = f": {self.field}" if self.field else ""
        return _IN_POLISH[self.reason] + where
