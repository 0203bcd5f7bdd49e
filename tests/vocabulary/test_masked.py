"""Identifiers are masked wherever Python can show a value, and cannot be altered."""

import copy
import dataclasses
import json
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary.errors import IdentifierInvalid
from vocabulary.identifiers import (
    ForeignTaxId,
    Identifier,
    InternalId,
    Nip,
    Pesel,
    Regon,
)

EXAMPLES = [
    pytest.param(Nip("7980332920"), "***…20", id="nip"),
    pytest.param(Pesel("30112206276"), "***…76", id="pesel"),
    pytest.param(Regon("12345678512347"), "***…47", id="regon"),
    pytest.param(InternalId("6824515772-12343"), "***…43", id="internal id"),
    pytest.param(ForeignTaxId("CZ:12345678"), "CZ:***", id="foreign id"),
]


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """A model that holds an identifier, as all of ours do."""

    subject: Identifier


@pytest.mark.parametrize(("identifier", "mask"), EXAMPLES)
def test_every_way_of_printing_shows_the_mask(
    identifier: Identifier, mask: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A log line, an error page and a debugger are where numbers leak from."""
    named = f"{type(identifier).__name__}({mask})"
    logging.getLogger("test").warning("%s %r", identifier, identifier)

    assert mask == identifier.masked
    assert mask == str(identifier)
    assert mask == f"{identifier}"
    assert f"{mask:>20}" == f"{identifier:>20}"
    assert named == repr(identifier)
    assert mask == "%s" % identifier  # noqa: UP031 - old code formats so
    assert f"Holder(subject={named})" == repr(Holder(identifier))
    assert [f"{mask} {named}"] == caplog.messages


@pytest.mark.parametrize(("identifier", "mask"), EXAMPLES)
def test_no_dump_of_attributes_gives_the_value_away(
    identifier: Identifier, mask: str
) -> None:
    """`vars` and `asdict` are what debuggers, loggers and serialisers reach for."""
    assert not hasattr(identifier, "__dict__")
    with pytest.raises(TypeError, match="__dict__"):
        vars(identifier)
    assert mask in str(dataclasses.asdict(Holder(identifier)))
    assert identifier.reveal() not in str(dataclasses.asdict(Holder(identifier)))
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps(identifier)


@pytest.mark.parametrize(("identifier", "mask"), EXAMPLES)
def test_a_pickle_is_refused_and_a_copy_is_the_value_itself(
    identifier: Identifier, mask: str
) -> None:
    """A pickle is the clear number on a disk or in a queue, without a decision."""
    with pytest.raises(TypeError, match="is not pickled"):
        pickle.dumps(identifier)
    with pytest.raises(TypeError, match="is not pickled"):
        pickle.dumps(identifier, protocol=0)
    with pytest.raises(TypeError, match="is not pickled"):
        identifier.__getstate__()
    assert copy.copy(identifier) is identifier
    assert copy.deepcopy(Holder(identifier)).subject is identifier
    assert mask == identifier.masked


def test_nothing_can_be_changed_added_or_deleted() -> None:
    """A checked value that can be altered is an unchecked one."""
    nip = Nip("7980332920")

    with pytest.raises(AttributeError, match="Nip cannot be changed"):
        nip._clear = "3755747347"
    with pytest.raises(AttributeError, match="Nip cannot be changed"):
        del nip._clear
    with pytest.raises(AttributeError, match="Nip cannot be changed"):
        nip.note = "x"
    assert "7980332920" == nip.reveal()


def test_the_base_alone_is_no_identifier() -> None:
    """A number without a kind could be compared with any other."""
    with pytest.raises(TypeError, match="abstract"):
        Identifier("7980332920")  # type: ignore[abstract]  # the point of the test


def _refusal(kind: type[Identifier], text: str) -> IdentifierInvalid | None:
    """Read a text as a caller would, inside its own error handling."""
    try:
        kind.parse(text)
    except IdentifierInvalid as refusal:
        return refusal
    return None


@given(digits=st.text("0123456789", min_size=6, max_size=20))
def test_a_refusal_never_holds_what_was_refused(digits: str) -> None:
    """A mistyped PESEL is still somebody's; error texts go to logs and screens."""
    refusals = [_refusal(kind, digits) for kind in (Nip, Pesel, Regon, InternalId)]
    for refusal in filter(None, refusals):
        shown = "".join(traceback.format_exception_only(refusal))
        assert digits not in shown + repr(refusal) + refusal.polish
        assert (None, None) == (refusal.__cause__, refusal.__context__)


@given(front=st.text("0123456789", min_size=10, max_size=10))
def test_a_refused_birth_date_chains_no_error(front: str) -> None:
    """`datetime` writes the digits of a wrong day into its own error text."""
    refusals = [_refusal(Pesel, f"{front}{last}") for last in range(10)]
    assert all(
        (None, None) == (refusal.__cause__, refusal.__context__)
        for refusal in refusals
        if refusal is not None
    )
