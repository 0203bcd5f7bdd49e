"""A form of somebody else is filled in as asked, or not at all."""

import io
import subprocess
import sys

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.acroform import MAX_BYTES, fill_form
from documents.errors import FormFault, FormUnusable
from tests.documents.forms import a_form
from tests.house.tree import ROOT

FORM = a_form(("NIP", "Nazwa"), ("cel_1", "cel_2"))
THREE = a_form((), ("tri",))
POLISH = "Zażółć gęślą jaźń"


def values(form: bytes) -> dict[str, str | None]:
    """Give what the fields of a form hold."""
    fields = pypdf.PdfReader(io.BytesIO(form)).get_fields() or {}
    return {name: field.get("/V") for name, field in fields.items()}


def locked() -> bytes:
    """Make a form under a password."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(FORM)) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="bogus", user="bogus"))
    return made.getvalue()


def test_texts_and_ticks_stand_in_their_fields_and_nowhere_else() -> None:
    """What was not named stays as it was."""
    filled = fill_form(FORM, {"Nazwa": POLISH}, ["cel_2"])

    assert {"Nazwa": POLISH, "NIP": None, "cel_1": "/Off", "cel_2": "/Tak"} == values(
        filled
    )


def test_the_program_that_shows_it_draws_the_values() -> None:
    """The fonts of most forms have no Polish letters; ISO 32000-1, 12.7.2."""
    filled = fill_form(FORM, {"Nazwa": POLISH}, [])

    with pikepdf.open(io.BytesIO(filled)) as pdf:
        assert bool(pdf.Root.AcroForm.NeedAppearances)


def test_the_same_form_and_values_give_the_same_bytes() -> None:
    """The log holds a digest of them."""
    assert fill_form(FORM, {"NIP": "1"}, ["cel_1"]) == fill_form(
        FORM, {"NIP": "1"}, ["cel_1"]
    )


@pytest.mark.parametrize(
    ("form", "texts", "ticks", "reason", "field"),
    [
        (FORM, {"nip": "1"}, [], FormFault.FIELD_UNKNOWN, "nip"),
        (FORM, {}, ["cel_3"], FormFault.FIELD_UNKNOWN, "cel_3"),
        (FORM, {"cel_1": "1"}, [], FormFault.FIELD_KIND, "cel_1"),
        (FORM, {}, ["NIP"], FormFault.FIELD_KIND, "NIP"),
        (THREE, {}, ["tri"], FormFault.FIELD_KIND, "tri"),
        (a_form(), {}, [], FormFault.NO_FIELDS, ""),
        (a_form(("NIP",), xfa=True), {}, [], FormFault.XFA, ""),
        (locked(), {}, [], FormFault.LOCKED, ""),
        (b"%PDF-1.7", {}, [], FormFault.NO_PDF, ""),
        (b"", {}, [], FormFault.NO_PDF, ""),
        (b" " * (MAX_BYTES + 1), {}, [], FormFault.TOO_LARGE, ""),
    ],
    ids=range(11),
)
def test_a_form_that_does_not_fit_is_refused_with_the_reason(
    form: bytes, texts: dict[str, str], ticks: list[str], reason: str, field: str
) -> None:
    """Half a form is sent in by somebody who did not look."""
    with pytest.raises(FormUnusable) as refused:
        fill_form(form, texts, ticks)

    assert (reason, field) == (refused.value.reason, refused.value.field)
    assert refused.value.polish.endswith(field)


@given(st.binary(max_size=30), st.integers(0, len(FORM)), st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_a_damaged_form_is_filled_in_or_refused(
    noise: bytes, place: int, cut: int
) -> None:
    """Nothing of the library that reads it escapes."""
    damaged = FORM[:place] + noise + FORM[place + cut :]
    try:
        fill_form(damaged, {"NIP": "1"}, ["cel_1"])
    except FormUnusable:
        return


def test_a_missing_library_is_told_in_words() -> None:
    """Holds: ADR-0010; the extra is optional."""
    script = (
        "import sys; sys.modules['pypdf'] = None\n"
        "from documents.errors import LibraryMissing\n"
        "from documents.acroform import fill_form\n"
        "try:\n    fill_form(b'', {}, [])\n"
        "except LibraryMissing as missing:\n    print(missing.code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "documents.library_missing\n" == ran.stdout
