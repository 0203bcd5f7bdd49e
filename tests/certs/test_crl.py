"""A revocation list says something of one certificate, or is refused and named."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.serialization import Encoding

from certs.crl import MAX_BYTES, read_crl
from certs.errors_now import StatementRejected, Unproved
from certs.statement import SKEW, Revoked, Source, Status
from tests import bogus_pki
from tests.bogus_pki import ec_key
from tests.certs.paths import (
    AUTHORITY,
    CRL_URL,
    DAY,
    HOUR,
    NOW,
    OTHER_NAME,
    OTHER_URL,
    ROOT_NAME,
    SEAL,
    SERIAL,
    Entry,
    asked,
    at,
    authority,
    crl,
    endless_crl,
    leaf,
    part,
    reason,
    unknown_extension,
    usage,
)

SECOND = timedelta(seconds=1)


def test_a_seal_that_is_not_listed_is_good() -> None:
    """The list says of what day it is, and which number it has."""
    told = read_crl(crl(Entry(serial=SERIAL + 1)), asked())

    assert (Source.CRL, Status.GOOD, 4711) == (told.source, told.status, told.number)
    assert (NOW - HOUR, NOW + DAY) == (told.this_update, told.next_update)
    assert None is told.told


def test_a_list_without_a_number_is_read() -> None:
    """It should have one (5.2.3), and decides nothing."""
    told = read_crl(crl(numbered=False), asked())

    assert (Status.GOOD, None) == (told.status, told.number)


@pytest.mark.parametrize(
    "padding", [None, PSS(MGF1(hashes.SHA256()), hashes.SHA256.digest_size)]
)
def test_a_list_may_be_signed_with_rsa(padding: PSS | None) -> None:
    """Most Polish authorities have RSA keys; PSS is on its way (ETSI TS 119 312)."""
    key = bogus_pki.rsa_key(4)
    listed = crl(by=key, padding=padding)

    assert Status.GOOD is read_crl(listed, asked(issuer=authority(key, by=key))).status


def test_a_list_may_come_as_pem() -> None:
    """Some authorities publish it so, and people save it so."""
    pem = x509.load_der_x509_crl(crl()).public_bytes(Encoding.PEM)

    assert Status.GOOD is read_crl(pem, asked()).status


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("key_compromise", Status.REVOKED, "keyCompromise"),
        ("cessation_of_operation", Status.REVOKED, "cessationOfOperation"),
        ("certificate_hold", Status.ON_HOLD, "certificateHold"),
    ],
)
def test_a_listed_seal_is_revoked_or_on_hold(
    name: str, status: Status, told: str
) -> None:
    """Since when, and why, as the entry says (5.3.1)."""
    found = read_crl(crl(Entry(extensions=(reason(name),))), asked())

    assert (status, Revoked(NOW - DAY, told)) == (found.status, found.told)


def test_an_entry_without_a_reason_is_a_revocation() -> None:
    """The reason is optional."""
    found = read_crl(crl(Entry()), asked())

    assert (Status.REVOKED, Revoked(NOW - DAY)) == (found.status, found.told)


@pytest.mark.parametrize(
    ("at_instant", "status"),
    [
        pytest.param(NOW - DAY - SECOND, Status.GOOD, id="a second before"),
        pytest.param(NOW - DAY, Status.REVOKED, id="that very second"),
    ],
)
def test_what_was_revoked_later_was_good_before(
    at_instant: datetime, status: Status
) -> None:
    """A seal that signed on Monday is not undone by a revocation on Tuesday."""
    found = read_crl(crl(Entry()), asked(at=at_instant))

    assert (status, Revoked(NOW - DAY)) == (found.status, found.told)


def test_the_day_since_when_a_key_was_doubtful_is_told() -> None:
    """It does not decide; a person should know it (5.3.2)."""
    since = x509.InvalidityDate((NOW - 9 * DAY).replace(tzinfo=None))

    found = read_crl(crl(Entry(extensions=((since, False),))), asked())

    assert Revoked(NOW - DAY, None, NOW - 9 * DAY) == found.told


def test_a_list_of_end_users_only_covers_a_seal() -> None:
    """So are lists often divided; the seal is an end user."""
    divided = crl(extensions=[part(only_contains_user_certs=True)])

    assert Status.GOOD is read_crl(divided, asked()).status


def test_a_list_for_authorities_covers_an_authority() -> None:
    """And for an authority it is the other way round."""
    divided = crl(extensions=[part(only_contains_ca_certs=True)])
    question = asked(certificate=authority(name=OTHER_NAME))

    assert Status.GOOD is read_crl(divided, question).status


def test_the_part_of_the_list_that_the_seal_names_covers_it() -> None:
    """Holds: RFC 5280, 6.3.3 (b)(2)(i)."""
    named = crl(extensions=[part(full_name=at(CRL_URL))])

    assert Status.GOOD is read_crl(named, asked()).status


def test_a_list_that_keeps_what_has_ended_speaks_after_the_end() -> None:
    """Holds: X.509, 9.5.2.8, expiredCertsOnCRL."""
    seal = leaf(not_after=NOW - 9 * DAY)
    kept = x509.UnrecognizedExtension(
        x509.ObjectIdentifier("2.5.29.60"), b"\x18\x0f20200101000000Z"
    )

    found = read_crl(crl(extensions=[(kept, False)]), asked(certificate=seal))

    assert Status.GOOD is found.status


def test_a_seal_that_was_revoked_stays_so_after_its_end() -> None:
    """An entry proves itself, however late it is read."""
    found = read_crl(crl(Entry()), asked(certificate=leaf(not_after=NOW - HOUR)))

    assert Status.REVOKED is found.status


def test_a_stale_list_still_knows_what_was_revoked() -> None:
    """A revocation is final (5.3.1): an old list that tells of it is true for ever."""
    old = crl(Entry(), made_at=NOW - 9 * HOUR, until=NOW - SECOND)

    assert Status.REVOKED is read_crl(old, asked()).status


def test_a_stale_list_does_not_know_whether_a_hold_was_lifted() -> None:
    """A hold can be taken back."""
    held = Entry(extensions=(reason("certificate_hold"),))
    with pytest.raises(StatementRejected) as caught:
        read_crl(crl(held, made_at=NOW - 9 * HOUR, until=NOW - SECOND), asked())

    assert Unproved.STALE is caught.value.reason


def test_a_list_made_after_the_instant_speaks_for_it() -> None:
    """It knows of every revocation before; so a past day can be asked about."""
    assert Status.GOOD is read_crl(crl(), asked(at=NOW - 99 * DAY)).status


def test_a_clock_that_is_a_little_slow_does_no_harm() -> None:
    """Five minutes, as clocks of offices go."""
    ahead = crl(made_at=NOW + SKEW)

    assert Status.GOOD is read_crl(ahead, asked()).status


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(lambda: b"", Unproved.UNREADABLE, id="nothing"),
        pytest.param(lambda: SEAL.der, Unproved.UNREADABLE, id="a certificate"),
        pytest.param(lambda: b"<!DOCTYPE html><html>", Unproved.HTML, id="a web page"),
        pytest.param(
            lambda: bytes(MAX_BYTES + 1), Unproved.TOO_BIG, id="too many bytes"
        ),
        pytest.param(
            lambda: crl(name=OTHER_NAME), Unproved.OTHER_ISSUER, id="another issuer"
        ),
        pytest.param(
            lambda: crl(by=ec_key(9)), Unproved.SIGNATURE, id="another signer"
        ),
        pytest.param(
            lambda: crl(made_at=NOW + SKEW + SECOND),
            Unproved.FUTURE,
            id="from the future",
        ),
        pytest.param(
            lambda: crl(made_at=NOW - 2 * DAY, until=NOW - SECOND),
            Unproved.STALE,
            id="stale",
        ),
        pytest.param(
            lambda: crl(extensions=[(x509.DeltaCRLIndicator(1), True)]),
            Unproved.DELTA,
            id="a list of changes",
        ),
        pytest.param(
            lambda: crl(extensions=[part(indirect_crl=True)]),
            Unproved.INDIRECT,
            id="an indirect list",
        ),
        pytest.param(
            lambda: crl(
                Entry(
                    extensions=((x509.CertificateIssuer(at("http://x.example")), True),)
                )
            ),
            Unproved.INDIRECT,
            id="an entry of another issuer",
        ),
        pytest.param(
            lambda: crl(extensions=[part(only_contains_ca_certs=True)]),
            Unproved.PARTIAL,
            id="for authorities only",
        ),
        pytest.param(
            lambda: crl(extensions=[part(only_contains_attribute_certs=True)]),
            Unproved.PARTIAL,
            id="for attributes only",
        ),
        pytest.param(
            lambda: crl(
                extensions=[
                    part(only_some_reasons=frozenset([x509.ReasonFlags.key_compromise]))
                ]
            ),
            Unproved.PARTIAL,
            id="for some reasons only",
        ),
        pytest.param(
            lambda: crl(extensions=[part(full_name=at(OTHER_URL))]),
            Unproved.PARTIAL,
            id="another part of the list",
        ),
        pytest.param(
            lambda: crl(
                extensions=[
                    part(
                        relative_name=x509.RelativeDistinguishedName(
                            list(ROOT_NAME)[:1]
                        )
                    )
                ]
            ),
            Unproved.PARTIAL,
            id="a part by a relative name",
        ),
        pytest.param(
            lambda: crl(extensions=[unknown_extension(critical=True)]),
            Unproved.CRITICAL,
            id="a critical extension of the list",
        ),
        pytest.param(
            lambda: crl(Entry(extensions=(unknown_extension(critical=True),))),
            Unproved.CRITICAL,
            id="a critical extension of the entry",
        ),
        pytest.param(
            lambda: crl(Entry(extensions=(reason("certificate_hold"),)), Entry()),
            Unproved.UNREADABLE,
            id="the same seal twice",
        ),
        pytest.param(
            lambda: crl(Entry(extensions=(reason("remove_from_crl"),))),
            Unproved.ENTRY,
            id="removed, which only changes say",
        ),
    ],
)
def test_what_proves_nothing_is_refused_and_named(
    data: Callable[[], bytes], why: Unproved
) -> None:
    """Absence from such a list must not count as good."""
    with pytest.raises(StatementRejected) as caught:
        read_crl(data(), asked())

    assert why is caught.value.reason
    assert caught.value.polish


def test_what_is_odd_and_not_critical_is_passed_over() -> None:
    """Others may understand it."""
    odd = unknown_extension(critical=False)

    found = read_crl(crl(Entry(extensions=(odd,)), extensions=[odd]), asked())

    assert Status.REVOKED is found.status


def test_a_list_after_the_end_of_a_seal_proves_nothing_good() -> None:
    """Authorities drop what has ended from their lists."""
    with pytest.raises(StatementRejected) as caught:
        read_crl(crl(), asked(certificate=leaf(not_after=NOW - 2 * HOUR)))

    assert Unproved.AFTER_EXPIRY is caught.value.reason


def test_a_list_that_keeps_only_later_ends_proves_nothing_good() -> None:
    """What ended before that instant was dropped."""
    kept = x509.UnrecognizedExtension(
        x509.ObjectIdentifier("2.5.29.60"), b"\x18\x0f20261120000000Z"
    )
    seal = leaf(not_after=NOW - 9 * DAY)
    with pytest.raises(StatementRejected) as caught:
        read_crl(crl(extensions=[(kept, False)]), asked(certificate=seal))

    assert Unproved.AFTER_EXPIRY is caught.value.reason


def test_an_issuer_that_may_not_sign_lists_is_refused() -> None:
    """Its certificate says what its key is for (4.2.1.3)."""
    no_lists = authority(extensions=[AUTHORITY[0], (usage("key_cert_sign"), True)])
    with pytest.raises(StatementRejected) as caught:
        read_crl(crl(), asked(issuer=no_lists))

    assert Unproved.NOT_FOR_THIS is caught.value.reason


def test_a_list_without_its_end_is_refused() -> None:
    """Nobody could say when it is stale; RFC 5280 asks for it (5.1.2.5)."""
    with pytest.raises(StatementRejected) as caught:
        read_crl(endless_crl(), asked())

    assert Unproved.NO_END is caught.value.reason
