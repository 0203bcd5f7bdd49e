"""What a trusted list says of a seal on a day."""

from datetime import date

import pytest
from cryptography import x509
from lxml import etree

from certs.errors import TrustedListRejected, Untrusted
from certs.trust import Judgement, Verdict, judge
from certs.trusted_list import MAX_BYTES, read_trusted_list
from tests import bogus_pki
from tests.certs import bogus_list as lists
from tests.certs.bogus_list import (
    ESEAL,
    ESIGN,
    OPERATORS,
    WEB,
    criteria,
    document,
    policy,
    qualification,
    seal,
    signed,
    status,
    usage,
)

DAY = date(2026, 11, 20)


def judged(
    root: etree._Element, certificate: object = None, on: date = DAY
) -> Judgement:
    """Judge a seal by a list that is signed and read."""
    found = read_trusted_list(signed(root), operators=OPERATORS)
    return judge(certificate or seal(), found, on=on)  # type: ignore[arg-type]  # a seal


def said(judgement: Judgement) -> tuple[Verdict, str]:
    """Give the word and what decided."""
    return judgement.verdict, judgement.findings[-1].rule.removeprefix("certs.trust.")


def with_qualification(*conditions: str) -> etree._Element:
    """A list that qualifies as seals what meets these conditions."""
    return document(
        status(
            qualifications="".join(
                qualification(each, "QCStatement", "QCForESeal") for each in conditions
            )
        )
    )


def test_a_listed_seal_is_qualified() -> None:
    """
    The list says seal, though the certificate has no QcType.

    Holds: ADR-0015.
    """
    answer = judged(document())

    assert (Verdict.QUALIFIED_SEAL, "qualified_seal") == said(answer)
    assert 50 == answer.age_days
    assert answer.trusted_list is not None
    assert 999 == answer.trusted_list.number


@pytest.mark.parametrize(
    ("types", "word"),
    [
        ((), (Verdict.QUALIFIED_SIGNATURE, "qualified_signature")),
        ((ESEAL,), (Verdict.QUALIFIED_SEAL, "qualified_seal")),
        ((ESIGN,), (Verdict.QUALIFIED_SIGNATURE, "qualified_signature")),
        ((WEB,), (Verdict.NOT_QUALIFIED, "qualified_web")),
        ((ESEAL, ESIGN), (Verdict.CANNOT_TELL, "several_types")),
        (("1.2.3",), (Verdict.CANNOT_TELL, "several_types")),
        (None, (Verdict.NOT_QUALIFIED, "no_qc_compliance")),
    ],
)
def test_without_a_word_of_the_list_the_certificate_says_the_type(
    types: tuple[str, ...] | None, word: tuple[Verdict, str]
) -> None:
    """A claim without a type means a signature, as DSS and pyHanko read it."""
    assert word == said(judged(document(status(qualifications="")), seal(types=types)))


@pytest.mark.parametrize(
    ("root", "word"),
    [
        pytest.param(
            document(status("withdrawn")),
            (Verdict.NOT_QUALIFIED, "service_not_granted"),
            id="withdrawn",
        ),
        pytest.param(
            document(status(since="2025-01-01T00:00:00Z")),
            (Verdict.NOT_QUALIFIED, "service_not_granted"),
            id="listed after it issued",
        ),
        pytest.param(
            document(
                status(since="2026-11-30T00:00:00Z", word="withdrawn"), (status(),)
            ),
            (Verdict.QUALIFIED_SEAL, "qualified_seal"),
            id="withdrawn later",
        ),
        pytest.param(
            document(kind="TSA/QTST"),
            (Verdict.NOT_QUALIFIED, "issuer_not_listed"),
            id="another service",
        ),
        pytest.param(
            document(status(purposes=("ForeSignatures",))),
            (Verdict.NOT_QUALIFIED, "service_not_for_purpose"),
            id="not for seals",
        ),
        pytest.param(
            document(status(purposes=("ForeSeals",))),
            (Verdict.QUALIFIED_SEAL, "qualified_seal"),
            id="for seals",
        ),
        pytest.param(
            document(
                status(
                    qualifications=lists.FOR_SEALS
                    + qualification(criteria(policy(lists.SEAL_POLICY)), "NotQualified")
                )
            ),
            (Verdict.NOT_QUALIFIED, "excluded_by_list"),
            id="excluded",
        ),
        pytest.param(
            document(status(qualifications=qualification("", "QCForESeal"))),
            (Verdict.CANNOT_TELL, "unknown_criterion"),
            id="no criteria",
        ),
        pytest.param(
            with_qualification(criteria("<q:Other/>")),
            (Verdict.CANNOT_TELL, "unknown_criterion"),
            id="unknown criterion",
        ),
        pytest.param(
            with_qualification(criteria(policy(lists.SEAL_POLICY), "some")),
            (Verdict.CANNOT_TELL, "unknown_criterion"),
            id="unknown need",
        ),
    ],
)
def test_the_list_decides(root: etree._Element, word: tuple[Verdict, str]) -> None:
    """Each reason has a code of its own, which the page explains."""
    assert word == said(judged(root))


