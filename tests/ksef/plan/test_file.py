"""A plan as a file: what is approved is what is applied."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.requests import GrantToPerson
from ksef.plan.asking import asking_of
from ksef.plan.diff import plan
from ksef.plan.errors import PlanAltered, PlanError, PlanOfOthers, PlanUnreadable
from ksef.plan.file import digest_of, read_plan, write_plan
from ksef.plan.model import Left
from tests.ksef.plan.town import ANNA, JAN, ON, STRANGER, a_town, an_entry, ksef

KEY = b"k" * 32
TOWN = a_town(an_entry())
AT = datetime(2026, 11, 21, 12, 30, 0, 1, tzinfo=UTC)
LEFT = Left(at=AT, planned=(("g7", ON),))
PLAN = replace(plan(TOWN, ksef(), on=ON), made_at=AT, left={"j.bogus": LEFT})
RAW = write_plan(PLAN, TOWN, key=KEY)


def test_a_plan_is_read_back_as_it_was() -> None:
    """With the office's files and its key."""
    assert PLAN == read_plan(RAW, TOWN, key=KEY)


def test_the_same_plan_makes_the_same_bytes() -> None:
    """Its digest stands in the ledger."""
    again = replace(PLAN, lines=plan(TOWN, ksef(), on=ON).lines)

    assert (RAW, digest_of(PLAN)) == (
        write_plan(again, TOWN, key=KEY),
        digest_of(again),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"InvoiceRead", b"InvoiceWrite", id="another permission"),
        pytest.param(b'"a.bogus"', b'"j.bogus"', id="another person"),
        pytest.param(b'"stage": 2', b'"stage": 1', id="another stage"),
        pytest.param(b"12:30:00", b"12:30:59", id="a younger plan"),
        pytest.param(b'"who":', b'"more": 1, "who":', id="a field more"),
    ],
)
def test_an_altered_plan_is_refused(old: bytes, new: bytes) -> None:
    """Who approved it did not see that."""
    with pytest.raises(PlanAltered):
        read_plan(RAW.replace(old, new), TOWN, key=KEY)


def test_a_reference_that_names_somebody_else_is_refused() -> None:
    """The plan says `a.bogus`; the people file now says another PESEL under it."""
    other = replace(TOWN, persons=(replace(ANNA, identifier=STRANGER), JAN))

    with pytest.raises(PlanOfOthers):
        read_plan(RAW, other, key=KEY)


def test_a_reference_that_is_gone_is_refused() -> None:
    """Somebody was taken out of the people file after the approval."""
    with pytest.raises(PlanOfOthers):
        read_plan(RAW, replace(TOWN, persons=(JAN,)), key=KEY)


def test_a_plan_of_another_key_is_refused() -> None:
    """The binding is the office's own."""
    with pytest.raises(PlanOfOthers):
        read_plan(RAW, TOWN, key=b"x" * 32)


@pytest.mark.parametrize("version", [2, 4])
def test_another_version_is_refused(version: int) -> None:
    """A field that this version does not know may be the one that matters."""
    sealed = json.loads(RAW)
    sealed["plan"]["version"] = version

    with pytest.raises(PlanUnreadable) as caught:
        read_plan(json.dumps(sealed).encode(), TOWN, key=KEY)

    assert "version" == caught.value.field


def test_the_same_content_made_later_is_another_plan() -> None:
    """What was done of the first is no word on the second, nor is its age."""
    later = replace(PLAN, made_at=AT + timedelta(microseconds=1))

    assert digest_of(PLAN) != digest_of(later)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"made_at": None}, id="none"),
        pytest.param({"made_at": AT.replace(tzinfo=None)}, id="of no zone"),
        pytest.param(
            {"left": {"j.bogus": Left(at=AT.replace(tzinfo=None))}}, id="of a leaver"
        ),
    ],
)
def test_a_plan_without_its_instant_is_none(changes: dict[str, Any]) -> None:
    """Nobody could say then who has left since."""
    raw = write_plan(replace(PLAN, **changes), TOWN, key=KEY)

    with pytest.raises(PlanUnreadable) as caught:
        read_plan(raw, TOWN, key=KEY)

    assert "made_at" == caught.value.field


@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_refused_in_order(raw: bytes) -> None:
    """A file from elsewhere is an error of ours, and never a traceback."""
    with pytest.raises(PlanError):
        read_plan(raw, TOWN, key=KEY)


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff"])
@pytest.mark.parametrize("field", ["author", "office"])
def test_half_a_character_is_no_plan(field: str, half: str) -> None:
    """JSON can say a lone surrogate, and no bytes can: it has no digest."""
    text = json.dumps(json.loads(RAW))
    said = json.dumps(json.loads(RAW)["plan"][field])
    broken = text.replace(f'"{field}": {said}', f'"{field}": "{half}"')

    with pytest.raises(PlanUnreadable):
        read_plan(broken.encode(), TOWN, key=KEY)


@given(depth=st.integers(1, 50_000), sign=st.sampled_from(["[", '{"plan":']))
def test_any_depth_is_refused_in_order(depth: int, sign: str) -> None:
    """A parser may give up at some depth, and not fall."""
    with pytest.raises(PlanError):
        read_plan((sign * depth).encode(), TOWN, key=KEY)


@given(text=st.text(alphabet=st.characters(), max_size=20))
def test_any_text_in_a_field_is_noticed(text: str) -> None:
    """Also what JSON alone can write."""
    sealed = json.loads(RAW)
    sealed["plan"]["author"] = text + "x"

    with pytest.raises(PlanError):
        read_plan(json.dumps(sealed).encode(), TOWN, key=KEY)


@given(cut=st.integers(0, len(RAW) - 1), byte=st.integers(0, 255))
def test_any_changed_byte_is_noticed_or_means_the_same(cut: int, byte: int) -> None:
    """Blanks of JSON may change; what is said may not."""
    changed = RAW[:cut] + bytes([byte]) + RAW[cut + 1 :]
    try:
        read = read_plan(changed, TOWN, key=KEY)
    except PlanError:
        return
    assert PLAN == read


def test_a_step_makes_its_exact_request() -> None:
    """From references to numbers at the last moment, for the wire alone."""
    asking = asking_of(PLAN, TOWN)
    [step] = PLAN.steps

    assert GrantToPerson(
        subject=ANNA.identifier,
        permissions=("InvoiceRead",),
        description="zarządzenie 0050.1.2026: obsługa faktur",
        details=ANNA.details,
    ) == asking.request(step)
    assert (ANNA.identifier,) == asking.subjects(step)
    assert "Nip ***…35" == asking.context(step).masked
