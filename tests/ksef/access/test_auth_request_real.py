"""AuthTokenRequest against the Ministry's own schemas, where they are at hand."""

import re

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ksef.access.auth_request import AuthRequestInvalid, SchemaVersion, SubjectType
from ksef.access.context import ContextId
from ksef.access.ip_policy import IpPolicy
from tests.bogus_pki import BOGUS_NIP
from tests.house.tree import ROOT
from tests.ksef.access.places import OFFICE, PEPPOL, UNIT, VAT_UE
from tests.ksef.access.test_auth_request import POLICY, request

REAL = ROOT.parent / "shared" / "real" / "ksef"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not REAL.exists(), reason="real: the folder of real public data is absent"
    ),
]
# One of each state, made up by the form that VIES tells.
VAT_NUMBERS = [
    "ATU12345678",
    "BE0123456789",
    "BG123456789",
    "BG1234567890",
    "CY12345678X",
    "CZ12345678",
    "CZ1234567890",
    "DE123456789",
    "DK12345678",
    "EE123456789",
    "EL123456789",
    "ESX1234567X",
    "ESX12345678",
    "ES12345678X",
    "FI12345678",
    "FRAB123456789",
    "HR12345678901",
    "HU12345678",
    "IE1234567AB",
    "IE1A23456X",
    "IT12345678901",
    "LT123456789",
    "LT123456789012",
    "LU12345678",
    "LV12345678901",
    "MT12345678",
    "NL123456789B01",
    "PT123456789",
    "RO12",
    "RO1234567890",
    "SE123456789012",
    "SI12345678",
    "SK1234567890",
    "XI123456789",
    "XI123456789012",
    "XIGD123",
    "XIHA123",
]


@pytest.mark.parametrize("subject", list(SubjectType))
@pytest.mark.parametrize("policy", [None, POLICY], ids=["open", "bound"])
@pytest.mark.parametrize("context", [OFFICE, UNIT], ids=str)
def test_requests_are_valid_by_the_ministrys_schema(
    context: ContextId, policy: IpPolicy | None, subject: SubjectType
) -> None:
    """Version 2.1, by libxml2, where both are without defects."""
    schema = etree.XMLSchema(etree.parse(REAL / "schemat_auth_v2-1.xsd"))
    made = request(context=context, policy=policy, subject=subject)

    schema.assertValid(made.as_element())


@pytest.mark.parametrize("version", list(SchemaVersion))
@pytest.mark.parametrize(
    "context", [OFFICE, UNIT, VAT_UE, PEPPOL], ids=lambda each: each.type
)
def test_requests_are_valid_by_the_schema_as_it_was_meant(
    version: SchemaVersion, context: ContextId
) -> None:
    r"""`\b`, `^` and `$` are taken out of the schemas: in XSD they mean letters."""
    name = f"schemat_auth_v{version.replace('.', '-')}.xsd"
    text = (REAL / name).read_text("utf-8-sig").partition("?>")[2]
    meant = re.sub(
        r'(<xsd:pattern value=")[\^]?(.*?)[$]?("/>)', r"\1\2\3", text.replace(r"\b", "")
    )
    schema = xmlschema.XMLSchema10(meant)

    schema.validate(request(version=version, context=context).as_element())


@pytest.fixture(name="pattern", scope="module")
def _pattern() -> str:
    """The schema's own pattern of NipVatUe, without the letter at its end."""
    text = (REAL / "schemat_auth_v2-1.xsd").read_text("utf-8")
    [found] = re.finditer(r'value="([^"]*[(]AT[)][^"]*)[$]"', text)
    return found[1]


@pytest.mark.parametrize("number", VAT_NUMBERS)
def test_the_number_of_each_state_passes_here_and_there(
    pattern: str, number: str
) -> None:
    """Each state's form is written out by us; the schema's own pattern agrees."""
    context = ContextId.parse("NipVatUe", f"{BOGUS_NIP}-{number}")

    assert re.fullmatch(pattern, context.reveal())
    assert number.encode() in request(context=context).as_bytes()


@given(st.from_regex(r"[A-Z]{2}[A-Z0-9+*]{2,13}", fullmatch=True))
def test_no_other_number_passes_here_than_there(pattern: str, number: str) -> None:
    """Neither more nor less."""
    context = ContextId.parse("NipVatUe", f"{BOGUS_NIP}-{number}")
    try:
        request(context=context)
        passes = True
    except AuthRequestInvalid:
        passes = False

    assert passes is bool(re.fullmatch(pattern, context.reveal(), re.ASCII))
