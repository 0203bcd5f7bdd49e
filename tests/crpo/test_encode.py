"""What leaves the office: the question's bytes, and the seal under them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from certs.verify import verify_xades
from crpo.contract.xades_xml import SCHEMA, SIGNING_SKEW, XadesXml, canonical
from crpo.errors import AnswerNotUnderstood
from tests.crpo.bench import Bench, a_question
from tests.factories import NOON
from vocabulary.identifiers import ForeignTaxId, MandatorId, Nip, Pesel

SCHEMA_OF_QUESTIONS = etree.XMLSchema(file=str(SCHEMA / "question.xsd"))


@pytest.mark.parametrize(
    ("mandator", "written"),
    [
        (Nip.parse("9990000014"), "9990000014"),
        (Pesel.parse("00610100006"), "00610100006"),
        (ForeignTaxId.parse("CZ:12345678"), "12345678"),
        (ForeignTaxId.parse("DE:<a b='&\"'>]]>&amp;"), "<a b='&\"'>]]>&amp;"),
    ],
)
def test_a_question_fits_its_schema_and_says_whom_it_means(
    bench: Bench, mandator: MandatorId, written: str
) -> None:
    """An identifier is text: markup in it must arrive as the text it is."""
    root = etree.fromstring(bench.contract.encode(a_question(mandator)))

    assert SCHEMA_OF_QUESTIONS.validate(root)
    assert written == root[3][0].text


def test_the_same_question_gives_the_same_bytes_in_canonical_form(
    bench: Bench,
) -> None:
    """
    The log keeps a digest of these bytes, and the answer repeats another.

    Holds: `Contract.encode`.
    """
    question = a_question()
    data = bench.contract.encode(question)

    assert data == bench.contract.encode(question)
    assert data == canonical(etree.fromstring(data))


def test_an_instant_of_another_zone_is_written_in_utc(bench: Bench) -> None:
    """One instant, one text: or two offices would ask two different questions."""
    there = NOON.astimezone(timezone(timedelta(hours=5)))

    assert bench.contract.encode(a_question(asked_at=there)) == bench.contract.encode(
        a_question(asked_at=NOON)
    )


def test_the_bytes_of_a_question_are_these(bench: Bench) -> None:
    """A change here breaks every office that has fitted the contract."""
    question = a_question(asked_at=datetime(2026, 11, 20, 12, 0, 0, 5, tzinfo=UTC))

    assert (
        b'<Question xmlns="urn:crpo-ksef:reference-contract:v1">'
        b"<MessageId>0190a2b4-0000-4000-8000-000000000001</MessageId>"
        b"<AskedAt>2026-11-20T12:00:00.000005Z</AskedAt>"
        b"<AuthorityNip>9990000008</AuthorityNip>"
        b"<Mandator><Nip>9990000014</Nip></Mandator></Question>"
    ) == bench.contract.encode(question)


def test_the_seal_covers_the_question_and_nothing_more(bench: Bench) -> None:
    """What the register verifies must be, to the byte, what the log has a digest of."""
    data = bench.contract.encode(a_question())

    sealed = bench.contract.seal(data, bench.office)

    verified = verify_xades(sealed, trusted=[bench.office.certificate.der])
    assert data == canonical(verified.element)
    assert NOON - SIGNING_SKEW == verified.signing_time


def test_a_contract_without_a_pinned_seal_cannot_be_made() -> None:
    """Without a pin any seal in the world could say "nobody"."""
    with pytest.raises(ValueError, match="pinned"):
        XadesXml(register_seals=[])


def test_the_contract_says_in_its_namespace_whose_it_is(bench: Bench) -> None:
    """
    Nobody who reads the bytes may take them for the Ministry's.

    Holds: ADR-0008.
    """
    assert "urn:crpo-ksef:reference-contract:v1" == bench.contract.version
    assert "xades_xml" == bench.contract.name


def test_a_question_can_be_read_back(bench: Bench) -> None:
    """A kept answer is verified against the question as it was sent."""
    question = a_question()

    assert question == bench.contract.read_question(bench.contract.encode(question))


@given(data=st.binary(max_size=80))
@example(data=b"<Question/>")
@example(data=b"<Question xmlns='urn:crpo-ksef:reference-contract:v1'/>")
def test_other_bytes_are_no_question(bench: Bench, data: bytes) -> None:
    """Whatever lies in the file, the reader says so and does not fall over."""
    with pytest.raises(AnswerNotUnderstood):
        bench.contract.read_question(data)


def test_a_question_that_is_not_written_as_we_write_is_refused(bench: Bench) -> None:
    """Its digest would not be the one that the register has confirmed."""
    spaced = bench.contract.encode(a_question()).replace(b"><", b"> <", 1)

    with pytest.raises(AnswerNotUnderstood):
        bench.contract.read_question(spaced)
