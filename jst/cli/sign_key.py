"""Which key signs: options that `jst sign` and `jst key` share.

--key FILE | --module LIBRARY [--token LABEL] [--key-label LABEL] | jst.toml
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jst.cli.options import a_file, a_word
from jst.cli.words import WrongMix

if TYPE_CHECKING:
    from certs.keys import SigningKey

KeyFile = Annotated[
    Path | None,
    a_file(
        "Klucz w pliku PEM lub PKCS#12 (prawa 0600).",
        "Key in a PEM or PKCS#12 file (mode 0600).",
        "--key",
    ),
]
PassphraseFile = Annotated[
    Path | None,
    a_file("Plik z hasłem klucza.", "File with the key's passphrase."),
]
Certificate = Annotated[
    Path | None,
    a_file(
        "Certyfikat, jeśli nie leży przy kluczu.",
        "The certificate, if it is not with the key.",
    ),
]
Module = Annotated[
    Path | None,
    a_file(
        "Biblioteka PKCS#11 tokenu; domyślnie z jst.toml.",
        "PKCS#11 library of the token; by default that of jst.toml.",
    ),
]
TokenLabel = Annotated[
    str | None,
    a_word("NAZWA", "LABEL", "Nazwa tokenu.", "Label of the token.", "--token"),
]
KeyLabel = Annotated[
    str | None,
    a_word(
        "NAZWA", "LABEL", "Nazwa klucza na tokenie.", "Label of the key on the token."
    ),
]
PinFile = Annotated[
    Path | None,
    a_file(
        "Plik z PIN-em (prawa 0600); bez niego program pyta.",
        "File with the PIN (mode 0600); without it, it is asked for.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOptions:
    """What a person said about the key."""

    key: Path | None
    passphrase_file: Path | None
    certificate: Path | None
    module: Path | None
    token: str | None
    key_label: str | None
    pin_file: Path | None

    def open(self) -> "SigningKey":
        """Take the key into use: from a file, from a token, or as jst.toml says.

        Raises:
            WrongMix: Options of a file and of a token, or of neither.
            CertsError: The key is refused.
        """
        from certs.keys_file import load_key  # noqa: PLC0415 - keeps --help quick
        from certs.tokens import TokenPlace  # noqa: PLC0415 - as above
        from jst.seal import open_seal, seal_on_token  # noqa: PLC0415 - as above
        from jst.settings import load_settings  # noqa: PLC0415 - as above

        of_file = self.key is not None or self.passphrase_file is not None
        of_token = {self.module, self.token, self.key_label, self.pin_file} != {None}
        if self.key is not None and not of_token:
            return load_key(
                self.key,
                password_file=self.passphrase_file,
                certificate_file=self.certificate,
            )
        if self.module is not None and not of_file:
            return seal_on_token(
                TokenPlace(module=self.module.absolute(), label=self.token),
                key_label=self.key_label,
                pin_file=self.pin_file,
                certificate=self.certificate,
            )
        if of_file or of_token or self.certificate is not None:
            raise WrongMix(
                "podaj --key (klucz w pliku) albo --module (token)",
                "give --key (a key in a file) or --module (a token)",
            )
        return open_seal(load_settings())
