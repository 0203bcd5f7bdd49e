"""What the simulated KSeF does wrong when told to."""

import time
from collections.abc import Iterator

import pytest
import requests

from jst.logs import AllowList
from jst.simulators import ksef_app
from jst.simulators.ksef import KsefFault, KsefSimulator
from jst.simulators.ksef_faults import WARNING
from tests.flows.canaries import listening
from tests.jst.simulators.ksef_office import (
    CLERK,
    GMINA,
    PERSONS,
    Office,
    a_person,
    in_context,
)

BODY = a_person() | {"permissions": ["InvoiceRead"]}


@pytest.fixture(name="quick", autouse=True)
def _quick(ksef: KsefSimulator) -> Iterator[None]:
    """Delays of a moment."""
    ksef.faults.delay_s = 0.1
    yield
    assert ksef.faults.take("") is None, "a fault was not used"


def test_a_grant_is_stored_though_its_answer_is_lost(
    ksef: KsefSimulator, gmina: Office
) -> None:
    """Who sends it again grants twice; who asks first finds it."""
    ksef.faults.next("drop-after-accept", on=PERSONS)
    gmina.query("persons/grants", in_context())

    with pytest.raises(requests.ConnectionError):
        gmina.call("POST", PERSONS, BODY)

    gmina.pass_time()
    assert 1 == len(gmina.query("persons/grants", in_context())["permissions"])


def test_a_grant_may_be_stored_twice(ksef: KsefSimulator, gmina: Office) -> None:
    """One request, two grants: both must be taken back."""
    ksef.faults.next("duplicate")

    assert 200 == gmina.change("POST", PERSONS, BODY)

    assert 2 == len(gmina.query("persons/grants", in_context())["permissions"])


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("http-500", 500, "application/problem+json"),
        ("http-503", 503, "text/plain"),
        ("maintenance", 200, "text/html; charset=utf-8"),
        ("redirect-307", 307, "text/plain"),
    ],
)
def test_the_request_does_not_count_when_the_system_is_away(
    ksef: KsefSimulator, gmina: Office, fault: str, status: int, kind: str
) -> None:
    """A page in HTML is no answer, even with status 200."""
    ksef.faults.next(fault)

    answer = gmina.call("POST", PERSONS, BODY)
    gmina.pass_time()

    assert (status, kind) == (answer.status_code, answer.headers["content-type"])
    assert [] == gmina.query("persons/grants", in_context())["permissions"]


def test_silence_ends_without_an_answer(ksef: KsefSimulator, gmina: Office) -> None:
    """Nothing was done; the caller cannot know."""
    ksef.faults.next("silent")

    with pytest.raises(requests.ConnectionError):
        gmina.call("POST", PERSONS, BODY)

    gmina.pass_time()
    assert [] == gmina.query("persons/grants", in_context())["permissions"]


def test_a_slow_answer_is_right(ksef: KsefSimulator, gmina: Office) -> None:
    """It only comes late."""
    ksef.faults.next("slow")
    began = time.monotonic()

    answer = gmina.call("GET", "/auth/sessions")

    assert (200, True) == (answer.status_code, time.monotonic() - began >= 0.1)


def test_a_session_may_be_over_at_any_call(ksef: KsefSimulator, gmina: Office) -> None:
    """401, though the token looks well."""
    ksef.faults.next("expired")

    assert 401 == gmina.call("GET", "/auth/sessions").status_code
    assert 200 == gmina.call("GET", "/auth/sessions").status_code


def test_an_answer_may_be_cut(ksef: KsefSimulator, gmina: Office) -> None:
    """A length that is right for half of the JSON."""
    ksef.faults.next("cut")

    answer = gmina.call("GET", "/auth/sessions")

    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_later_version_may_say_more(ksef: KsefSimulator, gmina: Office) -> None:
    """Members that nobody documented, at every level; an empty answer stays empty."""
    ksef.faults.next("drift", times=2)

    told = gmina.call("GET", "/auth/sessions").json()
    nothing = gmina.call("DELETE", "/auth/sessions/current")

    assert "bogusNewMember" in told["items"][0]["status"]
    assert (204, b"") == (nothing.status_code, nothing.content)


