"""Which certificate of a file is meant.

A single one, whatever it is; else that of the key; else the one that is no authority
and issued no other. Two of those are never guessed between.
"""

from collections import Counter
from collections.abc import Callable

from certs.errors import CertificateUnreadable, Unreadable
from certs.model import SealCertificate


def leaf_of(
    certificates: tuple[SealCertificate, ...], wanted: object | None
) -> SealCertificate:
    """Give the leaf of `certificates`.

    Args:
        certificates: Of one file, in its order.
        wanted: The public key whose certificate is meant; None for none.

    Raises:
        CertificateUnreadable: There is none (`no_leaf`), or more than one
            (`several_leaves`, with their numbers).
    """
    if len(certificates) == 1:
        return certificates[0]
    is_leaf = _nobodys_issuer(certificates)
    # Backwards, so that of two equal ones the first gives the number.
    leaves = {
        each: number
        for number, each in reversed(list(enumerate(certificates, start=1)))
        if (_has_key(each, wanted) if wanted else is_leaf(each))
    }
    if not leaves:
        raise CertificateUnreadable(Unreadable.NO_LEAF)
    if len(leaves) > 1:
        numbers = tuple(sorted(leaves.values()))
        raise CertificateUnreadable(
            Unreadable.SEVERAL_LEAVES,
            f"certificates {' and '.join(map(str, numbers))} of the file",
            numbers=numbers,
        )
    return leaves.popitem()[0]


def _has_key(certificate: SealCertificate, wanted: object) -> bool:
    """Tell whether it is that key's; an authority may have a key that we do not use."""
    try:
        return certificate.public_key() == wanted
    except CertificateUnreadable:
        return False


def _nobodys_issuer(
    certificates: tuple[SealCertificate, ...],
) -> Callable[[SealCertificate], bool]:
    issuers = Counter(each.issuer for each in set(certificates))

    def is_leaf(certificate: SealCertificate) -> bool:
        subject = certificate.subject
        issued = issuers[subject] - (certificate.issuer == subject)
        return issued == 0 and not certificate.is_ca

    return is_leaf
