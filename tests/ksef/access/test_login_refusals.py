"""Every status of a refused login has its class, its words and its next step."""

import pytest

from ksef.access.context import ContextId
from ksef.access.errors_login import AnswerOddLogin, LoginRefused
from ksef.access.login_refusals import (
    CertificateRejected,
    ContextBlocked,
    LoginCanceled,
    LoginFailed,
    LoginRevoked,
    NoPermissions,
    NoPermissionsInUnit,
    SubjectDeceased,
    TokenRejected,
    refusal_of,
)
from ksef.access.messages_auth import LoginStatus
from tests.bogus_pki import BOGUS_NIP
from tests.ksef.access.places import OFFICE, PEPPOL, UNIT, VAT_UE


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (415, NoPermissions),
        (425, LoginRevoked),
        (450, TokenRejected),
        (460, CertificateRejected),
        (470, SubjectDeceased),
        (480, ContextBlocked),
        (500, LoginFailed),
        (550, LoginCanceled),
    ],
)
def test_each_status_is_an_error_of_its_own(
    code: int, kind: type[LoginRefused]
) -> None:
    """Each has words and a next step of its own."""
    error = refusal_of(LoginStatus(code), OFFICE)

    assert type(error) is kind
    assert (code, f"login-{code}") == (error.number, error.word)
    assert error.polish
    assert error.hint


@pytest.mark.parametrize("code", [201, 300, 499, 999])
def test_a_number_that_nobody_knows_is_no_refusal(code: int) -> None:
    """Neither a yes nor a no: it may be asked again."""
    with pytest.raises(AnswerOddLogin):
        refusal_of(LoginStatus(code), OFFICE)


def test_a_provision_that_nobody_here_has_read_is_cited_so() -> None:
    """Of the act of 2025 only what others tell is known."""
    error = refusal_of(LoginStatus(415), OFFICE)

    assert "§ 5 ust. 1, Dz.U. 2025 poz. 1815" == error.provision
    assert not error.text_seen


@pytest.mark.parametrize(
    ("context", "kind"),
    [
        (OFFICE, NoPermissions),
        (VAT_UE, NoPermissions),
        (PEPPOL, NoPermissions),
        (UNIT, NoPermissionsInUnit),
    ],
    ids=str,
)
def test_only_a_unit_has_a_representative(
    context: ContextId, kind: type[LoginRefused]
) -> None:
    """What is said for a unit would send others on the wrong errand."""
    assert type(refusal_of(LoginStatus(415), context)) is kind


@pytest.mark.parametrize(
    ("code", "detail", "reason"),
    [
        (450, "Nieprawidłowe wyzwanie autoryzacyjne", "challenge"),
        (450, "Nieprawidłowy token", "token"),
        (450, "Nieprawidłowy czas tokena.", "time"),
        (450, "Token unieważniony", "revoked"),
        (450, "Token nieaktywny", "inactive"),
        (450, "Nieprawidłowe szyfrowanie tokena", "encryption"),
        (450, "Nieprawidłowe kodowanie tokena", "encoding"),
        (450, f"Token nie może być użyty w kontekście {BOGUS_NIP}", "context"),
        (460, "Nieważny certyfikat.", "not_valid"),
        (460, "Błąd weryfikacji łańcucha certyfikatów", "chain"),
        (460, "Niezaufany łańcuch certyfikatów", "untrusted"),
        (460, "Certyfikat odwołany", "revoked"),
        (460, "Certyfikat zawieszony", "suspended"),
        (460, "Niepoprawny certyfikat", "incorrect"),
        (460, "Coś nowego", ""),
        (415, "Nieprawidłowy token", ""),
    ],
)
def test_details_become_words_of_ours(code: int, detail: str, reason: str) -> None:
    """KSeF's own text may name an identifier, so none of it is kept."""
    error = refusal_of(LoginStatus(code, (detail,)), OFFICE)

    assert reason == error.reason
    assert BOGUS_NIP not in f"{error} {error!r} {error.polish} {vars(error)}"


def test_a_known_detail_is_found_among_others() -> None:
    """Details are a list."""
    status = LoginStatus(460, ("Coś nowego", "Certyfikat odwołany"))

    assert "revoked" == refusal_of(status, OFFICE).reason
