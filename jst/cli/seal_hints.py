"""What to do next when a key, a token or the signing refuses: one hint a reason.

Only a wrong PIN warns of trying again; only a file that others may read speaks of its
mode. docs/signing.md says the same at length.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_GUESSING: Final = (
    "Sprawdź plik z PIN-em i nie próbuj na oślep: po kilku błędach token się blokuje.",
    "Check the file with the PIN and do not guess: after a few errors a token locks.",
)
_ISSUER: Final = (
    "Nadaj lub odblokuj PIN programem dostawcy tokenu (kod PUK).",
    "Set or unlock the PIN with the program of the token's provider (PUK).",
)
_NARROWER: Final = (
    (
        "Zobacz, co pasuje (jst key list), i zawęź wybór: --token, --key-label"
        " albo [token] w jst.toml."
    ),
    (
        "See what fits (jst key list) and narrow it: --token, --key-label, or"
        " [token] in jst.toml."
    ),
)
_AGAIN: Final = (
    "Uruchom program ponownie; każdy proces musi sam otworzyć token.",
    "Start the program again; each process has to open the token itself.",
)
_OTHER_KEY: Final = (
    (
        "Potrzebny jest klucz RSA od 2048 bitów albo ECDSA P-256 lub P-384;"
        " poproś wydawcę o nowy certyfikat."
    ),
    (
        "An RSA key from 2048 bits or ECDSA P-256 or P-384 is needed; ask the"
        " issuer for a new certificate."
    ),
)

SEAL_HINTS: Final[Mapping[tuple[str, str], tuple[str, str]]] = MappingProxyType(
    {
        ("certs.key_refused", "file"): (
            "Sprawdź ścieżkę i to, czy konto programu może otworzyć ten plik.",
            "Check the path, and that the program's account may open the file.",
        ),
        ("certs.key_refused", "readable_by_others"): (
            "Plik może czytać tylko konto, na którym działa program: chmod 600 PLIK.",
            "Only the program's account may read the file: chmod 600 FILE.",
        ),
        ("certs.key_refused", "too_big"): (
            (
                "Wskaż plik z jednym kluczem (do 1 MiB), a jako hasło plik z"
                " jednym wierszem (do 1 KiB)."
            ),
            (
                "Name a file with one key (up to 1 MiB), and for the passphrase"
                " one with one line (up to 1 KiB)."
            ),
        ),
        ("certs.key_refused", "no_key"): (
            (
                "Wskaż plik, w którym jest klucz prywatny (PEM, .p12, .pfx); plik"
                " .cer ma tylko certyfikat."
            ),
            (
                "Name a file that holds the private key (PEM, .p12, .pfx); a .cer"
                " has only the certificate."
            ),
        ),
        ("certs.key_refused", "several_keys"): (
            "Zostaw w pliku tylko klucz pieczęci.",
            "Leave only the seal's key in the file.",
        ),
        ("certs.key_refused", "unreadable"): (
            "Wyeksportuj klucz jeszcze raz, jako PEM (PKCS#8) albo PKCS#12.",
            "Export the key once more, as PEM (PKCS#8) or PKCS#12.",
        ),
        ("certs.key_refused", "passphrase"): (
            (
                "Sprawdź hasło w pliku --passphrase-file albo"
                " crpo.seal_passphrase_file: jeden wiersz, bez spacji na końcu."
            ),
            (
                "Check the passphrase in --passphrase-file or"
                " crpo.seal_passphrase_file: one line, no blank at its end."
            ),
        ),
        ("certs.key_refused", "key_derivation"): (
            "Wyeksportuj klucz jeszcze raz, z mniejszą liczbą powtórzeń (iteracji).",
            "Export the key once more, with fewer rounds (iterations).",
        ),
        ("certs.key_refused", "kind"): _OTHER_KEY,
        ("certs.key_refused", "too_weak"): _OTHER_KEY,
        ("certs.key_refused", "mismatch"): (
            (
                "Wskaż certyfikat, który wydano do tego klucza (po odnowieniu"
                " nowy), albo klucz od tego certyfikatu."
            ),
            (
                "Name the certificate that was issued for this key (after a"
                " renewal the new one), or the key of this certificate."
            ),
        ),
        ("certs.token_refused", "library"): (
            "Zainstaluj dodatek programu: pip install 'crpo-ksef[hsm]'.",
            "Install the extra of the program: pip install 'crpo-ksef[hsm]'.",
        ),
        ("certs.token_refused", "module"): (
            (
                "Sprawdź ścieżkę do biblioteki producenta (.so): --module albo"
                " token.module w jst.toml."
            ),
            (
                "Check the path of the maker's library (.so): --module, or"
                " token.module in jst.toml."
            ),
        ),
        ("certs.token_refused", "no_token"): (
            "Włóż token i porównaj jego nazwę i numer z tym, co pokazuje jst key list.",
            (
                "Plug the token in, and compare its label and serial number with"
                " what jst key list shows."
            ),
        ),
        ("certs.token_refused", "several_tokens"): _NARROWER,
        ("certs.token_refused", "pin_missing"): (
            (
                "Ustaw plik z PIN-em (token.pin_file, --pin-file) albo uruchom"
                " program w terminalu, aby go wpisać."
            ),
            (
                "Set a file with the PIN (token.pin_file, --pin-file), or run the"
                " program in a terminal to type it."
            ),
        ),
        ("certs.token_refused", "pin"): _GUESSING,
        ("certs.token_refused", "pin_locked"): _ISSUER,
        ("certs.token_refused", "pin_not_set"): _ISSUER,
        ("certs.token_refused", "pin_expired"): (
            "Zmień PIN programem dostawcy tokenu i wpisz nowy do pliku z PIN-em.",
            (
                "Change the PIN with the program of the token's provider, and put"
                " the new one into the file with the PIN."
            ),
        ),
        ("certs.token_refused", "no_key"): (
            (
                "Porównaj nazwę klucza z tym, co pokazuje jst key list --token"
                " NAZWA --pin-file PLIK."
            ),
            (
                "Compare the key's label with what jst key list --token LABEL"
                " --pin-file FILE shows."
            ),
        ),
        ("certs.token_refused", "several_keys"): _NARROWER,
        ("certs.token_refused", "no_certificate"): (
            (
                "Wskaż plik z certyfikatem tego klucza: --certificate albo"
                " crpo.seal_certificate w jst.toml."
            ),
            (
                "Name a file with the certificate of this key: --certificate, or"
                " crpo.seal_certificate in jst.toml."
            ),
        ),
        ("certs.token_refused", "no_public_key"): (
            (
                "Przy nowym kluczu na tokenie musi leżeć także jego klucz publiczny:"
                " utwórz parę od nowa narzędziem dostawcy."
            ),
            (
                "Beside a new key on the token its public key must lie, too: make the"
                " pair anew with the maker's tool."
            ),
        ),
        ("certs.token_refused", "mechanism"): (
            "RSA: podpisz bez --pss; ECDSA: tylko P-256 i P-384.",
            "RSA: sign without --pss; ECDSA: P-256 and P-384 only.",
        ),
        ("certs.token_refused", "removed"): (
            "Włóż token i zacznij od nowa.",
            "Plug the token in and start again.",
        ),
        ("certs.token_refused", "closed"): _AGAIN,
        ("certs.token_refused", "other_process"): _AGAIN,
        ("certs.token_refused", "failed"): (
            "Przekaż dostawcy tokenu nazwę błędu z nawiasu.",
            "Give the name of the error in brackets to the token's provider.",
        ),
        ("certs.signing_refused", "certificate_time"): (
            "Sprawdź zegar komputera i okres ważności certyfikatu (jst cert show).",
            "Check the computer's clock and the certificate's dates (jst cert show).",
        ),
        ("certs.signing_refused", "already_signed"): (
            "Wskaż dokument bez podpisu; istniejący sprawdza jst sign verify.",
            "Name a document without a signature; jst sign verify checks one.",
        ),
        ("certs.signing_refused", "content"): (
            "Jakich dokumentów program nie podpisuje, mówi docs/limitations.md.",
            "docs/limitations.md tells which documents are not sealed.",
        ),
        ("certs.signing_refused", "too_big"): (
            "Podziel dokument albo przenieś załączniki do osobnych plików.",
            "Divide the document, or move attachments to files of their own.",
        ),
    }
)
"""By code and reason."""
