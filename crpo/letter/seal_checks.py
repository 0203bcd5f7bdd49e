"""[1] What stands against the seals of a letter: how many, what, until when, whose.

    claims / trusted list / now (certs.judging) -> crpo.letter.seal_owner

Pure. Not here: reading their files (crpo.letter.seals).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, TypeAlias

from accountability.clear_text import has_valid_identifier
from certs.errors import CertificateUnreadable, TrustedListRejected
from certs.judging import Judged, Kind, Purpose, Validity, judge_seal
from certs.model import SealCertificate
from certs.now import Now
from certs.statement import Status
from certs.trust import Verdict
from certs.trusted_list import TrustedList
from crpo.letter.findings import PAGE, error, handed_on, info, warning
from crpo.letter.model import OfficeFile
from crpo.letter.names import folded
from crpo.letter.seal_owner import check_owner
from crpo.letter.seals import ReadSeals, refusal
from vocabulary.clock import WARSAW
from vocabulary.finding import Finding

MAX_NAME: Final = 120
_UNTOLD: Final = frozenset(
    {"crpo.letter.seal_not_told", "crpo.letter.seal_without_nip"}
)
AnyList: TypeAlias = TrustedList | TrustedListRejected | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an office allows itself.

    Attributes:
        max_seals: Of one letter.
        min_valid_days: How long a seal must still be valid.
    """

    max_seals: int
    min_valid_days: int


def check_seals(
    office: OfficeFile,
    read: ReadSeals,
    trusted_list: AnyList,
    *,
    on: date,
    limits: Limits,
    accept_stale: bool = False,
    known: Mapping[int, Now] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Say what stands against the seals of a letter.

    Args:
        office: As typed.
        read: Its seals.
        trusted_list: A verified list, why there is none, or None.
        on: The day, Europe/Warsaw.
        limits: What the office allows itself.
        accept_stale: Take the word of a list past its next update.
        known: Chain and revocation of the seals, by their number; may be empty.
    """
    found = [*_count(office, limits), *_names(office), *read.findings]
    seen: dict[SealCertificate, int] = {}
    for number, seal in sorted(read.seals.items()):
        field = f"seal.{number}.file"
        if seal.certificate in seen:
            found.append(
                error(
                    "crpo.letter.seal_twice",
                    "Ten sam certyfikat podano dwa razy.",
                    field,
                )
            )
            continue
        seen[seal.certificate] = number
        try:
            judged = judge_seal(
                seal.certificate,
                trusted_list,
                purpose=Purpose.CRPO,
                on=on,
                accept_stale=accept_stale,
            )
        except CertificateUnreadable as refused:
            found.append(refusal(refused, field))
            continue
        found += _kind(judged, field)
        found += _now(seal.certificate, judged, on, limits, field)
        found += check_owner(office, seal.certificate, field)
        found += (
            each
            for each in handed_on(judged.findings, field)
            if each.rule != "certs.trust.no_list"  # said above, of the letter
        )
        if number in known:
            found += handed_on(known[number].findings, field)
    asked = (
        each.revocation.status is not Status.NOT_CHECKED for each in known.values()
    )
    if read.seals and not (len(known) == len(read.seals) and all(asked)):
        found.append(
            info(
                "crpo.letter.seal_revocation_not_asked",
                "Nie sprawdzono, czy pieczęci nie unieważniono (--crl, --ocsp albo"
                " --online).",
                "seal",
            )
        )
    return tuple(found)


def cannot_tell(findings: Sequence[Finding]) -> bool:
    """Tell whether it is unknown of a seal what it is, or whose."""
    return any(each.rule in _UNTOLD for each in findings)


def _count(office: OfficeFile, limits: Limits) -> Iterator[Finding]:
    count = len(office.seals)
    if count == 0:
        yield error(
            "crpo.letter.no_seal",
            "Pismo wymienia co najmniej jedną pieczęć.",
            "seal",
            source=PAGE,
        )
    if count > limits.max_seals:
        yield error(
            "crpo.letter.too_many_seals",
            f"Pieczęci jest więcej niż {limits.max_seals}.",
            "seal",
            source="ustawienie letter.max_seals",
        )
    if office.seal_count not in {None, count}:
        yield error(
            "crpo.letter.seal_count",
            "Podana liczba pieczęci jest inna niż liczba części [[seal]].",
            "seal_count",
            source=PAGE,
        )


def _names(office: OfficeFile) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, entry in enumerate(office.seals, start=1):
        field = f"seal.{number}.name"
        if not entry.name:
            yield error(
                "crpo.letter.missing", "Brak wymaganej wartości.", field, source=PAGE
            )
        elif not entry.name.isprintable() or len(entry.name) > MAX_NAME:
            yield error(
                "crpo.letter.seal_name",
                "Nazwa pieczęci jest za długa lub ma znaki sterujące.",
                field,
            )
        if has_valid_identifier(entry.name):
            yield error(
                "crpo.letter.seal_name_identifier",
                "W nazwie pieczęci jest numer PESEL albo NIP; nazwa zostaje w"
                " dzienniku na zawsze, więc go usuń.",
                field,
            )
        if entry.name and folded(entry.name) in seen:
            yield error(
                "crpo.letter.seal_name_twice",
                "Dwie pieczęcie mają tę samą nazwę.",
                field,
            )
        seen.add(folded(entry.name))
        if not entry.file:
            yield error(
                "crpo.letter.missing",
                "Brak wymaganej wartości.",
                f"seal.{number}.file",
                source=PAGE,
            )


def _kind(judged: Judged, field: str) -> Iterator[Finding]:
    verdict = judged.listed.verdict
    if judged.kind is Kind.SIGNATURE or verdict is Verdict.QUALIFIED_SIGNATURE:
        yield error(
            "crpo.letter.seal_of_a_person",
            "To certyfikat podpisu osoby, a nie pieczęci jednostki.",
            field,
            source=PAGE,
        )
    elif judged.kind is Kind.OTHER and verdict is not Verdict.QUALIFIED_SEAL:
        yield error(
            "crpo.letter.no_seal_claim",
            "Certyfikat nie mówi o sobie, że służy do pieczęci.",
            field,
            source=PAGE,
        )
    if verdict is Verdict.NOT_QUALIFIED:
        yield error(
            "crpo.letter.seal_not_qualified",
            "Według listy zaufania to nie jest kwalifikowana pieczęć.",
            field,
            source=PAGE,
        )
    if verdict is Verdict.CANNOT_TELL:
        yield warning(
            "crpo.letter.seal_not_told",
            "Nie wiadomo, czy pieczęć jest kwalifikowana: brak aktualnej listy"
            " zaufania (jst trust update).",
            field,
            source=PAGE,
        )


def _now(
    seal: SealCertificate, judged: Judged, on: date, limits: Limits, field: str
) -> Iterator[Finding]:
    if judged.validity is Validity.EXPIRED:
        yield error("crpo.letter.seal_expired", "Certyfikat jest po terminie.", field)
        return
    if judged.validity is Validity.NOT_YET:
        yield error(
            "crpo.letter.seal_not_yet_valid",
            "Certyfikat nie jest jeszcze ważny.",
            field,
        )
    last = datetime.combine(on, time(12), WARSAW) + timedelta(limits.min_valid_days)
    if seal.not_after < last.astimezone(UTC):
        yield error(
            "crpo.letter.seal_ends_soon",
            f"Certyfikat kończy ważność przed upływem {limits.min_valid_days} dni.",
            field,
            source="ustawienie letter.min_valid_days",
        )
