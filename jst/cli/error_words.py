"""What happened and what to do next, in the reader's language.

The sentences of each code stand in jst.cli.texts.
"""

from typing import Final

from jst.cli.language import say
from jst.cli.seal_hints import SEAL_HINTS
from jst.cli.texts import TEXTS
from jst.cli.texts_ksef import KSEF_WIRE
from vocabulary.errors import ToolkitError

_NEXT_STEP: Final = {
    "ledger.exists": (
        "Dziennika nie zakłada się drugi raz. Jeśli poprzedni się skończył: odłóż"
        " ledger.sqlite, -wal i -shm na bok i wykonaj"
        " jst ledger init --after PUNKT_KONTROLNY (docs/operations.md)."
    ),
    "ledger.rolled_back": (
        "Odtworzono kopię zapasową? Zawiadom inspektora, odłóż ledger.sqlite, -wal"
        " i -shm na bok i załóż następcę: jst ledger init --after PUNKT_KONTROLNY"
        " (docs/operations.md)."
    ),
}
"""Hints that name commands of ours, which the packages below do not know."""
_BY_REASON: Final[dict[tuple[str, str], tuple[str, str]]] = {
    **SEAL_HINTS,
    ("ksef.plan.leaver_unknown", "person"): (
        "Podaj oznaczenie (ref) osoby z ksef-people.toml.",
        "Give the reference (ref) of a person of ksef-people.toml.",
    ),
    ("ksef.plan.leaver_unknown", "item"): (
        "Numery pozycji wypisuje jst ksef offboard OSOBA.",
        "jst ksef offboard PERSON lists the numbers of items.",
    ),
    ("certs.certificate_unreadable", "password"): (
        (
            "Wystarczy sam certyfikat, bez klucza i hasła: wyeksportuj go jako PEM"
            " (.pem, .crt) albo DER (.cer)."
        ),
        (
            "The certificate alone will do, without key and password: export it as"
            " PEM (.pem, .crt) or DER (.cer)."
        ),
    ),
    ("certs.certificate_unreadable", "several_leaves"): (
        "Wskaż, o który certyfikat chodzi: --number NUMER.",
        "Say which certificate is meant: --number NUMBER.",
    ),
}


def message_of(error: ToolkitError) -> str:
    """Say what happened; for UNKNOWN, with its technical cause."""
    polish, _ = TEXTS.get(error.code, (str(error), ""))
    own = getattr(error, "polish", "")
    message = say(f"{polish}: {own}" if own else polish, str(error))
    if refusal := getattr(error, "refusal", ""):
        message += f": {_refusal(refusal)}"
    cause = error.__cause__
    if isinstance(cause, ToolkitError) and cause.code in TEXTS:
        message += f" — {_cause(error, cause)}"
    return message


def _cause(error: ToolkitError, cause: ToolkitError) -> str:
    """Say a cause; the wire below a call to KSeF leads to KSeF, and to no register."""
    if error.code.startswith("ksef.access."):
        return at_ksef(cause) or message_of(cause)
    return message_of(cause)


def at_ksef(wire: ToolkitError) -> str:
    """Say what the wire to KSeF did; "" for what is no error of a wire."""
    told = KSEF_WIRE.get(wire.code)
    return say(told, str(wire)) if told else ""


def _refusal(code: str) -> str:
    """Say why a register refused: in words where its contract has them."""
    from crpo.contract.xades_xml import REFUSALS  # noqa: PLC0415 - errors only

    words = REFUSALS.get(code, "").removesuffix(".")
    return say(f"{words} ({code})" if words else code, code)


def hint_of(error: ToolkitError) -> str:
    """Say what to do next, with the credential that was named where one was."""
    hint, named = _hint(error), getattr(error, "credential", None)
    return (
        hint.replace("jst ksef login", f"jst ksef login --as {named}")
        if named
        else hint
    )


def _hint(error: ToolkitError) -> str:
    """Find the hint; where the log took no entry, what its own error says."""
    cause = error.__cause__
    refused = error.code == "accountability.audit_unavailable"
    if refused and isinstance(cause, ToolkitError) and cause.hint:
        return hint_of(cause)
    if by_reason := _BY_REASON.get((error.code, getattr(error, "reason", ""))):
        return say(*by_reason)
    _, english = TEXTS.get(error.code, ("", ""))
    return say(_NEXT_STEP.get(error.code, error.hint), english)
