"""What each error says to a person: code -> Polish sentence, English hint.

The packages below speak English in `str(error)` and Polish in `hint`; here stands the
other half. A test holds that every code of every package occurs. docs/errors.md is
made from this table.
"""

from typing import Final

from jst.cli.texts_crpdph import CRPDPH
from jst.cli.texts_ksef import KSEF
from jst.cli.texts_ksef_login import KSEF_LOGIN
from jst.cli.texts_log import LOG

# fmt: off
TEXTS: Final[dict[str, tuple[str, str]]] = {
    **CRPDPH,
    **KSEF,
    **KSEF_LOGIN,
    **LOG,
    "vocabulary.identifier_invalid": (
        "to nie jest poprawny identyfikator",
        "Compare the number with the document and type it again."),
    "documents.error": ("błąd tworzenia dokumentu", ""),
    "documents.library_missing": (
        "brak biblioteki, która tworzy dokumenty",
        "Install the extra: pip install 'crpo-ksef[documents]'. Nothing was printed."),
    "documents.not_made": (
        "dokument nie powstał",
        "No file was made; a letter that no font here has is a frequent cause."),
    "documents.form_unusable": (
        "formularza nie można wypełnić",
        "Compare the names with the form, or fill it in by hand from the sheet."),
    "documents.table_invalid": (
        "nie można odczytać tabeli",
        "Save the sheet as CSV UTF-8 with semicolons and the header required."),
    "jst.error": ("błąd programu", ""),
    "jst.settings_invalid": (
        "ustawienia są niepełne, niepoprawne lub niebezpieczne",
        "Correct the settings; see docs/settings.md, a sample: jst settings example."),
    "jst.people_invalid": (
        "lista osób (people.toml) jest niepoprawna",
        "Correct people.toml (sample: docs/people.md); jst people check checks it."),
    "jst.cases_invalid": (
        "spis spraw (cases.toml) jest niepoprawny",
        "Correct cases.toml, or remove it where the office keeps no list of cases."),
    "jst.case_file_invalid": (
        "plik z akt sprawy (pełnomocnictwa szczególne, wypowiedzenia) jest niepoprawny",
        "Correct the fields named; docs/clerk.md has a sample."),
    "jst.zawfa_file_invalid": (
        "nie można odczytać pliku z ZAW-FA",
        "Correct the keys named; jst zawfa new writes a sample."),
    "jst.person_unknown": (
        "konto, na którym działa program, nie jest przypisane do żadnej osoby",
        "The operator adds the person to people.toml: one account is one person."),
    "jst.sudo_refused": ("przez sudo tak nie można",
        "Run it from your own account: sudo -u SERVICE jst ...; see docs/people.md."),
    "jst.role_missing": (
        "żadna rola tej osoby na to nie pozwala",
        "Roles are in people.toml; docs/people.md says what each may do."),
    "jst.input_invalid": (
        "nie można odczytać danych wejściowych",
        "Check what was given on standard input or in the file; see --help."),
    "jst.reason_invalid": (
        "powód jest niepełny albo nie może stać w dzienniku",
        "Give a reason of at least 10 letters, without a NIP or PESEL."),
    "jst.repeat_refused": (
        "tego zapytania nie można powtórzyć",
        "jst ledger show has its outcome; without --retry it is a new question."),
    "jst.input_missing": (
        "nie ma czego odczytać",
        "Check the file's name and its mode; nothing was decided."),
    "jst.output_refused": (
        "nie można zapisać",
        "Name a new file in a folder that you may write to; none is overwritten."),
    "jst.port_taken": (
        "port jest zajęty przez inny program",
        "Stop that program, or give another port: --port NUMBER (0: any)."),
    "jst.output_lost": (
        "standardowe wyjście nie przyjmuje danych, wyniku nie pokazano",
        "Free some space or redirect; jst ledger show tells what was done."),
    "jst.trusted_list_older": (
        "lista zaufania jest starsza od zapamiętanej",
        "Download the newest list from its operator (nccert.pl)."),
    "jst.ledger_not_made": (
        "dziennika nie założono",
        "Free some space, or mend the folders' modes, and repeat; keys are as before."),
    "jst.log_key_unusable": (
        "klucza dziennika nie ma w JST_KEYS albo nie jest kluczem",
        "Is JST_KEYS right and mounted? Restore it; make no new log because of this."),
    "jst.interrupted": ("przerwano", "jst ledger show tells what was done."),
    "jst.server_missing": (
        "brak bibliotek, na których działa symulator KSeF",
        "Install the extra: pip install 'crpo-ksef[server]'."),
    "jst.softhsm_missing": (
        "nie ma tu SoftHSM2, więc pokazu z tokenem nie wykonano",
        "Install SoftHSM2 (in Debian: apt-get install softhsm2) and repeat."),
    "jst.demo_failed": (
        "pokaz nie wykazał tego, co zapowiada",
        "Run `jst demo --keep FOLDER` and look at what is left there."),
    "transport.error": ("błąd połączenia z rejestrem", "Check the connection."),
    "transport.not_under_intent": (
        "próba wysłania bez wpisu w dzienniku; wysyłkę zatrzymano",
        "A defect of the program: report it."),
    "transport.address_refused": (
        "z takim adresem program się nie łączy",
        "Addresses are https; add a host of your own network to fetch.internal_hosts."),
    "transport.authorities_unusable": (
        "brak pliku wystawców zaufanych w TLS albo jest uszkodzony; nic nie wysłano",
        "Name a PEM file of certificates in ca_bundle; jst settings check tries it."),
    "transport.redirect_refused": (
        "serwer rejestru przekierował zapytanie; przekierowania są odrzucane",
        "Check the register's address in jst.toml."),
    "transport.http_status": (
        "serwer rejestru odpowiedział błędem HTTP",
        "The register may be out of service; ask again later."),
    "transport.answer_too_large": (
        "odpowiedź przekroczyła dozwoloną wielkość",
        "Report it to the administrator."),
    "transport.timed_out": (
        "rejestr nie odpowiedział w wyznaczonym czasie",
        "Silence is no answer; ask again later."),
    "transport.unreachable": (
        "nie udało się połączyć z rejestrem albo połączenie zerwano",
        "Check the network, the register's address and its TLS authorities."),
    "crpo.batch_invalid": (
        "wierszy wsadu nie można wykonać; o nic nie zapytano",
        "Correct the lines named and run the batch again; nothing was asked."),
    "crpo.not_answered": (
        "nie ma zapytania o tym identyfikatorze, na które jest odpowiedź",
        "jst crpo lookup and jst ledger show give the id of a question."),
    "crpo.error": ("błąd klienta CRPO", ""),
    "crpo.query_invalid": (
        "takiego zapytania nie można zadać CRPO",
        "CRPO is asked by the NIP, the PESEL or the foreign tax id of a mandator."),
    "crpo.answer_error": (
        "odpowiedź rejestru niczego nie dowodzi",
        "It does not mean that there is no power of attorney."),
    "crpo.answer_not_authentic": (
        "odpowiedzi nie opatrzono znaną pieczęcią rejestru",
        "Do not use it; tell the administrator."),
    "crpo.answer_not_bound": (
        "odpowiedź nie dotyczy tego zapytania albo tej chwili",
        "Ask again, and tell the administrator."),
    "crpo.answer_not_understood": (
        "odpowiedź jest niezgodna z uzgodnionym kontraktem",
        "Conclude nothing from it; tell the administrator."),
    "crpo.answer_stale": (
        "odpowiedź dotyczy innego dnia",
        "For a decision of today, ask the register today."),
    "crpo.letter_invalid": (
        "wniosku nie przygotowano",
        "Correct the fields of office.toml; jst letter check looks again."),
    "crpo.letter_folder_invalid": (
        "to nie jest katalog przygotowanego wniosku",
        "Name the folder that jst letter prepare made, unchanged."),
    "crpo.letter_step_refused": (
        "tego kroku nie zapisano",
        "jst letter status shows what was done with the letter."),
    "certs.error": ("błąd odczytu certyfikatu lub podpisu", ""),
    "certs.certificate_unreadable": (
        "nie można odczytać certyfikatu",
        "Give the seal's certificate as PEM, DER or PKCS#12."),
    "certs.key_refused": (
        "klucza pieczęci nie przyjęto",
        "Check the key file, its passphrase and its certificate (docs/signing.md)."),
    "certs.name_refused": (
        "nazwy do wniosku o certyfikat nie przyjęto",
        "Correct the field; if KSeF gave it, report it to the Ministry."),
    "certs.token_refused": (
        "token z pieczęcią odmówił",
        "Check the token and the settings; docs/signing.md explains each word."),
    "certs.signing_refused": (
        "dokumentu nie podpisano",
        "Check the certificate's validity and the shape of the document."),
    "certs.self_check_failed": (
        "podpis złożony kluczem nie zgadza się; klucza nie wolno używać",
        "Do not use the key or token; report it to its issuer."),
    "certs.trusted_list_rejected": (
        "listy zaufania nie użyto",
        "Download the Polish trusted list from its operator (nccert.pl), unchanged."),
    "certs.path_refused": (
        "łańcuch certyfikatów się nie zgadza",
        "Give the issuers' certificates (--issuer) and the Polish trusted list."),
    "certs.statement_rejected": (
        "lista CRL albo odpowiedź OCSP niczego nie dowodzi",
        "Take a fresh revocation list or OCSP response from the issuer."),
    "certs.signature_invalid": (
        "podpis dokumentu odrzucono",
        "Use nothing of the document; keep it and tell the administrator."),
}
# fmt: on
