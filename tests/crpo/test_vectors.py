"""The recorded vectors, which another implementation of the contract can use too."""

import io
import json
from pathlib import Path

import pytest
import xmlschema

from certs.load import load_leaf
from certs.verify import verify_xades
from crpo.contract.xades_xml import SCHEMA, XadesXml, canonical
from crpo.errors import AnswerError
from crpo.model import Refusal
from tests.crpo.bench import a_question
from tests.factories import NOON
from tests.house.tree import ROOT

VECTORS = ROOT / "tests" / "vectors" / "crpo"
CASES: dict[str, str] = json.loads((VECTORS / "cases.json").read_text("utf-8"))
REGISTER = load_leaf((VECTORS / "register-bogus.crt.pem").read_bytes())
OFFICE = load_leaf((VECTORS / "office-bogus.crt.pem").read_bytes())


@pytest.fixture(name="contract", scope="module")
def _contract() -> XadesXml:
    """The contract, with the vectors' register pinned."""
    return XadesXml(register_seals=[REGISTER])


def what_it_gives(contract: XadesXml, raw: bytes) -> str:
    """Decode at noon, and say it in the words of cases.json."""
    try:
        reply = contract.decode(raw, a_question(), now=NOON)
    except AnswerError as refused:
        return type(refused).__name__
    if isinstance(reply, Refusal):
        return f"refusal {reply.code}"
    return f"answer {len(reply.powers)}"


@pytest.mark.parametrize(("name", "gives"), CASES.items())
def test_a_vector_gives_what_its_list_says(
    name: str, gives: str, contract: XadesXml
) -> None:
    """
    The bytes are years old one day, and must still mean the same.

    Holds: ADR-0008, tests/vectors/crpo/README.md.
    """
    assert gives == what_it_gives(contract, (VECTORS / name).read_bytes())


@pytest.mark.parametrize(
    "name", [name for name, gives in CASES.items() if gives[0].islower()]
)
def test_a_second_validator_agrees_that_it_fits_the_schema(name: str) -> None:
    """One validator's leniency must not become the contract."""
    verified = verify_xades((VECTORS / name).read_bytes(), trusted=[REGISTER.der])

    second = xmlschema.XMLSchema(SCHEMA / "answer.xsd")

    assert second.is_valid(io.BytesIO(canonical(verified.element)))


@pytest.mark.parametrize("name", ["bad-date.xml", "bad-surplus.xml"])
def test_a_second_validator_agrees_that_it_does_not_fit(name: str) -> None:
    """The schema itself forbids it, not our validator's mood."""
    verified = verify_xades((VECTORS / name).read_bytes(), trusted=[REGISTER.der])

    second = xmlschema.XMLSchema(SCHEMA / "answer.xsd")

    assert not second.is_valid(io.BytesIO(canonical(verified.element)))


def test_the_question_is_still_written_as_it_was(contract: XadesXml) -> None:
    """A log of today holds a digest of these bytes."""
    assert (VECTORS / "question.xml").read_bytes() == contract.encode(a_question())


def test_the_sealed_question_verifies_and_fits_the_schema() -> None:
    """What we send must be what a second implementation can check."""
    sealed = (VECTORS / "question-sealed.xml").read_bytes()

    verified = verify_xades(sealed, trusted=[OFFICE.der])

    assert (VECTORS / "question.xml").read_bytes() == canonical(verified.element)
    assert xmlschema.XMLSchema(SCHEMA / "question.xsd").is_valid(
        io.BytesIO(canonical(verified.element))
    )


def test_every_file_is_listed_and_every_listed_file_is_there() -> None:
    """A vector that no list names is tested by nobody."""
    files = {path.name for path in Path(VECTORS).glob("*.xml")}

    assert files - {"question.xml", "question-sealed.xml"} == set(CASES)
