"""[5] The one-page instruction for the person who sends the letter. Pure."""

from crpo.letter.content import BOX, CENTRE, CENTRE_EMAIL, CENTRE_PHONES, TITLE
from crpo.letter.model import Letter
from documents.blocks import Block, Heading, Items, Pairs, Paragraph


def instruction(letter: Letter, *, letter_id: str) -> tuple[Block, ...]:
    """Say how the letter is signed and sent, and what is kept of it."""
    return (
        Heading("Jak podpisać i wysłać wniosek o dostęp do API CRPO", level=1),
        Heading("Wysyłka"),
        _sending(letter),
        Heading("E-Doręczenia"),
        Paragraph(
            "Strona Ministerstwa wskazuje tylko ePUAP. Przez e-Doręczenia wyślij pismo"
            f" dopiero wtedy, gdy {CENTRE} potwierdzi tę drogę i poda adres. Do 30"
            " września 2029 r. pismo wysłane przez ePUAP między podmiotami publicznymi"
            " jest równoważne z e-Doręczeniem (art. 147 ust. 1 ustawy o doręczeniach"
            " elektronicznych)."
        ),
        Heading("Pytania"),
        Pairs(
            (
                (CENTRE, CENTRE_EMAIL),
                ("Telefon", CENTRE_PHONES),
                ("Numer pisma w dzienniku", letter_id),
            )
        ),
        Heading("Po wysłaniu"),
        Items(
            (
                (
                    "Sprawdź podpis, jeśli nie zrobiono tego przed wysłaniem:"
                    " jst letter attach KATALOG PODPISANY_PLIK."
                ),
                (
                    "Zapisz kroki: jst letter status --letter NUMER z opcją --sent"
                    " NUMER_UPP, potem --accepted i --registered."
                ),
                (
                    "Pismo podaje dane konkretnych certyfikatów, więc każde odnowienie"
                    " pieczęci wymaga nowego wniosku; 60 dni przed końcem ważności"
                    " otwiera go jst cert watch, uruchamiane codziennie."
                ),
            )
        ),
        Heading("Plik pismo-ogolne…xml"),
        Paragraph(
            "To ta sama treść w postaci pisma ogólnego (wzór 4566). Plik nie jest"
            " podpisany i nie sprawdzono go schematem XSD, którego program nie ma:"
            " użyj go tylko wtedy, gdy system urzędu przyjmie go bez błędu."
        ),
    )


def _sending(letter: Letter) -> Items:
    return Items(
        (
            (
                "Przeczytaj wniosek.pdf. Poprawki wprowadź w office.toml"
                " i przygotuj pismo od nowa; wniosek.docx służy urzędowi do"
                " własnych zmian."
            ),
            (
                "W ePUAP, na koncie urzędu (podmiotu publicznego), otwórz pismo"
                " ogólne do podmiotu publicznego. Adresat: Szef KAS, skrytka"
                f" {BOX}."
            ),
            (
                f"Tytuł: „{TITLE}”. Wklej treść z pliku tresc-pisma.txt i dołącz"
                f" załączniki w liczbie: {len(letter.seals)}"
                " (pliki zalacznik-…-pieczec.txt), bez zmian."
            ),
            (
                f"Pismo podpisuje {letter.unit_head} ({letter.unit_head_function})"
                " ważnym kwalifikowanym podpisem elektronicznym. Nie wystarczy podpis"
                " zaufany, podpis osobisty, pieczęć ani podpis zastępcy."
            ),
            (
                "Jeśli podpisany plik da się pobrać przed wysłaniem, najpierw go"
                " sprawdź: jst letter attach KATALOG PODPISANY_PLIK."
            ),
            (
                "Wyślij. Zachowaj UPP (poświadczenie przedłożenia) i UPD"
                " (poświadczenie doręczenia) razem z podpisanym pismem, w aktach."
            ),
        ),
        numbered=True,
    )
