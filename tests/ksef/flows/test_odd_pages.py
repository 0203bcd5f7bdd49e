"""Pages that break, do not end or hold too much: what came is logged and kept."""

import json
import re
from collections.abc import Iterable
from itertools import cycle

import pytest

from accountability.errors import LimitReached, OutcomeUnknown, TimedOut
from accountability.transport import HttpReply
from ksef.access import queries, tokens
from ksef.access.limits import Limits
from ksef.access.pages import collect
from tests.ksef.flows.conftest import Gmina
from tests.ksef.flows.tampering import Rule, tamper


def record(number: int) -> dict[str, object]:
    """A grant that names five parties, as KSeF writes it."""

    def party(kind: str, salt: int) -> dict[str, str]:
        return {"type": kind, "value": f"{number + salt * 10**6:064X}"}

    return {
        "id": f"{number:036d}",
        "authorizedIdentifier": party("Fingerprint", 1),
        "authorIdentifier": party("Fingerprint", 2),
        "contextIdentifier": party("Bogus", 3),
        "targetIdentifier": party("Bogus", 4),
        "permissionScope": "InvoiceRead",
        "startDate": "2026-01-01T00:00:00Z",
        "subjectPersonDetails": {"personIdentifier": party("Bogus", 5)},
    }


def listing(records: int) -> Rule:
    """Serve so many records by pages of the size that was asked for."""

    def rule(url: str, reply: HttpReply | None) -> HttpReply | None:
        del reply
        [number, size] = map(int, re.findall(r"(?:pageOffset|pageSize)=(\d+)", url))
        here = range(records)[number * size : (number + 1) * size]
        return page(here, more=(number + 1) * size < records)

    return rule


def page(records: Iterable[int], *, more: bool) -> HttpReply:
    """One page of records."""
    told = {"permissions": [record(each) for each in records], "hasMore": more}
    return HttpReply(200, {}, json.dumps(told).encode())


def two_and(odd: Rule) -> Rule:
    """Two records on page 0, and an odd page 1."""

    def rule(url: str, reply: HttpReply | None) -> HttpReply | None:
        return page([1, 2], more=True) if "pageOffset=0" in url else odd(url, reply)

    return rule


def breaks(url: str, reply: HttpReply | None) -> HttpReply | None:
    """Lose a page."""
    del url, reply
    raise TimedOut("bogus")


def says(status: int, body: bytes, **headers: str) -> Rule:
    """Answer a page otherwise."""
    return lambda _url, _reply: HttpReply(status, headers, body)


def test_a_page_that_names_too_many_is_asked_for_by_ten(gmina: Gmina) -> None:
    """Five parties a record: a hundred of them fit into no entry."""
    session = gmina.log_in()
    wire = tamper(session.client, listing(130))
    done = list(queries.persons(**gmina.acting(session)))
    outcomes = [each for each in gmina.log() if each["kind"] == "outcome"]

    assert 130 == len(collect(done, key=lambda each: each.id))
    assert all(len(each["disclosed"]) <= 400 for each in outcomes)  # type: ignore[arg-type]
    assert "pageOffset=0&pageSize=100" in wire.urls[0]
    assert "pageOffset=0&pageSize=10" in wire.urls[1]


@pytest.mark.parametrize(
    "odd",
    [breaks, says(200, b"<html>"), says(200, b'{"permissions":[],"hasMore":true}')],
)
def test_a_page_that_breaks_ends_the_action_with_those_before(
    gmina: Gmina, odd: Rule
) -> None:
    """They are logged and handed out; the next action begins where it broke."""
    session = gmina.log_in()
    tamper(session.client, two_and(odd))
    asked = queries.persons(**gmina.acting(session))
    first = next(asked)
    with pytest.raises(OutcomeUnknown):
        next(asked)

    assert (2, "1") == (len(first.answer.items), first.answer.next_page)
    assert ["answered", "unknown"] == [
        each["result"] for each in gmina.log() if each["kind"] == "outcome"
    ]


def test_a_429_of_a_page_holds_the_next(gmina: Gmina) -> None:
    """The pages that came are handed out, and nothing more is sent."""
    session = gmina.log_in()
    session.client.limits = Limits(folder=gmina.seal.parent / "limits", service="bogus")
    wire = tamper(session.client, two_and(says(429, b"{}", **{"retry-after": "600"})))
    asked = queries.persons(**gmina.acting(session))
    first = next(asked)
    with pytest.raises(LimitReached):
        next(asked)

    assert (2, 2) == (len(first.answer.items), len(wire.urls))


def test_a_list_that_does_not_end_is_unclear(gmina: Gmina) -> None:
    """Empty pages with more behind them are turned once."""
    session = gmina.log_in()
    wire = tamper(
        session.client,
        says(200, b'{"permissions":[],"hasMore":true}'),
    )
    with pytest.raises(OutcomeUnknown):
        next(queries.persons(**gmina.acting(session)))

    assert 1 == len(wire.urls)


def test_a_list_that_names_its_own_page_is_unclear(gmina: Gmina) -> None:
    """Tokens go on by KSeF's word; the same word again leads nowhere."""
    session = gmina.log_in()
    one = {
        "referenceNumber": "x" * 36,
        "dateCreated": "2026-01-01T00:00:00Z",
        "status": "Active",
    }
    words = cycle("ab")

    def rule(url: str, reply: HttpReply | None) -> HttpReply | None:
        del url, reply
        told = {"continuationToken": next(words), "tokens": [one]}
        return HttpReply(200, {}, json.dumps(told).encode())

    tamper(session.client, rule)
    with pytest.raises(OutcomeUnknown):
        list(tokens.listed(**gmina.acting(session)))
