"""What the errors of ledger and accountability say to a person (see jst.cli.texts)."""

from typing import Final

# fmt: off
LOG: Final[dict[str, tuple[str, str]]] = {
    "accountability.error": ("błąd rozliczalności", ""),
    "accountability.action_denied": (
        "odmowa: niczego nie wysłano, nie pokazano i nie zmieniono",
        "Correct the fields named; the denial is in the log."),
    "accountability.quota_exceeded": (
        "wyczerpano limit pytań tej osoby; nic nie wysłano",
        "A manager raises it: jst quota approve, or jst quota override."),
    "accountability.asked_already": (
        "ten wsad wykonuje już inny proces; żadnego wiersza nie wysłano drugi raz",
        "Another process runs this batch, or its state changed; resume later."),
    "accountability.audit_unavailable": (
        "dziennik nie przyjął wpisu, więc nic nie wysłano",
        "Nothing was sent. Restore disk space or the log, then ask again."),
    "accountability.register_refused": (
        "rejestr odmówił odpowiedzi",
        "The refusal is signed and kept."),
    "accountability.outcome_unknown": (
        "wynik nieznany (UNKNOWN)",
        'This does not mean "no powers of attorney". Find the cause, then ask again.'),
    "accountability.not_under_disclosure": (
        "odczyt zachowanej odpowiedzi bez wpisu w dzienniku",
        "Reading what was kept takes an entry (disclosure) first."),
    "accountability.evidence_unreadable": (
        "zachowanej odpowiedzi nie można odczytać",
        "No such file, its key was destroyed, or it was altered."),
    "accountability.period_key_missing": (
        "na tym stanowisku nie ma klucza tego okresu",
        "It was destroyed on purpose, or never made here."),
    "accountability.key_file_unsafe": (
        "plik klucza mogą czytać inni albo nie jest plikiem klucza",
        "Set mode 0600 on the key file and 0700 on its folder."),
    "accountability.retention_refused": (
        "retencja na to nie pozwala",
        "Nothing was destroyed. See docs/operations.md for terms and orders."),
    "accountability.request_not_found": (
        "w dzienniku nie ma takiego wniosku o odsłonięcie",
        "jst officer request prints the id; jst ledger show lists it."),
    "accountability.receipt_invalid": (
        "nie ma dowodu, że te wpisy stoją w dzienniku",
        "Keep the receipt if you have it, tell the officer, run jst ledger verify."),
    "accountability.receipt_unreadable": (
        "to nie jest potwierdzenie",
        "A receipt is the file that jst ledger proof ID --out FILE writes."),
    "accountability.too_many_persons": (
        "odpowiedź obejmuje zbyt wiele osób, aby ją rozliczyć",
        "It was not shown; narrow the question."),
    "accountability.answers_unusable": (
        "katalog odpowiedzi (answers) nie przyjmuje plików",
        "Look at JST_HOME/answers: room on its disk, mode, where a link leads."),
    "accountability.no_room_for_report": (
        "na plik tymczasowy raportu nie ma miejsca",
        "Make room for temporary files, or name another folder in TMPDIR."),
    "accountability.limit_reached": (
        "limit zapytań rejestru jest wyczerpany; nic nie wysłano",
        "Ask again at the time named."),
    "accountability.limits_unavailable": (
        "stanu limitów rejestru nie można odczytać, więc nic nie wysłano",
        "Check the folder of limits (limits_folder) and its mode."),
    "ledger.error": ("błąd dziennika", "jst ledger verify"),
    "ledger.entry_invalid": ("wpis dziennika ma niewłaściwą postać", ""),
    "ledger.note_invalid": (
        "to nie jest poprawny, podpisany punkt kontrolny, klucz lub dowód",
        "Check that the file and the key belong together."),
    "ledger.proof_invalid": ("dowód nie zgadza się z dziennikiem", "Tell the officer."),
    "ledger.key_file_exposed": (
        "plik klucza dziennika mogą czytać inni",
        "Set mode 0600 and replace the key."),
    "ledger.missing": (
        "pod tą ścieżką nie ma dziennika",
        "Check the disk; a new log is made by `jst ledger init`."),
    "ledger.linked": (
        "w miejscu bazy dziennika jest dowiązanie, a nie sama baza",
        "Move the database itself there, or its whole folder, and set JST_HOME."),
    "ledger.exists": (
        "dziennik lub jego pamięć już istnieje; niczego nie zmieniono",
        "Has it ended? Move it aside, jst ledger init --after (docs/operations.md)."),
    "ledger.closed": ("dziennik jest zamknięty", ""),
    "ledger.append_refused": ("wpisu nie dodano do dziennika", ""),
    "ledger.entry_refused": ("wpis zaprzecza dziennikowi; nie dodano go", ""),
    "ledger.clock_behind": (
        "zegar cofnął się względem ostatniego wpisu",
        "Correct the clock; then the operator runs `jst ledger accept-clock`."),
    "ledger.store_failed": ("baza dziennika odmówiła zapisu", "Check the disk."),
    "ledger.read_only": (
        "dziennik jest tylko do odczytu",
        "Check file modes and the file system."),
    "ledger.store_full": ("na dysku dziennika nie ma miejsca", "Free some space."),
    "ledger.untrusted": (
        "dziennik nie jest tym, czym był; niczego nie dodano",
        "Change nothing on the disk and tell the officer."),
    "ledger.moved": (
        "plik dziennika podmieniono lub usunięto w czasie pracy",
        "Change nothing on the disk and tell the officer."),
    "ledger.head_rejected": (
        "podpis lub drzewo dziennika nie zgadza się z jego czołem",
        "Change nothing on the disk; run jst ledger verify and tell the officer."),
    "ledger.body_missing": (
        "treści wpisu nie ma w bazie dziennika",
        "It was pruned, or cut out of the store: jst ledger verify tells which."),
    "ledger.rolled_back": (
        "dziennik jest starszy niż pamięć tego węzła",
        "Was a backup restored? Tell the officer, and follow docs/operations.md."),
    "ledger.memory_unusable": (
        "pamięci węzła nie ma, jest uszkodzona albo należy do innego dziennika",
        "Tell the officer before anything is changed."),
    "ledger.append_ambiguous": (
        "nie wiadomo, czy wpis zapisano",
        "Look with `jst ledger verify` before you repeat anything."),
}
# fmt: on