@pytest.mark.parametrize(
    ("conditions", "is_seal"),
    [
        (criteria(policy(lists.SEAL_POLICY, lists.OTHER_POLICY)), False),
        (criteria(policy(lists.OTHER_POLICY)), False),
        (criteria(policy(lists.OTHER_POLICY), "none"), True),
        (criteria(policy(lists.SEAL_POLICY), "none"), False),
        (criteria(policy(lists.OTHER_POLICY) + policy(lists.SEAL_POLICY)), False),
        (
            criteria(
                policy(lists.OTHER_POLICY) + policy(lists.SEAL_POLICY), "atLeastOne"
            ),
            True,
        ),
        (criteria(usage(nonRepudiation="true")), False),
        (criteria(usage(nonRepudiation="false", crlSign="false")), True),
        (criteria(criteria(policy(lists.SEAL_POLICY))), True),
    ],
)
def test_criteria_hold_as_the_standard_says(conditions: str, is_seal: bool) -> None:
    """Holds: ETSI TS 119 612, clause 5.5.9.2."""
    found = judged(with_qualification(conditions), seal(types=None))

    assert is_seal is (found.verdict is Verdict.QUALIFIED_SEAL)


def test_a_key_decides_and_not_a_name() -> None:
    """Providers run several authorities of one name."""
    stranger = seal(issuer_key=7)

    assert bogus_pki.authority().subject == stranger.issuer
    assert "issuer_not_listed" == said(judged(document(), stranger))[1]


def test_keys_that_sign_no_seals_are_passed_over() -> None:
    """A list holds keys of many kinds, and other algorithms."""
    keys = lists.b64(bogus_pki.rsa_seal().certificate, bogus_pki.authority())
    odd = "<DigitalId><X509Certificate>AAAA</X509Certificate></DigitalId>"
    empty = "<DigitalId><X509Certificate/></DigitalId>"

    assert Verdict.QUALIFIED_SEAL is judged(document(keys=odd + empty + keys)).verdict


def test_a_seal_under_an_rsa_authority_is_found() -> None:
    """Most Polish authorities have RSA keys."""
    key = bogus_pki.rsa_key(3)
    root = bogus_pki.certificate(key, subject=bogus_pki.ISSUER, ca=True)
    leaf = bogus_pki.certificate(
        bogus_pki.ec_key(),
        subject=bogus_pki.seal_name(),
        issuer_key=key,
        extensions=[
            (x509.UnrecognizedExtension(lists.QC, lists.statements(ESEAL)), False)
        ],
    )

    assert (
        Verdict.QUALIFIED_SEAL is judged(document(keys=lists.b64(root)), leaf).verdict
    )


def test_without_a_list_nothing_is_told() -> None:
    """Holds: issue of the three words; a claim is no verdict."""
    assert (Verdict.CANNOT_TELL, "no_list") == said(judge(seal(), None, on=DAY))


def test_a_list_that_was_rejected_tells_nothing_and_says_why() -> None:
    """As little as no list; but the person must learn that theirs was not used."""
    answer = judge(seal(), TrustedListRejected(Untrusted.UNKNOWN_SIGNER), on=DAY)

    assert (Verdict.CANNOT_TELL, "list_rejected") == said(answer)
    assert "podpisał ktoś inny" in answer.findings[-1].message
    assert answer.trusted_list is None


