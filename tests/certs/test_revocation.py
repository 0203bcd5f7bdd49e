"""One word from all that was heard: the gravest that proves itself; part of *now*."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID as Access

from certs.model import SealCertificate
from certs.now import Material, Now, judge_now
from certs.revocation import Revocation, judge_revocation, no_issuer, not_checked
from certs.statement import Source, Status
from tests.bogus_pki import ec_key
from tests.certs.net import Net
from tests.certs.paths import (
    CRL_URL,
    DAY,
    MIDDLE,
    MIDDLE_NAME,
    NOW,
    REVOKED,
    ROOT,
    SEAL,
    UNKNOWN,
    Entry,
    asked,
    crl,
    leaf,
    reason,
    resigned,
    responder,
    response,
)
from vocabulary.finding import Finding, Severity

OCSP_URL = "http://ca.example/ocsp"
RESPONDER = (
    x509.AuthorityInformationAccess(
        [x509.AccessDescription(Access.OCSP, x509.UniformResourceIdentifier(OCSP_URL))]
    ),
    False,
)
ONLINE = leaf(RESPONDER)


def net_of(*, ocsp: bytes | None = None, crl: bytes | None = None) -> Net:
    """A responder and a list, each of which may not answer."""
    return Net({OCSP_URL: ocsp, CRL_URL: crl})


def rules(found: Iterable[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return [each.rule for each in found]


def heard(*responses: bytes, crls: Iterable[bytes] = ()) -> Revocation:
    """Judge from files."""
    # The library stamps its responses with the real time of day.
    question = asked(now=datetime.now(UTC))
    return judge_revocation(question, responses=responses, crls=tuple(crls))


def online(net: Net, seal: SealCertificate = ONLINE) -> Revocation:
    """Judge by asking."""
    question = asked(certificate=seal, now=datetime.now(UTC))
    return judge_revocation(question, fetch=net.fetch)


def test_a_good_word_needs_no_finding() -> None:
    """What a person must not act on is not said twice."""
    told = heard(response())

    assert (Status.GOOD, ()) == (told.status, told.findings)


@pytest.mark.parametrize(
    ("responses", "crls", "status"),
    [
        ([response()], [crl(Entry())], Status.REVOKED),
        ([response(REVOKED, since=NOW - DAY)], [crl()], Status.REVOKED),
        (
            [response()],
            [crl(Entry(extensions=(reason("certificate_hold"),)))],
            Status.ON_HOLD,
        ),
        ([response(UNKNOWN)], [crl()], Status.GOOD),
        ([response(UNKNOWN)], [], Status.UNKNOWN),
        ([b""], [crl()], Status.GOOD),
        ([b""], [b""], Status.NO_ANSWER),
    ],
)
def test_the_gravest_word_that_proves_itself_wins(
    responses: list[bytes], crls: list[bytes], status: Status
) -> None:
    """
    One honest source that knows of a revocation is enough.

    A responder that does not know the seal is outweighed by a list that covers it.
    """
    assert status is heard(*responses, crls=crls).status


def test_who_does_not_know_the_seal_is_told_even_when_outweighed() -> None:
    """A responder should know what its authority has issued."""
    told = heard(response(UNKNOWN), crls=[crl()])

    assert ["certs.revocation.unknown"] == rules(told.findings)


def test_what_does_not_count_is_told_with_its_reason() -> None:
    """A person sees what was tried."""
    told = heard(b"<html>", crls=[crl(by=ec_key(9))])

    assert [
        "certs.revocation.no_answer",
        "certs.revocation.html",
        "certs.revocation.signature",
    ] == rules(told.findings)
    assert {Severity.WARNING} == {each.severity for each in told.findings}
    assert None is told.statement


def test_a_revocation_is_an_error_that_names_itself() -> None:
    """It alone makes a seal unfit."""
    [found] = heard(response(REVOKED, since=NOW - DAY)).findings

    assert ("certs.revocation.revoked", Severity.ERROR) == (found.rule, found.severity)


def test_a_later_revocation_is_told() -> None:
    """The seal was good that day, and is not any more."""
    told = judge_revocation(asked(at=NOW - 9 * DAY), crls=[crl(Entry())])

    assert Status.GOOD is told.status
    assert ["certs.revocation.later"] == rules(told.findings)


def test_a_doubtful_key_is_told() -> None:
    """The issuer says that others may have had the key before."""
    since = x509.InvalidityDate((NOW - 9 * DAY).replace(tzinfo=None))
    listed = crl(Entry(extensions=((since, False),)))

    told = judge_revocation(asked(at=NOW - 5 * DAY), crls=[listed])

    assert [
        "certs.revocation.later",
        "certs.revocation.invalid_since",
    ] == rules(told.findings)


def test_a_responder_that_was_not_checked_is_told() -> None:
    """Its certificate does not say that it needs no check."""
    signer = responder(extensions=responder_without_nocheck())
    told = heard(response(signer=signer, by=ec_key(6), shown=[signer]))

    assert ["certs.revocation.responder_not_checked"] == rules(told.findings)


def responder_without_nocheck() -> list[tuple[x509.ExtensionType, bool]]:
    """What makes a responder, and no more."""
    kinds = [x509.oid.ExtendedKeyUsageOID.OCSP_SIGNING]
    return [(x509.ExtendedKeyUsage(kinds), False)]


def test_the_responder_is_asked_first_and_alone() -> None:
    """A list of megabytes is not fetched when three lines will do."""
    net = net_of(ocsp=response(about=ONLINE), crl=crl())

    told = online(net)

    assert (Status.GOOD, [OCSP_URL]) == (told.status, net.asked)
    assert ["application/ocsp-request"] == net.types
    assert told.statement is not None
    assert Source.OCSP is told.statement.source


def test_every_request_has_a_nonce_of_its_own() -> None:
    """So an old answer cannot be played back to us."""
    net = net_of(ocsp=response(about=ONLINE))

    online(net)
    online(net)

    assert 2 == len(set(net.sent))


@pytest.mark.parametrize("ocsp", [None, b"", response(UNKNOWN, about=ONLINE)])
def test_the_list_is_fetched_when_no_responder_settles_it(ocsp: bytes | None) -> None:
    """Holds: RFC 6960, 2.2: unknown lets the client ask elsewhere."""
    net = net_of(ocsp=ocsp, crl=crl(Entry()))

    told = online(net)

    assert (Status.REVOKED, [OCSP_URL, CRL_URL]) == (told.status, net.asked)


def test_silence_everywhere_is_no_answer() -> None:
    """Never good; whether it stops somebody is the caller's to say."""
    told = online(net_of())

    assert Status.NO_ANSWER is told.status
    assert [
        "certs.revocation.no_answer",
        "certs.revocation.not_fetched",
        "certs.revocation.not_fetched",
    ] == rules(told.findings)


