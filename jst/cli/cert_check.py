"""jst cert check: a seal judged in three separate words (certs.judging)."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from jst.cli.cert_choice import Number, chosen
from jst.cli.cert_json import findings_text, seal_finding_json, shown, utc
from jst.cli.cert_now import (
    Issuers,
    Lists,
    OnDay,
    Online,
    Responses,
    SoftFail,
    TrustedListFile,
    material_of,
    now_json,
    now_words,
)
from jst.cli.language import say
from jst.cli.options import a_file_argument, a_word
from jst.cli.output import AsJson, print_json, print_line, read_file
from jst.cli.words import word_of
from jst.cli.wrapper import Exit
from vocabulary.finding import stops

if TYPE_CHECKING:
    from certs.errors import TrustedListRejected
    from certs.judging import Judged
    from certs.model import SealCertificate
    from certs.now import Now
    from certs.trusted_list import TrustedList
    from jst.settings import Settings

CHECK = (
    (
        "Oceń certyfikat pieczęci trzema osobnymi słowami: co sam mówi, co mówi lista"
        " zaufania, czy jest ważny (daty, łańcuch, unieważnienie). Kod wyjścia: 0"
        " nadaje się, 1 nie, 2 nie wiadomo."
    ),
    (
        "Judge a seal in three separate words: what it claims, what the trusted list"
        " says, whether it is valid (dates, chain, revocation). Exit status: 0 fit, 1"
        " not, 2 cannot tell."
    ),
)


def check(  # noqa: PLR0913 - a command has that many options
    *,
    file: Annotated[
        Path,
        a_file_argument("Plik z certyfikatem.", "File with the certificate."),
    ],
    purpose: Annotated[
        str,
        a_word(
            "CEL",
            "PURPOSE",
            "Do czego: crpo, ksef, seal.",
            "What it is for: crpo, ksef, seal.",
            "--for",
        ),
    ],
    on: OnDay = None,
    trusted_list: TrustedListFile = None,
    issuer: Issuers = None,
    crl: Lists = None,
    ocsp: Responses = None,
    online: Online = False,
    soft_fail: SoftFail = False,
    number: Number = None,
    as_json: AsJson = False,
) -> Exit:
    """Judge the leaf of a file, or the certificate with a number."""
    from certs.judging import Purpose, judge_seal  # noqa: PLC0415 - keeps --help quick
    from certs.load import read_certificates  # noqa: PLC0415 - as above
    from certs.now import judge_now  # noqa: PLC0415 - as above
    from jst.settings import load_settings  # noqa: PLC0415 - as above
    from vocabulary.clock import system_clock, warsaw_day  # noqa: PLC0415 - as above

    wanted = word_of(Purpose, purpose, "--for")
    bundle = read_certificates(read_file(file))
    seal = chosen(bundle, number, as_json=as_json)
    clock = system_clock()
    day = on.date() if on else warsaw_day(clock)
    settings = load_settings()
    read = trusted_list_of(settings, trusted_list)
    material = material_of(
        bundle.certificates,
        read,
        issuers=issuer,
        crls=crl,
        responses=ocsp,
        online=online,
    )
    judged = judge_seal(
        seal,
        read,
        purpose=wanted,
        on=day,
        accept_stale=day < warsaw_day(clock),
        now=clock,
        office=settings.file.office.nip if settings.file.office else None,
    )
    now = judge_now(seal, material, on=day, now=clock)
    status = status_of(judged, now, soft_fail=soft_fail)
    if as_json:
        print_json(judged_json(judged, now, seal, day))
    else:
        for line in _lines(judged, now, day, status):
            print_line(shown(line))
    return status


def trusted_list_of(
    settings: "Settings", path: Path | None
) -> "TrustedList | TrustedListRejected | None":
    """Read the list that was named, else the one that the office keeps."""
    from certs.trusted_list import MAX_BYTES  # noqa: PLC0415 - as above
    from jst.trusted_lists import kept_list, read_list  # noqa: PLC0415 - as above

    if path is None:
        return kept_list(settings)
    return read_list(settings, read_file(path, cap_bytes=MAX_BYTES))


def status_of(judged: "Judged", now: "Now", *, soft_fail: bool) -> Exit:
    """Say whether the seal is fit: an error says no before an unknown says 2."""
    from certs.judging import Kind, Validity  # noqa: PLC0415 - as above
    from certs.statement import Status  # noqa: PLC0415 - as above
    from certs.trust import Verdict  # noqa: PLC0415 - as above

    found = (*judged.findings, *now.findings)
    verdict = judged.listed.verdict
    is_no = verdict in {Verdict.NOT_QUALIFIED, Verdict.QUALIFIED_SIGNATURE}
    # What a list says overrules what the certificate says of itself.
    is_seal = judged.kind is Kind.SEAL or verdict is Verdict.QUALIFIED_SEAL
    if stops(found) or (is_no and judged.needs_list) or not is_seal:
        return Exit.NO
    if judged.validity is not Validity.VALID:
        return Exit.NO
    if not soft_fail and now.revocation.status in {Status.UNKNOWN, Status.NO_ANSWER}:
        return Exit.CANNOT_TELL
    is_known = verdict is Verdict.QUALIFIED_SEAL
    return Exit.YES if is_known else Exit.CANNOT_TELL


def judged_json(
    judged: "Judged", now: "Now", seal: "SealCertificate", day: date
) -> dict[str, Any]:
    """Describe a judgement; the keys are stable."""
    qc = seal.qc
    listed = judged.listed.trusted_list
    until = listed.next_update if listed else None
    return {
        "claims": {
            "kind": judged.kind.value,
            "compliance": bool(qc and qc.compliance),
            "sscd": bool(qc and qc.sscd),
            "types": list(qc.types) if qc else [],
            "policies": list(seal.extensions.policies),
        },
        "trustedList": {
            "verdict": judged.listed.verdict.value,
            "listNumber": listed.number if listed else None,
            "issued": utc(listed.issued) if listed else None,
            "nextUpdate": utc(until) if until else None,
            "ageDays": judged.listed.age_days,
            "stale": judged.listed.is_stale,
        },
        "now": {
            "on": day.isoformat(),
            "validity": judged.validity.value,
            **now_json(now),
        },
        "findings": [
            seal_finding_json(each) for each in (*judged.findings, *now.findings)
        ],
    }


def _lines(judged: "Judged", now: "Now", day: date, status: Exit) -> list[str]:
    listed = judged.listed.trusted_list
    about = (
        say(
            f" (lista nr {listed.number} z {utc(listed.issued)},"
            f" {judged.listed.age_days} dni)",
            f" (list {listed.number} of {utc(listed.issued)},"
            f" {judged.listed.age_days} days old)",
        )
        if listed
        else ""
    )
    claims, verdict, validity = _words(judged)
    fit = {
        Exit.YES: say("nadaje się", "fit"),
        Exit.NO: say("nie nadaje się", "not fit"),
        Exit.CANNOT_TELL: say("nie wiadomo", "cannot tell"),
    }
    return [
        f"{say('Certyfikat mówi o sobie', 'It claims')}: {claims}",
        f"{say('Lista zaufania', 'Trusted list')}: {verdict}{about}",
        f"{say(f'Dnia {day}', f'On {day}')}: {validity}",
        *now_words(now),
        *findings_text((*judged.findings, *now.findings)),
        f"{say('Wynik', 'Result')}: {fit[status]}",
    ]


def _words(judged: "Judged") -> tuple[str, str, str]:
    claims = {
        "eseal": say("pieczęć", "seal"),
        "esign": say("podpis osoby", "a person's signature"),
        "other": say("coś innego", "something else"),
    }
    verdicts = {
        "qualifiedSeal": say("kwalifikowana pieczęć", "qualified seal"),
        "qualifiedSignature": say("kwalifikowany podpis", "qualified signature"),
        "notQualified": say("niekwalifikowany", "not qualified"),
        "cannotTell": say("nie wiadomo", "cannot tell"),
    }
    days = {
        "valid": say("ważny", "valid"),
        "notYetValid": say("jeszcze nieważny", "not yet valid"),
        "expired": say("po terminie", "expired"),
    }
    return (
        claims[judged.kind],
        verdicts[judged.listed.verdict],
        days[judged.validity],
    )
