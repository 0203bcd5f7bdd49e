"""What KSeF's other answers become: typed errors, without KSeF's own words."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.transport import HttpReply
from ksef.access.codes import EXCEPTIONS, FORBIDDEN, OPERATIONS
from ksef.access.errors import (
    Forbidden,
    Gone,
    InputRefused,
    KsefAccessError,
    KsefRefused,
    KsefUnclear,
    NotAuthenticated,
    NotKnown,
    OperationRefused,
    TooManyRequests,
)
from ksef.access.field_names import NAMES, named_fields
from ksef.access.judge_calls import CALLS
from ksef.access.replies import error_of, warnings_of
from ksef.law.book import in_force

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PESEL = "22271569167"
Shape = Callable[..., dict[str, Any]]


def error(status: int, body: object = None, **headers: str) -> KsefAccessError:
    """Read an answer of a status."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return error_of(HttpReply(status, told, json.dumps(body).encode()), now=NOW)


def problem(*numbers: int) -> dict[str, Any]:
    """Make the problem details of a 400."""
    listed = [
        {"code": number, "description": PESEL, "details": [PESEL]} for number in numbers
    ]
    return {"title": "Bad Request", "status": 400, "errors": listed, "detail": PESEL}


def legacy(*numbers: int) -> dict[str, Any]:
    """Make the older shape of a 400."""
    listed = [
        {"exceptionCode": number, "exceptionDescription": PESEL} for number in numbers
    ]
    return {"exception": {"exceptionDetailList": listed, "serviceCode": "x"}}


@pytest.mark.parametrize("number", sorted(EXCEPTIONS))
@pytest.mark.parametrize("shape", [problem, legacy], ids=["problem", "legacy"])
def test_every_number_of_the_ministry_has_its_sentence(
    number: int, shape: object
) -> None:
    """In either shape; and nothing that KSeF wrote is taken over."""
    found = error(400, problem(number) if shape is problem else legacy(number))

    assert isinstance(found, InputRefused)
    assert (number,) == found.numbers
    assert f"{EXCEPTIONS[number].polish.removesuffix('.')} ({number})" == found.polish
    assert EXCEPTIONS[number].hint == found.hint
    assert PESEL not in f"{found!r}{found}{found.polish}{found.hint}"


def test_a_new_number_is_kept() -> None:
    """KSeF adds numbers; one that we do not know says itself."""
    found = error(400, problem(29999, 21405))

    assert isinstance(found, InputRefused)
    assert "KSeF refused the request: 29999, 21405" == str(found)
    assert "KSeF nie przyjął danych wejściowych (29999, 21405)" == found.polish
    assert "ksef-29999" == found.word


def test_a_number_that_nobody_knows_is_told_to_the_desk() -> None:
    """It may be looked up, or told to the Ministry."""
    found = error(400, problem(99999))

    assert "przyczyny nie opisuje ta wersja programu (99999)" == found.polish


@pytest.mark.parametrize("shape", [problem, legacy], ids=["problem", "legacy"])
def test_a_refusal_names_the_field_that_a_validator_named(shape: Shape) -> None:
    """Its own text may repeat what was sent; a name of the interface may be told."""
    body = shape(21405)
    [listed] = body.get("errors") or body["exception"]["exceptionDetailList"]
    listed["details"] = [
        "subjectDetails.personById.firstName: za krótkie",
        f"'Description' must not be '{PESEL}'.",
        7,
    ]
    found = error(400, body)

    assert isinstance(found, InputRefused)
    assert ("subjectDetails.personById.firstName", "description") == found.fields
    assert found.polish.endswith(
        "(21405); pole: subjectDetails.personById.firstName, description"
    )
    assert PESEL not in f"{found!r}{found}{found.polish}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("permissions[0]: Foo", ("permissions[0]",)),
        ('The field "subjectIdentifier.value" is wrong', ("subjectIdentifier.value",)),
        ("Bogusowska: nie zna", ()),
        (f"{PESEL}: nie", ()),
        (f"'{PESEL}.value'", ()),
        ("the description is too short", ()),
        ("x" * 2_000 + " description: x", ()),
    ],
)
def test_only_a_name_of_the_interface_is_a_field(
    text: str, named: tuple[str, ...]
) -> None:
    """A word in quotation marks, or before a colon; every part of it is known."""
    assert named == named_fields([text])


@given(st.lists(st.text(), max_size=3))
def test_any_text_of_a_validator_names_fields_or_none(texts: list[str]) -> None:
    """Whatever it says, only our own list comes out."""
    for place in named_fields(texts):
        assert {each.partition("[")[0] for each in place.split(".")} <= NAMES


def test_the_places_that_our_judge_names_are_fields() -> None:
    """Two readings of one interface."""
    assert {each for call in CALLS.values() for each in call.fields} <= NAMES


@pytest.mark.parametrize("number", [420, 440])
def test_a_provision_is_told_with_its_act(number: int) -> None:
    """§ alone names no law; nobody here has seen the text of the act of 2025."""
    found = OperationRefused(number, "x")

    assert found.provision.endswith(", Dz.U. 2025 poz. 1815")
    assert not found.text_seen


@pytest.mark.parametrize("number", [410, 430])
def test_a_number_with_several_causes_names_no_provision(number: int) -> None:
    """A provision of one cause would be wrong in the others."""
    assert "" == OperationRefused(number, "x").provision