@pytest.mark.parametrize("until", ["2026-11-19T08:00:00Z", None])
def test_a_stale_list_cannot_tell_unless_it_is_accepted(until: str | None) -> None:
    """What it does not know may be a withdrawal."""
    text = f"<NextUpdate><dateTime>{until}</dateTime></NextUpdate>" if until else ""
    data = signed(document(next_update=text))
    found = read_trusted_list(data, operators=OPERATORS)

    accepted = judge(seal(), found, on=DAY, accept_stale=True)

    assert (Verdict.CANNOT_TELL, "list_stale") == said(judge(seal(), found, on=DAY))
    assert Verdict.QUALIFIED_SEAL is accepted.verdict
    assert "certs.trust.list_stale" == accepted.findings[0].rule


def test_a_stale_list_does_not_know_a_newer_authority() -> None:
    """What is not on it may be on the next one; only a current list says no."""
    old = "<NextUpdate><dateTime>2026-11-19T08:00:00Z</dateTime></NextUpdate>"
    found = read_trusted_list(signed(document(next_update=old)), operators=OPERATORS)

    answer = judge(seal(issuer_key=7), found, on=DAY, accept_stale=True)

    assert (Verdict.CANNOT_TELL, "issuer_not_listed") == said(answer)
    assert answer.is_stale


@pytest.mark.parametrize(
    ("since", "verdict"),
    [
        ("2026-11-20T22:59:59Z", Verdict.NOT_QUALIFIED),
        ("2026-11-20T23:00:00Z", Verdict.QUALIFIED_SEAL),
    ],
)
def test_a_status_counts_from_its_first_instant(since: str, verdict: Verdict) -> None:
    """Lists of Poland change statuses at midnight in Warsaw, 23:00 in UTC."""
    root = document(status("withdrawn", since=since), past=(status(),))

    assert verdict is judged(root, on=date(2026, 11, 20)).verdict


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_days_too(day: date) -> None:
    """A slip of the year must not stop the program."""
    assert judged(document(), on=day).verdict in Verdict


GOOD = signed(document())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b" " * (MAX_BYTES + 1), Untrusted.TOO_BIG, id="big"),
        pytest.param(b"certyfikat", Untrusted.NOT_XML, id="text"),
        pytest.param(b"<!DOCTYPE a><a/>", Untrusted.NOT_XML, id="DTD"),
        pytest.param(b"<a/>", Untrusted.NOT_A_LIST, id="other XML"),
        pytest.param(
            etree.tostring(document()), Untrusted.UNKNOWN_SIGNER, id="not signed"
        ),
        pytest.param(
            GOOD.replace(b">999<", b">998<"), Untrusted.SIGNATURE, id="changed"
        ),
        pytest.param(
            signed(document(version="4")), Untrusted.NOT_A_LIST, id="old version"
        ),
        pytest.param(
            signed(document(issued="2026-10-01T08:00:00")),
            Untrusted.NOT_A_LIST,
            id="no zone",
        ),
        pytest.param(
            signed(document(issued="2061-10-01T08:00:00Z")),
            Untrusted.UNKNOWN_SIGNER,
            id="signer expired",
        ),
    ],
)
def test_a_list_that_does_not_prove_itself_is_rejected(
    data: bytes, reason: Untrusted
) -> None:
    """A forged list would make any seal qualified."""
    with pytest.raises(TrustedListRejected) as caught:
        read_trusted_list(data, operators=OPERATORS)

    assert reason is caught.value.reason
    assert caught.value.polish


def test_a_list_whose_signer_cannot_be_read_is_rejected() -> None:
    """One error for any bytes: hypothesis found another one here."""
    root = etree.fromstring(GOOD)
    [held] = root.iter("{http://www.w3.org/2000/09/xmldsig#}X509Certificate")
    held.text = (held.text or "")[:-8]

    with pytest.raises(TrustedListRejected) as caught:
        read_trusted_list(etree.tostring(root), operators=OPERATORS)

    assert Untrusted.UNKNOWN_SIGNER is caught.value.reason


def test_a_list_of_another_operator_is_rejected() -> None:
    """The certificate inside a list vouches for nothing by itself."""
    with pytest.raises(TrustedListRejected) as caught:
        read_trusted_list(GOOD)

    assert Untrusted.UNKNOWN_SIGNER is caught.value.reason
