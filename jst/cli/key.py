"""jst key: which tokens are plugged in, and what lies on them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jst.cli.cert_json import shown, utc
from jst.cli.language import say
from jst.cli.options import a_file
from jst.cli.output import AsJson, new_group, print_json, print_line
from jst.cli.sign_key import Module, TokenLabel
from jst.cli.words import WrongMix

if TYPE_CHECKING:
    from certs.tokens import FoundObject, FoundToken


def group() -> typer.Typer:
    """Make the group `jst key`."""
    made = new_group("key", say("Klucze na tokenach.", "Keys on tokens."))
    made.command(
        "list",
        help=say(
            "Wypisz tokeny oraz klucze i certyfikaty na nich. Bez --pin-file widać to,"
            " co token pokazuje każdemu; PIN-u wtedy nie użyto.",
            "List tokens, and keys and certificates on them. Without --pin-file: what a"
            " token shows to everybody; no PIN is used then.",
        ),
    )(list_keys)
    made.callback()(_group)
    return made


def _group() -> None:
    """Keep `key` a group."""


def list_keys(
    *,
    module: Module = None,
    token: TokenLabel = None,
    pin_file: Annotated[
        Path | None,
        a_file(
            "Plik z PIN-em (prawa 0600): pokaż też klucze; tylko z --token.",
            "File with the PIN (mode 0600): show keys too; with --token only.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print every token, with what lies on it."""
    from certs.tokens import TokenPlace, list_objects, list_tokens  # noqa: PLC0415 - lazy
    from jst.seal import pin_from  # noqa: PLC0415 - loads pydantic

    library = module.absolute() if module else _from_settings()
    if pin_file is not None and token is None:
        # A PIN tried on the wrong token costs it a try.
        raise WrongMix("--pin-file wymaga --token", "--pin-file goes with --token")
    pin = None if pin_file is None else pin_from(pin_file)
    listed = [
        (
            each,
            list_objects(
                TokenPlace(module=library, label=each.label, serial=each.serial), pin
            ),
        )
        for each in list_tokens(library)
        if token in {None, each.label}
    ]
    if as_json:
        print_json({"tokens": [_json(*each) for each in listed]})
        return
    for found, objects in listed:
        _print(found, objects)
    if not listed:
        print_line(say("Nie ma tokenu.", "There is no token."))


def _from_settings() -> Path:
    from jst.settings import load_settings  # noqa: PLC0415 - loads pydantic

    token = load_settings().file.token
    if token is None:
        raise WrongMix(
            "brakuje: --module (w jst.toml nie ma [token])",
            "missing: --module (jst.toml has no [token])",
        )
    return token.module


def _json(token: "FoundToken", objects: "list[FoundObject]") -> dict[str, Any]:
    return {
        "label": token.label,
        "serial": token.serial,
        "manufacturer": token.manufacturer,
        "model": token.model,
        "pinTries": token.tries.value,
        "objects": [
            {
                "kind": each.kind,
                "label": each.label,
                "id": each.id,
                "certificate": _certificate(each),
            }
            for each in objects
        ],
    }


def _certificate(found: "FoundObject") -> dict[str, str] | None:
    if found.certificate is None:
        return None
    return {
        "serialDecimal": found.certificate.serial_text,
        "subject": found.certificate.subject.windows,
        "notAfter": utc(found.certificate.not_after),
        "key": found.certificate.key,
    }


def _print(token: "FoundToken", objects: "list[FoundObject]") -> None:
    tries = {
        "all": say("bez błędnych prób", "no wrong tries"),
        "fewer": say("był błędny PIN", "a wrong PIN was given"),
        "last": say("OSTATNIA próba PIN-u", "LAST try of the PIN"),
        "none": say("PIN ZABLOKOWANY", "PIN LOCKED"),
    }
    print_line(
        shown(
            f"{token.label}  ({token.manufacturer}, {token.model},"
            f" {say('nr', 'no.')} {token.serial}; {tries[token.tries]})"
        )
    )
    kinds = {
        "private_key": say("klucz prywatny", "private key"),
        "public_key": say("klucz publiczny", "public key"),
        "certificate": say("certyfikat", "certificate"),
    }
    for each in objects:
        line = f"  {kinds[each.kind]}: {each.label or '-'}  id {each.id or '-'}"
        if (certificate := _certificate(each)) is not None:
            until = say("ważny do", "valid until")
            line += (
                f"\n    {certificate['subject']}\n    {certificate['key']},"
                f" {say('nr', 'no.')} {certificate['serialDecimal']},"
                f" {until} {certificate['notAfter']}"
            )
        for part in line.split("\n"):
            print_line(shown(part))
