"""Who vouches for a seal: found among what is listed, given or fetched, and judged."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID as Access

from certs.chain import MAX_DEPTH, MAX_POOL, ChainWord, build_chain
from certs.errors import CertificateUnreadable, Unreadable
from certs.load import load_leaf
from certs.model import SealCertificate
from tests import bogus_pki
from tests.bogus_pki import ec_key
from tests.certs.net import Net
from tests.certs.oddities import null_parameters
from tests.certs.paths import (
    AUTHORITY,
    MIDDLE,
    MIDDLE_NAME,
    NOW,
    OTHER_NAME,
    ROOT,
    ROOT_NAME,
    SEAL,
    authority,
    leaf,
    middle,
    resigned,
)

ISSUER_URL = "http://ca.example/ca.cer"


def access(*addresses: str) -> tuple[x509.ExtensionType, bool]:
    """Where the issuer's certificate stands."""
    return (
        x509.AuthorityInformationAccess(
            [
                x509.AccessDescription(
                    Access.CA_ISSUERS, x509.UniformResourceIdentifier(each)
                )
                for each in addresses
            ]
        ),
        False,
    )


def rules(found: Iterable[object]) -> list[str]:
    """The codes of findings."""
    return [getattr(each, "rule", "") for each in found]


def test_a_seal_of_a_listed_key_has_a_valid_chain() -> None:
    """The trusted list holds the keys of those who issue, not of a root above."""
    chain = build_chain(SEAL, at=NOW, anchors=[ROOT])

    assert ChainWord.VALID is chain.word
    assert (SEAL.serial, ROOT) == (chain.path[0].serial, chain.issuer)
    assert () == chain.findings


def test_an_authority_between_comes_from_the_bundle() -> None:
    """Sellers hand out a seal together with the authorities above it."""
    seal = leaf(issuer=MIDDLE_NAME, by=ec_key(5))

    chain = build_chain(seal, at=NOW, anchors=[ROOT], pool=[seal, ROOT, MIDDLE])

    assert ChainWord.VALID is chain.word
    assert (seal, MIDDLE, ROOT) == (
        chain.path[0],
        chain.path[1],
        chain.path[2],
    )


def test_an_issuer_that_nobody_lists_vouches_for_nothing() -> None:
    """Anybody can make an authority of that name and hand it over."""
    chain = build_chain(SEAL, at=NOW, pool=[ROOT])

    assert (ChainWord.UNANCHORED, ROOT) == (chain.word, chain.issuer)
    assert ["certs.chain.unanchored"] == rules(chain.findings)


def test_a_listed_key_of_the_same_name_is_no_issuer() -> None:
    """EuroCert runs several authorities of one name: the key decides."""
    chain = build_chain(SEAL, at=NOW, anchors=[authority(ec_key(8), by=ec_key(8))])

    assert (ChainWord.NO_ISSUER, None) == (chain.word, chain.issuer)
    assert ["certs.chain.no_issuer"] == rules(chain.findings)


def test_without_anything_to_look_in_nothing_is_said() -> None:
    """What was not checked is said so, and is no fault of the seal."""
    chain = build_chain(SEAL, at=NOW, pool=[SEAL])

    assert (ChainWord.NOT_CHECKED, ()) == (chain.word, chain.findings)


def test_a_chain_that_does_not_hold_says_why() -> None:
    """The issuer is known, so that revocation can still be asked about."""
    ended = authority(extensions=AUTHORITY[1:])

    chain = build_chain(SEAL, at=NOW, anchors=[ended])

    assert (ChainWord.BROKEN, ended) == (chain.word, chain.issuer)
    assert ["certs.chain.not_an_authority"] == rules(chain.findings)


def test_a_broken_way_to_the_list_outweighs_a_good_one_to_nowhere() -> None:
    """Otherwise a fault of the listed authority would not show."""
    no_signer = authority(extensions=AUTHORITY[1:])

    chain = build_chain(SEAL, at=NOW, anchors=[no_signer], pool=[ROOT])

    assert ChainWord.BROKEN is chain.word


def test_a_broken_way_to_nowhere_is_broken() -> None:
    """A seal whose given issuer is no authority has no good chain at all."""
    chain = build_chain(SEAL, at=NOW, pool=[authority(extensions=AUTHORITY[1:])])

    assert (ChainWord.BROKEN, 2) == (chain.word, len(chain.path))


def test_another_way_is_tried_when_one_does_not_hold() -> None:
    """An authority has an old and a new certificate for one key."""
    old = authority(not_after=bogus_pki.NOT_BEFORE, name=ROOT_NAME, extensions=())
    chain = build_chain(SEAL, at=NOW, anchors=[old, ROOT])

    assert (ChainWord.VALID, ROOT) == (chain.word, chain.issuer)


