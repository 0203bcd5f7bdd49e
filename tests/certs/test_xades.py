"""What a seal looks like, and when none is made."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.x509 import Certificate, load_pem_x509_certificate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from certs import xades
from certs.algorithms import SignatureAlgorithm
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
from certs.verify import MAX_BYTES, verify_xades
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
        self.certificate = certificate
        self.asked = 0
        self._public = public
        self._signer = signer

    def public_key(self) -> PublicKey:
        """As it claims."""
        return self._public

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign, and count."""
        self.asked += 1
        return self._signer.sign(data, algorithm)


class ProudKey(BorrowedKey):
    """A key that remembers its proof, whatever becomes of it."""

    proven = False


def refused(element: etree._Element, seal: BogusSeal) -> Unsignable:
    """Tell why `sign` refuses."""
    with pytest.raises(SigningRefused) as caught:
        seal.sign(element)
    return caught.value.reason


def test_what_was_sealed_comes_back(seal: BogusSeal, document: etree._Element) -> None:
    """The seal of each allowed kind of key proves the whole document."""
    before = etree.tostring(document)
    sealed = seal.sign(document, signing_time=NOON)

    verified = verify_xades(sealed, trusted=[seal.certificate.der])

    assert before == etree.tostring(document)
    assert etree.tostring(document, method="c14n") == etree.tostring(
        verified.element, method="c14n"
    )
    assert seal.certificate == verified.signer
    assert NOON.replace(microsecond=0) == verified.signing_time


def test_no_key_value_is_written(document: etree._Element) -> None:
    """Beside a certificate it is a second truth, and xadesjs fails on it."""
    sealed = etree.fromstring(rsa_seal().sign(document))

    assert sealed.find(".//{*}KeyValue") is None
    assert 3 == len(sealed.findall(".//{*}Reference"))


def test_text_behind_the_element_stays_behind(document: etree._Element) -> None:
    """An element out of the middle of a document brings its tail along."""
    document.tail = "ogon"
    sealed = ec_seal().sign(document)

    assert b"ogon" not in sealed
    assert ec_seal().certificate == verify_xades(sealed, trusted=None).signer


def test_the_first_signature_proves_the_key_once(document: etree._Element) -> None:
    """A token that signs wrongly is noticed before a register tells us."""
    key, certificate = ec_seal().key, ec_seal().certificate
    before = key.proven
    first = sign(document, key=key, certificate=certificate)
    after = key.proven
    second = sign(document, key=key, certificate=certificate)

    assert (False, True, True) == (before, after, key.proven)
    assert first != second
    assert {certificate} == {
        verify_xades(each, trusted=None).signer for each in (first, second)
    }


def test_later_signatures_of_a_key_are_checked_too(document: etree._Element) -> None:
    """
    A token may sign well once, and then with its other key.

    Holds: ADR-0023.
    """
    other = bogus_pki.seal(bogus_pki.ec_key(2))
    key = ProudKey(ec_seal().certificate, ec_seal().key.public_key(), ec_seal().key)
    sign(document, key=key, certificate=key.certificate)
    key._signer = other.key

    with pytest.raises(SelfCheckFailed):
        sign(document, key=key, certificate=key.certificate)

    assert key.proven


def test_a_key_that_remembers_nothing_is_verified_each_time(
    document: etree._Element,
) -> None:
    """The Protocol of a key asks for three things, and memory is none of them."""
    seal = ec_seal()
    key = BorrowedKey(seal.certificate, seal.key.public_key(), seal.key)

    sealed = sign(document, key=key, certificate=seal.certificate)

    assert not hasattr(key, "proven")
    assert seal.certificate == verify_xades(sealed, trusted=None).signer


def test_pss_is_signed_when_asked_for(document: etree._Element) -> None:
    """KSeF documents it, and has refused it; so it is a choice, and not ours."""
    sealed = rsa_seal().sign(document, pss=True)

    method = etree.fromstring(sealed).find(".//{*}SignatureMethod")
    assert method is not None
    assert "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1" == method.get(
        "Algorithm"
    )
    trusted = [rsa_seal().certificate.der]
    assert rsa_seal().certificate == verify_xades(sealed, trusted=trusted).signer


def test_ecdsa_knows_no_pss(document: etree._Element) -> None:
    """One setting serves an office whose keys are of both kinds."""
    assert b"ecdsa-sha256" in ec_seal().sign(document, pss=True)


