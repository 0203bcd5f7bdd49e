"""Contexts, secrets and fingerprints: checked when made, shown nowhere."""

import copy
import pickle

import pytest

from ksef.access.context import ContextId, ContextInvalid, ContextType
from ksef.access.errors import RequestInvalid
from ksef.access.fingerprint import Fingerprint
from ksef.access.paths import one_part
from ksef.access.secret import Secret
from vocabulary.identifiers import IdentifierInvalid, InternalId, Nip

NIP = "7762811692"
UNIT = "7762811692-12347"
TOKEN = "20260101-EC-AAAAAAAAAA-BBBBBBBBBB-CC|nip-7762811692|0123456789abcdef"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("Nip", "776-281-16-92", NIP),
        ("InternalId", UNIT, UNIT),
        ("NipVatUe", f"{NIP}-DE123456789", f"{NIP}-DE123456789"),
        ("PeppolId", "PPL123456", "PPL123456"),
    ],
)
def test_the_four_kinds_of_contexts(kind: str, text: str, value: str) -> None:
    """As the Ministry's schema of the login has them."""
    context = ContextId.parse(kind, text)

    assert value == context.reveal()
    assert context == ContextId.parse(kind, value)
    assert hash(context) == hash(ContextId.parse(kind, value))


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("nip", NIP, "kind"),
        ("Nip", UNIT, "shape"),
        ("Nip", "7762811693", "checksum"),
        ("InternalId", NIP, "shape"),
        ("InternalId", "7762811692-12345", "checksum"),
        ("NipVatUe", NIP, "shape"),
        ("NipVatUe", "7762811693-DE123456789", "checksum"),
        ("PeppolId", "ppl123456", "shape"),
        ("Nip", "7" * 65, "shape"),
    ],
)
def test_what_is_no_context(kind: str, text: str, reason: str) -> None:
    """Three published samples of internal ids have a wrong control digit."""
    with pytest.raises(ContextInvalid) as refused:
        ContextId.parse(kind, text)

    assert reason == refused.value.reason
    assert text not in str(refused.value)


def test_a_context_is_shown_masked_and_never_changes() -> None:
    """It may be the number of a natural person."""
    context = ContextId.of(InternalId(UNIT))

    assert "ContextId(InternalId ***…47)" == repr(context)
    assert "InternalId ***…47" == str(context)
    with pytest.raises(AttributeError):
        context.type = ContextType.NIP


def test_a_context_names_its_taxpayer() -> None:
    """A unit's context belongs to the taxpayer whose NIP stands in it."""
    assert Nip(NIP) == ContextId.parse("InternalId", UNIT).nip
    assert InternalId(UNIT) == ContextId.parse("InternalId", UNIT).identifier
    assert Nip(NIP) == ContextId.of(Nip(NIP)).identifier
    assert Nip(NIP) == ContextId.parse("NipVatUe", f"{NIP}-DE123456789").nip
    assert None is ContextId.parse("PeppolId", "PPL123456").identifier
    assert ContextId.of(Nip(NIP)) != NIP


def test_a_secret_is_shown_nowhere() -> None:
    """Not by print, not by format, not in a pickle at rest."""
    secret = Secret(TOKEN)

    assert ["Secret(***)", "Secret(***)", "***"] == [
        repr(secret),
        str(secret),
        f"{secret}",
    ]
    assert TOKEN == secret.reveal()
    assert secret == Secret(TOKEN)
    assert 1 == len({secret, Secret(TOKEN)})
    assert secret is copy.copy(secret) is copy.deepcopy(secret)
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_fingerprint_is_64_hex_digits() -> None:
    """SHA-256 in upper case; the sample of 40 digits in the docs is none."""
    assert "AB" * 32 == Fingerprint("ab" * 32).reveal()


@pytest.mark.parametrize("text", ["", "AB" * 20, "XY" * 32, "AB:" * 21 + "AB"])
def test_what_is_no_fingerprint(text: str) -> None:
    """A SHA-1 fingerprint of 40 digits is what people copy from a browser."""
    with pytest.raises(IdentifierInvalid):
        Fingerprint(text)


@pytest.mark.parametrize("text", ["../tokens", "a/b", "", "x" * 65, "ż", ".."])
def test_what_may_not_stand_in_an_address(text: str) -> None:
    """A slash would name another call."""
    with pytest.raises(RequestInvalid):
        one_part("referenceNumber", text)
