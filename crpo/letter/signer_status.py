"""[5] The signer's certificate on the day of signing: qualified, and not revoked? Pure.

The trusted list says whether it is qualified; lists of revocation, or responses,
whether it still was valid at the end of that day. What nobody asked for is untold.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from certs.errors import CertificateUnreadable
from certs.model import SealCertificate
from certs.now import Material, judge_now
from certs.statement import Status
from certs.trust import Verdict as Listed
from certs.trust import judge
from crpo.letter.findings import PAGE, error, handed_on, warning
from crpo.letter.seal_checks import AnyList
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding

UNTOLD: Final = frozenset(
    {
        "crpo.letter.signer_not_told",
        "crpo.letter.revocation_not_checked",
        "crpo.letter.revocation_not_told",
    }
)


def check_listed(
    signer: SealCertificate, signed_at: datetime, trusted_list: AnyList
) -> Iterator[Finding]:
    """Ask the list about the day of signing."""
    on = warsaw_day(signed_at)
    try:
        verdict = judge(signer, trusted_list, on=on).verdict
    except CertificateUnreadable:
        verdict = Listed.NOT_QUALIFIED
    if verdict is Listed.CANNOT_TELL:
        yield warning(
            "crpo.letter.signer_not_told",
            "Nie wiadomo, czy podpis jest kwalifikowany: brak aktualnej listy zaufania"
            " (jst trust update).",
            "signer",
            source=PAGE,
        )
    elif verdict is not Listed.QUALIFIED_SIGNATURE:
        yield error(
            "crpo.letter.signer_not_qualified",
            "Według listy zaufania to nie jest kwalifikowany podpis elektroniczny.",
            "signer",
            source=PAGE,
        )


def check_revoked(
    signer: SealCertificate, signed_at: datetime, material: Material, *, now: datetime
) -> Iterator[Finding]:
    """Say what is known of chain and revocation on the day of signing."""
    on = warsaw_day(signed_at)
    known = judge_now(signer, material, on=on, now=now)
    yield from handed_on(known.findings, "signer")
    status = known.revocation.status
    if status is Status.NOT_CHECKED:
        yield warning(
            "crpo.letter.revocation_not_checked",
            "Nie sprawdzono, czy certyfikat podpisującego unieważniono (--crl, --ocsp"
            " albo --online).",
            "signer",
        )
    elif status in {Status.NO_ANSWER, Status.UNKNOWN}:
        yield warning(
            "crpo.letter.revocation_not_told",
            "Nie udało się ustalić, czy certyfikat podpisującego unieważniono.",
            "signer",
        )
