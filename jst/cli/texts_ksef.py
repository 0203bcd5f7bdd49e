"""What the errors of ksef, and of jst about it, say to a person (see jst.cli.texts)."""

from typing import Final

# fmt: off
KSEF: Final[dict[str, tuple[str, str]]] = {
    "ksef.error": ("błąd części KSeF", ""),
    "ksef.access.grant_unreadable": (
        "żądania nadania nie można odczytać, niczego nie oceniono",
        "Correct the file; docs/ksef-access.md shows requests."),
    "ksef.question_invalid": (
        "nie można odczytać pytania",
        "Correct the field named; docs/law-questions.md shows each kind of question."),
    "ksef.grants_invalid": (
        "nie można odczytać pliku uprawnień",
        "Correct the field named; docs/law-questions.md shows the file."),
    "ksef.rule_unknown": (
        "nie ma takiej reguły",
        "`jst ksef rules` lists the ids."),
    "ksef.mapping_invalid": (
        "przypisanie pól nie pasuje do zawiadomienia",
        "Correct the mapping; docs/zawfa.md describes it."),
    "ksef.notice_refused": (
        "zawiadomienia nie sporządzono: kontrola wykazała błędy",
        "Correct the fields named; jst zawfa check lists everything."),
    "jst.plan_refused": (
        "tego planu nie wolno wykonać",
        "One person makes the plan (jst ksef plan --out), an approver applies it."),
    "jst.plan_outdated": (
        "plan jest nieaktualny",
        "Make the plan anew (jst ksef plan --out) and have it approved."),
    "jst.grant_to_leaver": (
        "plan nadaje coś osobie, której zaczęto odbierać dostęp",
        (
            "Delete her entries and deputyships that are named from permissions.toml,"
            " or end those that have begun (until); if she comes back, write new ones,"
            " with a from of the day of her offboarding or later. Then plan anew."
        )),
    "jst.credentials_invalid": (
        "poświadczenia do KSeF są błędne",
        "Correct credentials.toml; docs/ksef-access.md shows its shape."),
    "jst.credentials_exposed": (
        "credentials.toml mogą czytać inni; ma złe prawa, a powinien mieć 0600",
        "Give credentials.toml mode 0600: chmod 600."),
    "jst.credential_of_another": (
        "to własne poświadczenie innej osoby",
        (
            "Only its owner logs in with it (person in credentials.toml). Name a"
            " credential of the office's for the context of a unit."
        )),
    "jst.apply_under_way": (
        "inny proces wykonuje teraz plan tego urzędu",
        "Wait until it has ended, and repeat. A killed command blocks nobody."),
    "jst.permissions_invalid": (
        "permissions.toml albo ksef-people.toml jest błędny",
        "Correct permissions.toml or ksef-people.toml; docs/ksef-plan.md shows both."),
    "ksef.plan.error": ("błąd planu uprawnień", ""),
    "ksef.plan.office_without_nip": (
        "urząd w permissions.toml nie ma NIP",
        "Give the office's NIP in [office] of permissions.toml."),
    "ksef.plan.unreadable": (
        "to nie jest plan tej wersji",
        "Make the plan anew: jst ksef plan."),
    "ksef.plan.leaver_unknown": (
        "nie ma takiej osoby albo pozycji",
        "Give the reference (ref) of a person of ksef-people.toml."),
    "jst.leaving_refused": (
        "nie można odebrać ani zatwierdzić",
        "jst ksef offboard PERSON makes the list; another approver applies it."),
    "ksef.plan.altered": (
        "plan zmieniono po utworzeniu",
        "Do not apply it. Make the plan anew: jst ksef plan."),
    "ksef.plan.of_others": (
        "nazwy z planu oznaczają teraz inne numery",
        "The people or units have changed since; make the plan anew."),
    "ksef.plan.review_invalid": (
        "nie można przyjąć arkusza",
        "Fill in decyzja (tak or nie) in each line of the sheet, change nothing else."),
    "jst.certificate_pending": (
        "o certyfikat KSeF wystąpiono, ale jeszcze go nie zapisano",
        (
            "Do not ask again, keep the key: jst ksef certificates fetch NUMBER --out"
            " FILE; jst ksef certificates list tells the numbers."
        )),
    "jst.token_lost": (
        "token KSeF utworzono, ale jego treści nie zapisano",
        (
            "Nobody has its value, and it works. Revoke it: jst ksef tokens revoke"
            " NUMBER; then make a new one."
        )),
    "ksef.context_invalid": (
        "to nie jest kontekst KSeF",
        "Give the kind (Nip, InternalId, NipVatUe, PeppolId) and its number."),
    "ksef.access.error": ("błąd dostępu do KSeF", ""),
    "ksef.access.request_invalid": (
        "wniosek do KSeF ma błędne pole",
        "Correct the field named; nothing was sent."),
    "ksef.access.session_unusable": (
        "nie ma sesji KSeF",
        "Log in: jst ksef login."),
    "ksef.access.refused": ("KSeF odmówił", ""),
    "ksef.access.input_refused": (
        "KSeF nie przyjął żądania",
        "Correct it; jst ksef check-grant judges it before it is sent."),
    "ksef.access.not_authenticated": (
        "KSeF nie uznał tokenu sesji",
        "Log in again: jst ksef login."),
    "ksef.access.forbidden": (
        "KSeF zabronił tej operacji",
        "jst ksef whoami shows the rights of the session."),
    "ksef.access.not_known": (
        "KSeF nie zna tego numeru",
        "Check the number and the environment."),
    "ksef.access.gone": (
        "KSeF nie ma już tych danych",
        "Ask for the permissions instead: jst ksef grants."),
    "ksef.access.too_many_requests": (
        "limit żądań do KSeF jest wyczerpany",
        "Wait until the instant named; do not ask from another address."),
    "ksef.access.operation_refused": (
        "KSeF nie wykonał operacji",
        "Correct the request; jst ksef check-grant judges it before it is sent."),
    "ksef.access.unclear": (
        "odpowiedź KSeF jest niezrozumiała",
        "Do not repeat a change blindly: ask for the state first."),
    "ksef.access.server_failed": (
        "KSeF ma przerwę albo błąd",
        "Try later. Do not repeat a change blindly: ask for the state first."),
    "ksef.access.answer_unknown": (
        "pytanie do KSeF bez odpowiedzi, wynik nieznany (UNKNOWN)",
        "The question has changed nothing: find the cause, and ask again."),
    "ksef.access.change_unknown": (
        "nie wiadomo, czy KSeF wykonał zmianę (UNKNOWN)",
        (
            "It may have taken effect; do not repeat it. See jst ksef tokens list,"
            " certificates list, grants; revoke a token whose value nobody has."
        )),
}
KSEF_WIRE: Final[dict[str, str]] = {
    "transport.error": "błąd połączenia z KSeF",
    "transport.authorities_unusable": (
        "pliku wystawców, którym urząd ufa w TLS (ksef_access.ca_bundle), brak albo"
        " jest uszkodzony; to żądanie nie wyszło"),
    "transport.redirect_refused": (
        "KSeF przekierował żądanie; przekierowania są odrzucane (sprawdź"
        " ksef_access.url)"),
    "transport.http_status": "KSeF odpowiedział błędem HTTP",
    "transport.answer_too_large": "odpowiedź KSeF jest większa, niż przyjmujemy",
    "transport.timed_out": "KSeF nie odpowiedział w wyznaczonym czasie",
    "transport.unreachable": "nie udało się połączyć z KSeF albo połączenie zerwano",
}
"""What the wire did, below an error of KSeF: code -> Polish sentence."""
# fmt: on
