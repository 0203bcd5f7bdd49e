"""A key written out beside the certificate: the same one is let pass, no other."""

import pytest

from certs.errors import SignatureInvalid
from certs.rejection import Rejection
from certs.verify import verify_xades
from tests import bogus_pki
from tests.bogus_pki import BogusSeal, PrivateKey, ec_seal, rsa_seal
from tests.certs.elsewhere import Manner, key_value, signed_elsewhere

KEY_VALUE = "<KeyValue xmlns='http://www.w3.org/2000/09/xmldsig#'>{}</KeyValue>"
EC_VALUE = (
    "<ECKeyValue xmlns='http://www.w3.org/2009/xmldsig11#'>"
    "<NamedCurve URI='urn:oid:1.2.840.10045.3.1.7'/><PublicKey>{}</PublicKey>"
    "</ECKeyValue>"
)


def with_key_value(seal: BogusSeal, written: str) -> bytes:
    """A document well signed under a KeyInfo that has a KeyValue too."""
    manner = Manner(
        spoil=lambda text: text.replace("</KeyInfo>", f"{written}</KeyInfo>")
    )
    return signed_elsewhere(b"<list/>", seal, manner)


def reason(data: bytes) -> Rejection:
    """Tell why a document is refused."""
    with pytest.raises(SignatureInvalid) as caught:
        verify_xades(data, trusted=[ec_seal().certificate.der])
    return caught.value.reason


@pytest.mark.parametrize("seal", [ec_seal(), rsa_seal()], ids=["EC", "RSA"])
def test_a_key_value_that_repeats_the_certificates_key_is_let_pass(
    seal: BogusSeal,
) -> None:
    """As signxml writes it by default; it adds nothing, and nothing rests on it."""
    data = with_key_value(seal, key_value(seal.private))

    verified = verify_xades(data, trusted=[seal.certificate.der])

    assert seal.certificate == verified.signer


@pytest.mark.parametrize(
    "other", [bogus_pki.ec_key(2), bogus_pki.rsa_key(1)], ids=["EC", "RSA"]
)
def test_a_key_value_of_another_key_is_refused(other: PrivateKey) -> None:
    """Another reader may check the signature with it."""
    assert Rejection.KEY_VALUE is reason(with_key_value(ec_seal(), key_value(other)))


@pytest.mark.parametrize(
    "inside",
    [
        "<DSAKeyValue/>",
        "<a/><b/>",
        "<RSAKeyValue><Modulus>AA==</Modulus></RSAKeyValue>",
        "<RSAKeyValue><Modulus>!</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
        EC_VALUE.format("!"),
        EC_VALUE.format("<x/>"),
    ],
)
def test_a_key_value_of_another_shape_is_refused(inside: str) -> None:
    """Every part of it is accounted for, like the rest of a signature."""
    data = with_key_value(ec_seal(), KEY_VALUE.format(inside))

    assert Rejection.SHAPE is reason(data)
