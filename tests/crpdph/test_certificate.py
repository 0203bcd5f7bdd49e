"""The certificate: in three languages, of verified evidence, honest about itself."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from accountability.model import Purpose
from crpdph.certificate import (
    Language,
    Printing,
    certificate,
    certificate_data,
)
from crpdph.certificate_words import WORDS
from crpdph.evidence import Evidence, Verified, collect, verify
from crpdph.law import TERMS, terms_on, threshold_on
from crpdph.model import Operation
from crpdph.question import Line
from crpdph.reason_words import DETAILS
from jst.simulators.crpdph import CrpdphSimulator, CzechFault
from tests.crpdph.conftest import CzechOffice
from tests.factories import CASE, NOON, TODAY


def of(office: CzechOffice, *lines: Line) -> tuple[Verified, Evidence]:
    """Check lines, and give the verified evidence."""
    [found, *_] = office.check(*lines)
    evidence = collect(
        office.trail,
        found.intent_id,
        actor=office.grounds().actor,
        case=CASE,
        purpose=Purpose.PAYMENT_CHECK,
        justification="dowód do akt sprawy",
    )
    return verify(evidence, [office.world.signer.vkey]), evidence


def printing(language: Language = Language.ENGLISH) -> Printing:
    """Say who prints, when, in which language."""
    return Printing(
        authority="Burmistrz Przykładowa",
        printed_by="Anna Przykładowa, Referat Podatków",
        printed_at=NOON,
        language=language,
    )


def text_of(data: dict[str, object]) -> str:
    """Give all that stands in a certificate."""
    return str(data)


@pytest.mark.parametrize("language", list(Language))
def test_it_says_verdict_account_and_how_to_verify(
    office: CzechOffice, tmp_path: Path, language: Language
) -> None:
    """A person at a Czech tax office reads it without us."""
    verified, evidence = of(office, office.line("unreliable", "1/0100"))
    path = tmp_path / "certificate.pdf"

    path.write_bytes(certificate(verified, evidence, printing(language)))

    [page, *_] = PdfReader(path).pages
    text = page.extract_text().replace("\u00a0", " ")
    words = WORDS[language]
    assert f"CZ{office.dic('unreliable').reveal()}" in text
    assert words["verdict_unreliable"] in text
    assert words["account_not_published"] in text
    assert "2025-03-14" in text
    assert f"540{WORDS[language]['thousands']}000".replace("\u00a0", " ") in text


def test_a_check_from_the_cache_names_the_action_that_asked(
    office: CzechOffice,
) -> None:
    """It was read again, not asked: the certificate must not say otherwise."""
    [first] = office.check(office.line("reliable"))
    verified, evidence = of(office, office.line("reliable", "1/0100"))

    rows = dict(certificate_data(verified, evidence, printing())["facts"])  # type: ignore[call-overload]  # rows of two

    assert "Asked at" not in rows
    assert first.intent_id == rows["Action that asked the register"]
    assert "TLSv1.3" == rows["TLS version"]
    assert "Prague" in rows["Read again at"]
    assert verified.question.tool == rows["Program"]


def test_the_source_of_the_threshold_is_named(office: CzechOffice) -> None:
    """It is a secondary one, and a reader must be able to weigh it."""
    data = certificate_data(*of(office, office.line("reliable")), printing())

    assert "elleas.cz" in str(data["notes"])


def test_every_language_says_the_same_things() -> None:
    """A missing word would be found by a clerk."""
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["pl"])}


def test_a_full_subject_and_an_empty_one_are_set(office: CzechOffice) -> None:
    """A group has no name; a company has everything."""
    office.asked_with(Operation.SUBJEKT_V2)
    verified, evidence = of(
        office,
        office.line("group"),
        office.line("long_name"),
        office.line("accounts_end", "1000000011/0100"),
        office.line("not_found"),
    )

    text = text_of(certificate_data(verified, evidence, printing()))

    assert "SKUPINA_DPH" in text
    assert "may be cut" in text
    assert "publication ended" in text
    assert "not found in the register" in text


def test_no_answer_is_certified_as_none(office: CzechOffice) -> None:
    """It proves that we asked."""
    office.simulator.faults.next(CzechFault.CLOSED)
    verified, evidence = of(office, office.line("reliable"))

    data = certificate_data(verified, evidence, printing())

    assert WORDS["en"]["no_answer"] == data["no_answer"]
    assert "closed for the night" in text_of(data)


@pytest.mark.parametrize("language", list(Language))
def test_an_http_error_is_certified_with_status_and_body(
    office: CzechOffice, language: Language
) -> None:
    """In words: nobody outside our code reads `transport.http_status`."""
    office.simulator.faults.next(CzechFault.HTTP_503)
    verified, evidence = of(office, office.line("reliable"))

    data = certificate_data(verified, evidence, printing(language))

    assert [WORDS[language]["http_status"], "503"] in data["facts"]  # type: ignore[operator]
    assert f"(HTTP 503); {DETAILS['html']._asdict()[language]}" in text_of(data)
    assert "transport." not in text_of(data)


def test_an_unknown_line_has_its_reason(office: CzechOffice) -> None:
    """The answer came, and left it out."""
    office.simulator.faults.next(CzechFault.MISSING_DIC)
    verified, evidence = of(office, office.line("reliable", "1/0100"))

    text = text_of(certificate_data(verified, evidence, printing()))

    assert "the answer leaves it out" in text
    assert "UNKNOWN" in text


def test_more_lines_than_a_certificate_holds_are_counted(office: CzechOffice) -> None:
    """They are all in the file of evidence."""
    lines = [office.line("reliable", f"{n + 1}/0100") for n in range(120)]
    verified, evidence = of(office, *lines)

    data = certificate_data(verified, evidence, printing())

    assert "20" in str(data["left_out"])
    assert 100 == len(data["lines"])  # type: ignore[arg-type]  # a list


def test_a_cached_answer_is_called_so(
    office: CzechOffice, simulator: CrpdphSimulator
) -> None:
    """Nothing was asked a second time."""
    office.check(office.line("reliable"))
    verified, evidence = of(office, office.line("reliable", "1/0100"))

    text = text_of(certificate_data(verified, evidence, printing()))

    assert WORDS["en"]["source_cache"] in text
    assert 1 == simulator.received.total()


@pytest.fixture(name="simulator")
def _simulator(office: CzechOffice) -> CrpdphSimulator:
    """The register of the office."""
    return office.simulator


def test_the_threshold_and_the_terms_are_dated() -> None:
    """Both changed, or may."""
    before = replace(TERMS[0], per_hour=1).in_force_from

    assert 540_000 == getattr(threshold_on(TODAY), "amount_czk", 0)
    assert 700_000 == getattr(threshold_on(before), "amount_czk", 0)
    assert threshold_on(before.replace(year=2012)) is None
    assert (
        2_000
        == terms_on(TODAY).per_hour
        == terms_on(before.replace(year=1999)).per_hour
    )