def test_a_key_of_the_library_is_a_key(document: etree._Element) -> None:
    """Programs that hold one need no object of ours, nor of the certificate."""
    pem = ec_seal().certificate.pem.encode()
    forms: list[bytes | Certificate] = [
        pem,
        ec_seal().certificate.der,
        load_pem_x509_certificate(pem),
    ]

    sealed = [sign(document, key=ec_seal().private, certificate=each) for each in forms]

    assert [ec_seal().certificate] * 3 == [
        verify_xades(each, trusted=None).signer for each in sealed
    ]


def test_a_bare_key_is_proven_once_in_a_process(document: etree._Element) -> None:
    """
    `sign(key=<of cryptography>)` makes no second first signature.

    Holds: ADR-0023.
    """
    fresh = bogus_pki.seal(bogus_pki.ec_key(7), serial=7)
    before = fresh.certificate.sha256 in xades._PROVEN

    sign(document, key=fresh.private, certificate=fresh.certificate)

    assert (False, True) == (before, fresh.certificate.sha256 in xades._PROVEN)


def test_a_bare_keys_later_signatures_are_still_held_against_it(
    document: etree._Element, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof spares the second reading, not the check of the value."""
    seal = ec_seal()
    sign(document, key=seal.private, certificate=seal.certificate)
    wrong = bogus_pki.ec_key(2)
    monkeypatch.setattr(
        FileKey, "sign", lambda _, data, how: wrong.sign(data, ECDSA(how.hash))
    )

    with pytest.raises(SelfCheckFailed):
        sign(document, key=seal.private, certificate=seal.certificate)


def test_the_memory_of_proofs_is_bounded(document: etree._Element) -> None:
    """A program that seals for thousands does not grow; the keys are proven anew."""
    xades._PROVEN.update(bytes([number]) for number in range(64))

    sign(document, key=ec_seal().private, certificate=ec_seal().certificate)
    xades._PROVEN.update(bytes([number]) for number in range(64))
    fresh = bogus_pki.seal(bogus_pki.ec_key(8), serial=8)
    sign(document, key=fresh.private, certificate=fresh.certificate)

    assert {fresh.certificate.sha256} == xades._PROVEN


def test_a_signing_time_without_a_zone_is_refused_by_name(
    document: etree._Element,
) -> None:
    """It would be read as the host's local time, and be hours off."""
    naive = datetime(2026, 11, 20, 12)  # noqa: DTZ001 - the slip

    with pytest.raises(ValueError, match="`signing_time` must be aware"):
        ec_seal().sign(document, signing_time=naive)


def test_what_would_be_too_big_to_verify_is_not_signed(seal: BogusSeal) -> None:
    """Known before the key is asked; a PIN may stand behind it."""
    root = etree.Element("list")
    room = MAX_BYTES - len(seal.sign(root))
    root.text = "x" * room
    key = BorrowedKey(seal.certificate, seal.key.public_key(), seal.key)

    with pytest.raises(SigningRefused) as caught:
        sign(root, key=key, certificate=seal.certificate)

    assert (Unsignable.TOO_BIG, 0) == (caught.value.reason, key.asked)


def test_what_has_room_for_its_seal_is_signed_and_verifies(seal: BogusSeal) -> None:
    """The estimate is under a kilobyte above what is written."""
    root = etree.Element("list")
    root.text = "x" * (MAX_BYTES - len(seal.sign(root)) - 1024)

    sealed = seal.sign(root)

    assert seal.certificate == verify_xades(sealed, trusted=None).signer


def test_the_name_spaces_of_the_seal_count_too() -> None:
    """Of 200 that verifying allows, the signature declares two."""
    spaces: dict[str | None, str] = {f"p{each}": f"urn:{each}" for each in range(198)}
    full = etree.Element("list", nsmap=spaces)  # type: ignore[arg-type]  # the stubs forgot the default name space
    more = etree.fromstring(etree.tostring(full))
    etree.SubElement(more, "{urn:one-more}x")

    verified = verify_xades(ec_seal().sign(full), trusted=None)

    assert ec_seal().certificate == verified.signer
    assert Unsignable.CONTENT is refused(more, ec_seal())


@pytest.mark.parametrize("reason", Unsignable)
def test_each_refusal_to_sign_has_its_sentence(reason: Unsignable) -> None:
    """For the person who chose the document and the seal."""
    assert len(SigningRefused(reason).polish) > len("dokument")


def test_a_bigger_limit_signs_and_verifies_more(document: etree._Element) -> None:
    """Whoever verifies with a limit of their own signs with it."""
    document[0].text = "x" * MAX_BYTES
    limit = 2 * MAX_BYTES

    sealed = ec_seal().sign(document, max_bytes=limit)

    verified = verify_xades(sealed, trusted=None, max_bytes=limit)
    assert ec_seal().certificate == verified.signer


def test_a_key_that_gives_no_signature_is_noticed(document: etree._Element) -> None:
    """Tokens have been seen to answer with nothing."""

    class Silent(BorrowedKey):
        def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
            del data, algorithm
            return b""

    seal = ec_seal()
    key = Silent(seal.certificate, seal.key.public_key(), seal.key)

    with pytest.raises(SelfCheckFailed):
        sign(document, key=key, certificate=seal.certificate)


def test_a_signature_that_does_not_verify_is_kept_back(
    document: etree._Element,
) -> None:
    """A token with two keys may sign with the other one."""
    other = bogus_pki.seal(bogus_pki.ec_key(2))
    key = BorrowedKey(ec_seal().certificate, ec_seal().key.public_key(), other.key)

    with pytest.raises(SelfCheckFailed):
        sign(document, key=key, certificate=key.certificate)

    assert 1 == key.asked


def test_nothing_is_signed_under_anothers_certificate(
    document: etree._Element,
) -> None:
    """Key and certificate are compared before the key is asked."""
    other = bogus_pki.seal(bogus_pki.ec_key(2))
    key = BorrowedKey(ec_seal().certificate, other.key.public_key(), other.key)

    with pytest.raises(KeyRefused) as caught:
        sign(document, key=key, certificate=key.certificate)

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
    seal = bogus_pki.seal(not_before=window[0], not_after=window[1])

    with pytest.raises(SigningRefused) as caught:
        seal.sign(document, signing_time=NOON)

    assert Unsignable.CERTIFICATE_TIME is caught.value.reason


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<a><!-- c --></a>", Unsignable.CONTENT),
        ("<a><?pi x?></a>", Unsignable.CONTENT),
        ("<a xml:lang='pl'/>", Unsignable.CONTENT),
        ("<a xmlns:x='relative'/>", Unsignable.CONTENT),
        ("<a><b xmlns:x='urn:a&amp;b'/></a>", Unsignable.CONTENT),
        ("<a><b Id='x'/><c id='x'/></a>", Unsignable.CONTENT),
        ("<a Id='x'><b ID='x'/></a>", Unsignable.CONTENT),
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
    assert reason is refused(etree.fromstring(xml), ec_seal())


def test_a_certificate_that_others_refuse_signs_and_verifies(
    document: etree._Element,
) -> None:
    """
    NULL parameters, as in the Ministry's own seal of 2025.

    Holds: ADR-0023.
    """
    odd = load_leaf(oddities.null_parameters())
    key = FileKey(ec_seal().private, odd)

    sealed = sign(document, key=key, certificate=odd)

    assert odd == verify_xades(sealed, trusted=[odd.der]).signer


def test_an_element_with_an_entity_left_in_it_is_not_signed() -> None:
    """Somebody else's parser may leave one; nobody knows what it would say."""
    lax = etree.XMLParser(resolve_entities=False)
    root = etree.fromstring("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", lax)

    assert Unsignable.CONTENT is refused(root, ec_seal())


PREFIXES = st.sampled_from([None, "ds", "xades", "x", "y", "_z", "ą"])
URIS = st.sampled_from(
    [
        "urn:a",
        "urn:b?c=1;d=2",
        "http://www.w3.org/2000/09/xmldsig#",
        "http://uri.etsi.org/01903/v1.3.2#",
        "http://x.example/%C5%BC",
    ]
)
PROVEN = ec_seal().key


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.dictionaries(PREFIXES, URIS),
    st.dictionaries(PREFIXES, URIS),
    st.text("aż&<>\"'\t\n\r ]", max_size=9),
)
def test_whatever_is_sealed_verifies(
    outer: dict[str | None, str], inner: dict[str | None, str], text: str
) -> None:
    """
    The signature is written as text, so name spaces and letters are ours to get right.

    Holds: ADR-0023.
    """
    root = etree.Element("root", attrib={"a": text}, nsmap=outer)  # type: ignore[arg-type]  # the stubs forgot the default name space
    etree.SubElement(root, "żółw", nsmap=inner).text = text  # type: ignore[arg-type]  # as above
    certificate = ec_seal().certificate

    # The first call proves the key; the later ones are not verified in full by `sign`.
    sealed = sign(root, key=PROVEN, certificate=certificate)

    verified = verify_xades(sealed, trusted=[certificate.der])
    assert etree.tostring(root, method="c14n") == etree.tostring(
        verified.element, method="c14n"
    )
