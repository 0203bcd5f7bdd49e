"""What a seal looks like, and when none is made."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from certs.errors import (
    KeyFault,
    KeyRefused,
    SelfCheckFailed,
    SigningRefused,
    Unsignable,
)
from certs.keys_file import FileKey
from certs.load import load_leaf
from certs.model import PublicKey, SealCertificate
from certs.verify import verify
from certs.xades import sign
from tests import bogus_pki
from tests.bogus_pki import BogusSeal, ec_seal, rsa_seal
from tests.certs import oddities

NOON = datetime(2026, 11, 20, 12, 0, 0, 999_999, tzinfo=UTC)


class BorrowedKey:
    """A key elsewhere: a certificate, a public key, and what really signs."""

    def __init__(
        self, certificate: SealCertificate, public: PublicKey, signer: FileKey
    ) -> None:
        self.proven = False
        self.certificate = certificate
        self.asked = 0
        self._public = public
        self._signer = signer

    def public_key(self) -> PublicKey:
        """As it claims."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """Sign, and count."""
        self.asked += 1
        return self._signer.sign(data)


def refused(element: etree._Element, key: FileKey) -> Unsignable:
    """Tell why `sign` refuses."""
    with pytest.raises(SigningRefused) as caught:
        sign(element, key)
    return caught.value.reason


def test_what_was_sealed_comes_back(seal: BogusSeal, document: etree._Element) -> None:
    """The seal of each allowed kind of key proves the whole document."""
    before = etree.tostring(document)
    sealed = etree.tostring(sign(document, seal.key, clock=lambda: NOON))

    verified = verify(sealed, pinned=[seal.certificate])

    assert before == etree.tostring(document)
    assert etree.tostring(document, method="c14n") == etree.tostring(
        verified.element, method="c14n"
    )
    assert seal.certificate == verified.certificate
    assert NOON.replace(microsecond=0) == verified.signing_time


def test_no_key_value_is_written(document: etree._Element) -> None:
    """Beside a certificate it is a second truth, and xadesjs fails on it."""
    sealed = sign(document, rsa_seal().key)

    assert sealed.find(".//{*}KeyValue") is None
    assert 3 == len(sealed.findall(".//{*}Reference"))


def test_text_behind_the_element_stays_behind(document: etree._Element) -> None:
    """An element out of the middle of a document brings its tail along."""
    document.tail = "ogon"
    sealed = etree.tostring(sign(document, ec_seal().key), with_tail=False)

    assert b"ogon" not in sealed
    assert ec_seal().certificate == verify(sealed, admit=lambda _: True).certificate


def test_the_first_signature_proves_the_key_once(document: etree._Element) -> None:
    """A token that signs wrongly is noticed before a register tells us."""
    key = ec_seal().key
    before = key.proven
    sign(document, key)
    after = key.proven
    sign(document, key)

    assert (False, True, True) == (before, after, key.proven)


def test_a_signature_that_does_not_verify_is_kept_back(
    document: etree._Element,
) -> None:
    """A token with two keys may sign with the other one."""
    other = bogus_pki.seal(bogus_pki.ec_key(2))
    key = BorrowedKey(ec_seal().certificate, ec_seal().key.public_key(), other.key)

    with pytest.raises(SelfCheckFailed):
        sign(document, key)

    assert (False, 1) == (key.proven, key.asked)


def test_nothing_is_signed_under_anothers_certificate(
    document: etree._Element,
) -> None:
    """Key and certificate are compared before the key is asked."""
    other = bogus_pki.seal(bogus_pki.ec_key(2))
    key = BorrowedKey(ec_seal().certificate, other.key.public_key(), other.key)

    with pytest.raises(KeyRefused) as caught:
        sign(document, key)

    assert (KeyFault.MISMATCH, 0) == (caught.value.reason, key.asked)


@pytest.mark.parametrize(
    "window",
    [
        (datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)),
        (datetime(2050, 1, 1, tzinfo=UTC), datetime(2051, 1, 1, tzinfo=UTC)),
    ],
    ids=["expired", "not yet"],
)
def test_nothing_is_signed_outside_the_validity(
    document: etree._Element, window: tuple[datetime, datetime]
) -> None:
    """The answer would be a refusal, after the question was asked."""
    key = bogus_pki.seal(not_before=window[0], not_after=window[1]).key

    with pytest.raises(SigningRefused) as caught:
        sign(document, key, clock=lambda: NOON)

    assert Unsignable.CERTIFICATE_TIME is caught.value.reason


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<a><!-- c --></a>", Unsignable.CONTENT),
        ("<a><?pi x?></a>", Unsignable.CONTENT),
        ("<a xml:lang='pl'/>", Unsignable.CONTENT),
        ("<a><b Id='x'/><c id='x'/></a>", Unsignable.CONTENT),
        ("<a Id='x'/>", Unsignable.ROOT_ID),
        ("<a ID='x'/>", Unsignable.ROOT_ID),
        (
            "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>",
            Unsignable.ALREADY_SIGNED,
        ),
        (
            "<a><b><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></b></a>",
            Unsignable.ALREADY_SIGNED,
        ),
    ],
)
def test_a_document_that_nobody_could_verify_is_not_signed(
    xml: str, reason: Unsignable
) -> None:
    """What verifying refuses, signing does not write."""
    assert reason is refused(etree.fromstring(xml), ec_seal().key)


def test_a_certificate_that_signxml_cannot_read_is_refused_by_name(
    document: etree._Element,
) -> None:
    """NULL parameters: we read it, but cannot put it under a document yet."""
    odd = load_leaf(oddities.null_parameters())

    assert Unsignable.CERTIFICATE is refused(document, FileKey(ec_seal().private, odd))