def test_a_list_that_proves_nothing_is_no_answer() -> None:
    """Each source is tried, and each is told."""
    told = online(net_of(ocsp=b"<html>", crl=crl(by=ec_key(9))))

    assert Status.NO_ANSWER is told.status


def test_a_seal_with_broken_extensions_names_nobody_to_ask() -> None:
    """No address can be read."""
    net = net_of()
    broken = resigned(
        SEAL,
        lambda body: body.replace(b"\x06\x03\x55\x1d\x20", b"\x05\x03\x55\x1d\x20"),
    )

    assert (Status.NO_ANSWER, []) == (online(net, broken).status, net.asked)


def test_nothing_asked_is_nothing_checked() -> None:
    """And said so."""
    assert not_checked() == judge_revocation(asked())
    assert Status.NOT_CHECKED is not_checked().status


def test_without_an_issuer_nothing_can_be_verified() -> None:
    """Whose key would have to sign?"""
    assert (Status.NO_ANSWER, "certs.revocation.no_issuer") == (
        no_issuer().status,
        no_issuer().findings[-1].rule,
    )


TODAY = date(2026, 11, 21)


def now(material: Material, *, on: date = TODAY, seal: SealCertificate = SEAL) -> Now:
    """Judge at noon of the day when all was made."""
    return judge_now(seal, material, on=on, now=NOW)


def test_now_is_chain_and_revocation_together() -> None:
    """The issuer that the chain finds is the one whose list is believed."""
    told = now(Material(anchors=[ROOT], crls=[crl()]))

    assert ("valid", Status.GOOD, NOW) == (
        told.chain.word.value,
        told.revocation.status,
        told.revocation_at,
    )
    assert () == told.findings


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param(date(2026, 11, 19), Status.GOOD, id="the day before"),
        pytest.param(date(2026, 11, 20), Status.REVOKED, id="the day of it"),
        pytest.param(date(2026, 11, 21), Status.REVOKED, id="the day after"),
        pytest.param(date(2026, 11, 25), Status.REVOKED, id="a day to come"),
    ],
)
def test_a_day_counts_to_its_end(on: date, status: Status) -> None:
    """Revoked at noon of the 20th: on that day it is revoked, as of Warsaw."""
    told = now(Material(anchors=[ROOT], crls=[crl(Entry())]), on=on)

    assert status is told.revocation.status


def test_nobody_knows_the_revocations_of_a_day_to_come() -> None:
    """It is asked about as of now."""
    assert NOW == now(Material(anchors=[ROOT]), on=date(2027, 1, 1)).revocation_at


@pytest.mark.parametrize(
    ("material", "status"),
    [
        (Material(), Status.NOT_CHECKED),
        (Material(crls=[crl()]), Status.NO_ANSWER),
    ],
)
def test_without_an_issuer_a_list_is_not_looked_at(
    material: Material, status: Status
) -> None:
    """What was asked for and cannot be had is not the same as what nobody asked."""
    assert status is now(material).revocation.status


def test_authorities_between_are_said_to_be_unchecked() -> None:
    """Their own revocation would need lists of their issuers."""
    seal = leaf(issuer=MIDDLE_NAME, by=ec_key(5))
    listed = crl(name=MIDDLE_NAME, by=ec_key(5))

    told = now(Material(anchors=[ROOT], pool=[MIDDLE], crls=[listed]), seal=seal)

    assert ["certs.revocation.authorities_not_checked"] == rules(told.findings)
