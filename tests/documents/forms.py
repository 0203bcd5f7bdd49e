"""Blank PDF forms that nobody issued."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

DRAW = "/Helv 10 Tf 0 g"


def a_form(
    texts: tuple[str, ...] = (), boxes: tuple[str, ...] = (), *, xfa: bool = False
) -> bytes:
    """Make a form of one page with these text fields and check boxes."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    widgets = [
        *(_text(page, name, 800 - 25 * place) for place, name in enumerate(texts)),
        *(_box(pdf, page, name, 400 - 25 * place) for place, name in enumerate(boxes)),
    ]
    kids = Array([pdf.make_indirect(each) for each in widgets])
    page.obj.Annots = kids
    pdf.Root.AcroForm = Dictionary(
        Fields=kids, DA=String(DRAW), DR=Dictionary(Font=Dictionary(Helv=font))
    )
    if xfa:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _text(page: pikepdf.Page, name: str, y: int) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String(name),
        Rect=Array([50, y, 400, y + 18]),
        DA=String(DRAW),
        P=page.obj,
    )


def _box(pdf: pikepdf.Pdf, page: pikepdf.Page, name: str, y: int) -> Dictionary:
    states = {}
    more = (("/Nie", b""),) if name.startswith("tri") else ()
    for state, drawn in (("/Tak", b"2 2 m 10 10 l S"), ("/Off", b""), *more):
        drawing = pdf.make_stream(drawn)
        drawing.Type, drawing.Subtype = Name.XObject, Name.Form
        drawing.BBox = Array([0, 0, 12, 12])
        states[state] = drawing
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Btn,
        T=String(name),
        Rect=Array([50, y, 62, y + 12]),
        AP=Dictionary(N=Dictionary(states)),
        AS=Name.Off,
        V=Name.Off,
        P=page.obj,
    )
