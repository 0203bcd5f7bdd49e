"""Every error of documents.

    DocumentsError
    + LibraryMissing     the extra `documents` is not installed: nothing was made
    + DocumentNotMade    the document could not be set: nothing was made

Messages name templates and reasons, never what a document says about a person.
"""

from typing import ClassVar

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
    """The document could not be set as claimed; no file was made.

    Attributes:
        template: Which one.
    """

    code = "documents.not_made"
    hint = (
        "Dokument nie powstał. Częsta przyczyna: znak, którego nie ma w czcionkach"
        " programu. Zgłoś nazwę szablonu administratorowi."
    )

    def __init__(self, template: str, reason: str) -> None:
        super().__init__(f"the document {template} was not made: {reason}")
        self.template = template
