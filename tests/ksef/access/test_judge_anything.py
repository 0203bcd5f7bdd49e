"""Whatever JSON comes, the judge says something, raises nothing, repeats no number."""

import json
from contextlib import suppress
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ksef.access.errors import GrantUnreadable
from ksef.access.judge import Verdict, judge, missing_of, verdict_of
from ksef.access.judge_facts import OUR_FIELDS
from ksef.access.judge_permissions import KNOWN
from ksef.access.judge_read import read_request
from ksef.model import Body, Namer
from tests.ksef.access.grant_requests import DAY, GOOD

_WORDS = st.sampled_from(
    [*KNOWN, *Body, *Namer, *OUR_FIELDS, "Nip", "InternalId", "type", "value", "role"]
)
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | _WORDS
JSON = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | _WORDS, inner, max_size=4)
    ),
    max_leaves=12,
)
_PLACES = sorted(
    {
        (name, *path)
        for name, request in GOOD.items()
        for path in [
            *((key,) for key in request),
            *(
                (key, inner)
                for key, value in request.items()
                if isinstance(value, dict)
                for inner in value
            ),
        ]
    }
)


def changed(place: tuple[str, ...], value: object) -> dict[str, Any]:
    """Put anything in one place of a good request."""
    name, *path, last = place
    made = deepcopy(GOOD[name])
    inner: Any = made
    for key in path:
        inner = inner[key]
    inner[last] = value
    return made


def speaks(request: dict[str, Any]) -> None:
    """Judge, and look at every finding."""
    told = judge(request, on=DAY)
    verdict = verdict_of(told)
    for each in told:
        assert each.rule.startswith("ksef.grant.")
        assert each.message
        assert each.english
    assert (verdict is Verdict.CANNOT_TELL) <= bool(missing_of(told))
    json.dumps([each.message for each in told])


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.sampled_from(_PLACES), value=JSON)
def test_anything_in_any_place_is_judged(place: tuple[str, ...], value: object) -> None:
    """A file is written by hand, by programs of others, and by who wishes us ill."""
    speaks(changed(place, value))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(request=st.dictionaries(st.text() | _WORDS, JSON, max_size=8))
def test_any_object_is_judged(request: dict[str, Any]) -> None:
    """Also one that has nothing of a request."""
    speaks(request)


@settings(max_examples=300)
@given(data=st.binary(max_size=200) | JSON.map(lambda told: json.dumps(told).encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but the one refusal comes out."""
    with suppress(GrantUnreadable):
        speaks(read_request(data))


@settings(max_examples=200)
@given(
    digits=st.text("0123456789", min_size=9, max_size=15),
    place=st.sampled_from([place for place in _PLACES if place[1] != "on"]),
)
def test_no_number_of_a_request_is_repeated(
    digits: str, place: tuple[str, ...]
) -> None:
    """
    It may be anybody's, also where it stands as the name of a field.

    Holds: house style, rule 40.
    """
    request = changed(place, digits)

    told = judge({**request, digits: digits}, on=DAY)

    said = "".join(f"{each.message}{each.english}{each.field}" for each in told)
    assert digits not in said
