"""Which certificates the simulated KSeF trusts, and which were taken back.

It stands in for OCSP and CRL: what they would say is told to it.
"""

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from jst.simulators.ksef_login_model import BAD_CERTIFICATE, Verdict
from jst.simulators.ksef_subjects import Signer
from vocabulary.clock import Clock


class Trust:
    """The authorities that are trusted, and the certificates that no longer are.

    Attributes:
        revoked: Fingerprints of revoked certificates, upper-case hex.
        suspended: Fingerprints of suspended ones.
    """

    def __init__(self, *authorities: x509.Certificate, clock: Clock) -> None:
        self._authorities = list(authorities)
        self._clock = clock
        self.revoked: set[str] = set()
        self.suspended: set[str] = set()

    def add(self, authority: x509.Certificate) -> None:
        """Trust one more authority."""
        self._authorities.append(authority)

    def judge(self, signer: Signer, *, chain: bool) -> Verdict | None:
        """Say what is wrong with a certificate at this moment; None for nothing.

        Args:
            signer: Whose certificate it is.
            chain: Whether it must come from an authority that is trusted.
        """
        certificate = signer.certificate
        now = self._clock()
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        if not begins <= now < ends:
            return Verdict(BAD_CERTIFICATE, "Nieważny certyfikat")
        if chain and not any(_issued(certificate, each) for each in self._authorities):
            return Verdict(BAD_CERTIFICATE, "Niezaufany łańcuch certyfikatów")
        if signer.fingerprint.value in self.revoked:
            return Verdict(BAD_CERTIFICATE, "Certyfikat odwołany")
        if signer.fingerprint.value in self.suspended:
            return Verdict(BAD_CERTIFICATE, "Certyfikat zawieszony")
        return None


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True