def test_each_provision_is_that_of_a_rule_in_force_today() -> None:
    """A number of the act that ended on 2026-02-01 once stood here as one of 2025."""
    in_the_book = {rule.ref for rule in in_force(date(2026, 11, 22))}
    told = {*EXCEPTIONS.values(), *OPERATIONS.values(), *FORBIDDEN.values()}

    assert {each.ref for each in told if each.ref is not None} <= in_the_book


@pytest.mark.parametrize(
    "listed", [7, [7], [{"code": True}], [{"code": 21405.0, "details": 7}]]
)
def test_odd_lists_of_errors_tell_nothing(listed: object) -> None:
    """The status alone counts; what is no number and no text is left."""
    found = error(400, {"errors": listed})

    assert isinstance(found, InputRefused)
    assert ((), ()) == (found.numbers, found.fields)
    assert "bez numeru" == found.polish


def test_a_400_without_a_number_is_a_refusal_all_the_same() -> None:
    """The status alone says that nothing was done."""
    found = error(400, "<html>")

    assert isinstance(found, InputRefused)
    assert ("http-400", ()) == (found.word, found.numbers)


@pytest.mark.parametrize("reason", sorted(FORBIDDEN))
def test_every_reason_of_a_403_has_its_sentence(reason: str) -> None:
    """The reasonCode of the problem details."""
    found = error(403, {"reasonCode": reason, "security": {"clientIp": "10.0.0.1"}})

    assert isinstance(found, Forbidden)
    assert (FORBIDDEN[reason].polish, reason) == (found.polish, found.word)


def test_a_403_says_which_permissions_are_missing() -> None:
    """Without that, nobody knows what to ask the administrator for."""
    found = error(
        403,
        {
            "reasonCode": "missing-permissions",
            "security": {
                "requiredAnyOfPermissions": ["CredentialsManage", "CredentialsRead"],
                "presentPermissions": ["InvoiceRead", PESEL, 7],
            },
        },
    )

    assert isinstance(found, Forbidden)
    assert ("CredentialsManage", "CredentialsRead") == found.required
    assert ("InvoiceRead",) == found.present
    assert found.polish.endswith(
        "Potrzebne jedno z: CredentialsManage, CredentialsRead."
    )


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        (401, NotAuthenticated, "http-401"),
        (404, NotKnown, "http-404"),
        (410, Gone, "http-410"),
    ],
)
def test_the_simple_refusals(status: int, kind: type, word: str) -> None:
    """Each has one meaning."""
    found = error(status, {"detail": PESEL})

    assert kind is type(found)
    assert isinstance(found, KsefRefused)
    assert word == found.word


@pytest.mark.parametrize("status", [202, 402, 418, 500, 502, 503])
def test_everything_else_is_unclear(status: int) -> None:
    """A 500 may come after KSeF has done what it was asked."""
    found = error(status, {})

    assert isinstance(found, KsefUnclear)
    assert status == found.status


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("30", NOW + timedelta(seconds=30)),
        ("", NOW + timedelta(seconds=60)),
        ("soon", NOW + timedelta(seconds=60)),
        ("9999999", NOW + timedelta(seconds=60)),
        ("Fri, 20 Nov 2026 12:05:00 GMT", NOW + timedelta(minutes=5)),
        ("Fri, 20 Nov 2026 11:05:00 GMT", NOW),
        ("999999", NOW + timedelta(hours=24)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(hours=24)),
        ("Fri, 31 Dec 9999 23:59:59 -1200", NOW + timedelta(hours=24)),
        ("Mon, 01 Jan 0001 00:00:00 +1400", NOW),
        ("Fri, 20 Nov 2026 12:05:00 -0000", NOW + timedelta(seconds=60)),
    ],
)
def test_a_429_says_when_to_come_back(told: str, expected: datetime) -> None:
    """Seconds or a date (RFC 9110, 10.2.3); a minute where neither is told."""
    found = error(429, {}, retry_after=told)

    assert isinstance(found, TooManyRequests)
    assert expected == found.retry_at


@pytest.mark.parametrize("number", sorted(OPERATIONS))
def test_every_status_of_an_operation_has_its_sentence(number: int) -> None:
    """An operation that was accepted, and ended without effect."""
    found = OperationRefused(number, "20260101-EG-1")

    assert (OPERATIONS[number].polish, f"operation-{number}") == (
        found.polish,
        found.word,
    )


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("", ()),
        ("[sig-001]: something", ("sig-001",)),
        ("[sig-001]: a | [api-7]: b", ("sig-001", "api-7")),
        (f"[{PESEL}]: x", ()),
        ("no brackets", ()),
    ],
)
def test_a_system_warning_is_told_by_its_codes(
    header: str, codes: tuple[str, ...]
) -> None:
    """`[code]: message | ...`; the messages stay out."""
    assert codes == warnings_of(HttpReply(200, {"x-system-warning": header}, b""))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "errors",
                    "exception",
                    "exceptionDetailList",
                    "code",
                    "security",
                    "reasonCode",
                    "requiredAnyOfPermissions",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.integers(200, 599),
    _JSON.map(lambda said: json.dumps(said).encode()) | st.binary(max_size=200),
    st.dictionaries(st.sampled_from(["retry-after", "x-system-warning"]), st.text()),
)
def test_no_answer_is_unforeseen(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    """Whatever comes back has a typed error with a code and a hint."""
    reply = HttpReply(status, headers, body)

    found = error_of(reply, now=NOW)

    assert found.code.startswith("ksef.access.")
    assert found.hint
    warnings_of(reply)