def test_a_warning_comes_in_a_header(ksef: KsefSimulator, gmina: Office) -> None:
    """By a fault, for good, or because the request asks for it."""
    ksef.faults.next("warning")
    by_fault = gmina.call("GET", "/auth/sessions").headers
    asked = gmina.call(
        "GET", "/auth/sessions", headers={"X-Test-System-Warning": "[a]: b"}
    ).headers
    ksef.world.warning = "[c]: d"
    for_good = gmina.call("GET", "/auth/sessions").headers

    assert [WARNING, "[a]: b", "[c]: d"] == [
        each["X-System-Warning"] for each in (by_fault, asked, for_good)
    ]


@pytest.mark.parametrize(
    ("fault", "code"), [("operation-500", 500), ("operation-550", 550)]
)
def test_an_operation_may_fail_in_the_system(
    ksef: KsefSimulator, gmina: Office, fault: str, code: int
) -> None:
    """550 may be tried again."""
    ksef.faults.next(fault)

    assert code == gmina.change("POST", PERSONS, BODY)
    assert [] == gmina.query("persons/grants", in_context())["permissions"]


def test_every_call_may_go_wrong_until_it_is_told_to_stop(
    ksef: KsefSimulator, office: Office
) -> None:
    """Only on the path that was named."""
    ksef.faults.always(KsefFault.HTTP_503, on="/auth/challenge")
    away = office.call("POST", "/auth/challenge").status_code
    elsewhere = office.call("GET", "/security/public-key-certificates").status_code
    ksef.faults.always(None)

    assert (503, 200) == (away, elsewhere)
    assert 200 == office.call("POST", "/auth/challenge").status_code


def test_the_simulators_end_does_not_wait_for_a_slow_answer(
    ksef: KsefSimulator, office: Office
) -> None:
    """Whoever presses Ctrl-C wants an end."""
    ksef.faults.delay_s = 30
    ksef.faults.next("slow")
    with pytest.raises(requests.Timeout):
        office.http.post(
            f"{ksef.url}/auth/challenge", verify=str(ksef.ca_pem), timeout=0.3
        )
    began = time.monotonic()

    ksef.__exit__()

    assert 10 > time.monotonic() - began


def test_a_fault_of_our_own_becomes_a_500_that_tells_no_number(
    ksef: KsefSimulator,
    gmina: Office,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What broke and where stands on stderr, and nothing of the request."""

    def broken(*_: object, **__: object) -> str:
        raise ValueError(CLERK.reveal())

    monkeypatch.setattr(ksef.world.permissions, "submit", broken)

    with listening() as ears:
        answer = gmina.call("POST", PERSONS, BODY)

    assert 500 == answer.status_code
    assert [] == ears.leaks(CLERK.reveal(), GMINA.reveal())
    [record] = [each for each in caplog.records if each.name == ksef_app.__name__]
    AllowList().filter(record)
    line = broken.__code__.co_firstlineno + 1
    assert (
        f"simulator-fault error=ValueError place=broken line={line}"
        == record.getMessage()
    )


def test_nothing_that_was_asked_is_logged(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """
    Numbers, tokens and addresses with filters stay out of every log.

    Holds: house style, rule 40.
    """
    with listening() as ears:
        gmina.change("POST", PERSONS, BODY)
        made = gmina.call(
            "POST", "/tokens", {"permissions": ["InvoiceRead"], "description": "bogus"}
        ).json()
        gmina.call("GET", "/tokens", query={"authorIdentifier": GMINA.reveal()})
        gmina.call("POST", PERSONS, BODY | {"subjectDetails": CLERK.reveal()})
    told = {place: texts for place, texts in ears.heard.items() if place == "log"}
    ours = [text for text in told.get("log", []) if "urllib3" not in text]

    secret = made["token"].split("|")[2]
    assert [] == [text for text in ours if CLERK.reveal() in text or secret in text]
    assert office.access == ""
    assert 1 == ksef.received["POST /tokens"]