def test_the_issuer_is_fetched_from_the_address_in_the_seal() -> None:
    """Holds: RFC 5280, 4.2.2.1; DER, as authorities publish it."""
    seal = leaf(access("ldap://ca.example/x", ISSUER_URL))
    net = Net({ISSUER_URL: ROOT.der})

    chain = build_chain(seal, at=NOW, fetch=net.fetch)

    assert (ChainWord.UNANCHORED, ROOT) == (chain.word, chain.issuer)
    # The fetched authority names no address of its own issuer, which it is itself.
    assert [ISSUER_URL] == net.asked


def test_a_bundle_of_issuers_is_fetched_too() -> None:
    """Holds: RFC 5280, 4.2.2.1: "certs-only" CMS."""
    found = [x509.load_der_x509_certificate(each.der) for each in (MIDDLE, ROOT)]
    net = Net({ISSUER_URL: pkcs7.serialize_certificates(found, Encoding.DER)})
    seal = leaf(access(ISSUER_URL), issuer=MIDDLE_NAME, by=ec_key(5))

    chain = build_chain(seal, at=NOW, anchors=[ROOT], fetch=net.fetch)

    assert (ChainWord.VALID, 3) == (chain.word, len(chain.path))


@pytest.mark.parametrize("found", [None, b"<html>"])
def test_an_address_that_gives_no_certificate_gives_no_issuer(
    found: bytes | None,
) -> None:
    """A server in trouble is no judgement on the seal."""
    seal, net = leaf(access(ISSUER_URL)), Net({ISSUER_URL: found})

    assert ChainWord.NO_ISSUER is build_chain(seal, at=NOW, fetch=net.fetch).word


def test_an_address_is_asked_once() -> None:
    """Certificates that name each other must not send us round in circles."""
    one = "http://ca.example/1.cer"
    seal = leaf(access(one, one), issuer=MIDDLE_NAME, by=ec_key(5))
    upper = middle(extensions=[*AUTHORITY, access(one, "http://ca.example/2.cer")])
    net = Net({one: upper.der})

    chain = build_chain(seal, at=NOW, fetch=net.fetch)

    assert (ChainWord.UNANCHORED, 2) == (chain.word, len(chain.path))
    assert [one, "http://ca.example/2.cer"] == net.asked


def test_a_path_has_an_end() -> None:
    """A hundred authorities under each other are nobody's real chain."""
    names = [
        bogus_pki.name(("2.5.4.3", f"bogus {each}")) for each in range(MAX_POOL + 9)
    ]
    tower = [
        authority(ec_key(5), name=name, issuer=above, by=ec_key(5))
        for name, above in pairwise(names)
    ]
    seal = leaf(issuer=names[0], by=ec_key(5))

    chain = build_chain(seal, at=NOW, pool=tower)

    assert (ChainWord.UNANCHORED, MAX_DEPTH) == (chain.word, len(chain.path))


def test_authorities_that_certify_each_other_end_the_search() -> None:
    """Every one issued every other: the ways are counted, not all walked."""
    made = [
        authority(
            ec_key(5),
            name=OTHER_NAME,
            issuer=OTHER_NAME,
            by=ec_key(5),
            not_after=NOW.replace(year=2030 + number),
        )
        for number in range(12)
    ]

    chain = build_chain(leaf(issuer=OTHER_NAME, by=ec_key(5)), at=NOW, pool=made)

    assert ChainWord.UNANCHORED is chain.word


def test_a_seal_that_the_strict_reader_refuses_is_looked_up_too() -> None:
    """Such certificates are why we do not use that reader's own verifier."""
    odd = load_leaf(null_parameters())

    assert ChainWord.NO_ISSUER is build_chain(odd, at=NOW, anchors=[ROOT]).word


def test_a_seal_whose_extensions_are_broken_names_no_address() -> None:
    """No address can be read, so nobody is asked."""
    broken = resigned(
        SEAL,
        lambda body: body.replace(b"\x06\x03\x55\x1d\x20", b"\x05\x03\x55\x1d\x20"),
    )
    net = Net({})
    with pytest.raises(CertificateUnreadable) as caught:
        _ = broken.extensions

    assert Unreadable.BROKEN_DER is caught.value.reason
    assert ChainWord.NO_ISSUER is build_chain(broken, at=NOW, fetch=net.fetch).word
    assert [] == net.asked


def test_a_seal_is_not_its_own_issuer() -> None:
    """Whoever signs his own certificate vouches for nothing."""
    own: SealCertificate = bogus_pki.certificate(
        ec_key(3), subject=ROOT_NAME, issuer=ROOT_NAME
    )

    assert ChainWord.NO_ISSUER is build_chain(own, at=NOW, anchors=[ROOT]).word
