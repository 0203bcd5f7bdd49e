"""What `jst cert check` says of *now* beside the dates: chain and revocation."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jst.cli.cert_json import utc
from jst.cli.language import say
from jst.cli.options import a_file, a_flag
from jst.cli.output import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certs.fetch import Fetch
    from certs.model import SealCertificate
    from certs.now import Material, Now
    from certs.statement import Statement
    from certs.trusted_list import TrustedList

Issuers = Annotated[
    list[Path] | None,
    a_file(
        "Certyfikat wystawcy; można podać kilka razy. Sam niczego nie dowodzi.",
        "The issuer's certificate; may be given several times. It proves nothing"
        " by itself.",
        "--issuer",
    ),
]
Lists = Annotated[
    list[Path] | None,
    a_file("Lista CRL (PEM albo DER).", "Revocation list (PEM or DER).", "--crl"),
]
Responses = Annotated[
    list[Path] | None,
    a_file("Odpowiedź OCSP (DER).", "OCSP response (DER).", "--ocsp"),
]
Online = Annotated[
    bool,
    a_flag(
        "--online",
        "Zapytaj adresy z certyfikatu (OCSP, CRL, certyfikat wystawcy), według"
        " części [fetch] ustawień.",
        "Ask the addresses in the certificate (OCSP, CRL, the issuer's"
        " certificate), as [fetch] of the settings says.",
    ),
]
OnDay = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help=say(
            "Na jaki dzień (domyślnie dziś). Podany dzień pozwala użyć listy"
            " przeterminowanej, z ostrzeżeniem.",
            "Of which day (today unless given). A given day admits a stale list,"
            " with a warning.",
        ),
    ),
]
TrustedListFile = Annotated[
    Path | None,
    typer.Option(
        "--trusted-list",
        help=say(
            "Polska lista zaufania (XML); bez tego zapamiętana (jst trust update).",
            "Polish trusted list (XML); else the kept one (jst trust update).",
        ),
    ),
]
SoftFail = Annotated[
    bool,
    a_flag(
        "--soft-fail",
        "Gdy o unieważnieniu nic nie wiadomo, tylko ostrzeż; inaczej kod 2.",
        "Only warn when nothing is known of revocation; else exit status 2.",
    ),
]


def material_of(
    pool: "Sequence[SealCertificate]",
    listed: "TrustedList | object | None",
    *,
    issuers: list[Path] | None,
    crls: list[Path] | None,
    responses: list[Path] | None,
    online: bool,
) -> "Material":
    """Gather what there is to judge with: the bundle, files, and the net if asked.

    Raises:
        InputInvalid: A file cannot be read, or is too big.
        CertificateUnreadable: A file of an issuer holds no certificate.
        SettingsInvalid: `--online`, and the settings are wrong.
    """
    from certs import crl, ocsp  # noqa: PLC0415 - keeps --help quick
    from certs.load import load  # noqa: PLC0415 - as above
    from certs.now import Material  # noqa: PLC0415 - as above
    from certs.trusted_list import TrustedList  # noqa: PLC0415 - as above

    services = listed.services if isinstance(listed, TrustedList) else ()
    given = [each for path in issuers or () for each in load(read_file(path))]
    return Material(
        anchors=[each for service in services for each in service.certificates],
        pool=[*pool, *given],
        crls=[read_file(path, cap_bytes=crl.MAX_BYTES) for path in crls or ()],
        responses=[
            read_file(each, cap_bytes=ocsp.MAX_BYTES) for each in responses or ()
        ],
        fetch=_fetch() if online else None,
    )


def _fetch() -> "Fetch":
    from jst.settings import load_settings  # noqa: PLC0415 - loads pydantic

    return load_settings().file.fetch.fetcher().fetch


def now_json(now: "Now") -> dict[str, Any]:
    """Describe chain and revocation; the keys are stable."""
    told = now.revocation.statement
    return {
        "chain": now.chain.word.value,
        "issuers": [
            {"subject": each.subject.windows, "sha256": each.sha256.hex()}
            for each in now.chain.path[1:]
        ],
        "revocation": now.revocation.status.value,
        "revocationAt": utc(now.revocation_at.replace(microsecond=0)),
        "statement": _statement(told) if told else None,
    }


def _statement(statement: "Statement") -> dict[str, Any]:
    told, until = statement.told, statement.next_update
    doubtful = told.invalid_since if told else None
    return {
        "source": statement.source.value,
        "thisUpdate": utc(statement.this_update),
        "nextUpdate": utc(until) if until else None,
        "since": utc(told.since) if told else None,
        "reason": told.reason if told else None,
        "invalidSince": utc(doubtful) if doubtful else None,
        "crlNumber": None if statement.number is None else str(statement.number),
        "nonce": statement.fresh,
    }


def now_words(now: "Now") -> list[str]:
    """Say it for people, a line each."""
    chains = {
        "valid": say("do klucza z listy zaufania", "to a key of the trusted list"),
        "unanchored": say(
            "spójny, lecz nikt z listy zaufania za nim nie stoi",
            "holds, but nobody of the trusted list stands behind it",
        ),
        "noIssuer": say("nie znaleziono wystawcy", "no issuer found"),
        "broken": say("przerwany", "broken"),
        "notChecked": say("nie sprawdzono", "not checked"),
    }
    statuses = {
        "good": say("nie unieważniono", "not revoked"),
        "revoked": say("unieważniony", "revoked"),
        "onHold": say("zawieszony", "on hold"),
        "unknown": say("serwer go nie zna", "unknown to the responder"),
        "noAnswer": say("nie wiadomo", "no answer"),
        "notChecked": say("nie sprawdzono", "not checked"),
    }
    return [
        f"{say('Łańcuch', 'Chain')}: {chains[now.chain.word]}",
        f"{say('Unieważnienie', 'Revocation')}: {statuses[now.revocation.status]}"
        + _about(now.revocation.statement),
    ]


def _about(statement: "Statement | None") -> str:
    """Say what the word rests on, and since when; nothing where nothing decided."""
    if statement is None:
        return ""
    told = statement.told
    parts = [
        f"{statement.source.name} {say('z', 'of')} {utc(statement.this_update)}",
        *([f"{say('od', 'since')} {utc(told.since)}"] if told else []),
        *([told.reason] if told and told.reason else []),
    ]
    return f" ({', '.join(parts)})"
