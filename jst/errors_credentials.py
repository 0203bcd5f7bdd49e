"""What KSeF has made for this office, and the office does not hold whole.

JstError
+ CertificatePending  a KSeF certificate was asked for, and is not beside its key yet
+ TokenLost           a KSeF token was made, and its value was not written
"""

from jst.errors import JstError


class CertificatePending(JstError):
    """A KSeF certificate was asked for, and is not beside its key yet; the key is kept.

    Attributes:
        intent_id: The last action, where there is one.
    """

    code = "jst.certificate_pending"
    hint = (
        "Nie występuj drugi raz i nie usuwaj pliku z kluczem. Dokończ: jst ksef"
        " certificates fetch NUMER --out PLIK; numery pokazuje jst ksef certificates"
        " list."
    )

    def __init__(
        self,
        file: str = "",
        number: str = "",
        intent_id: str = "",
        *,
        on_token: bool = False,
    ) -> None:
        """Keep where the key is, and the number of request or certificate if known.

        Args:
            file: Where the key waits, or "".
            number: Of the request, or of the certificate.
            intent_id: The last action, where there is one.
            on_token: Whether the key is on the token.
        """
        english = [f"the key waits in {file}"] if file else []
        polish = [f"klucz czeka w {file}"] if file else []
        if on_token:
            english, polish = ["the key is on the token"], ["klucz jest na tokenie"]
        if number:
            english.append(f"number {number}")
            polish.append(f"numer {number}")
        said = ", ".join(english) or "the certificate was not written"
        super().__init__(said, polish=", ".join(polish))
        self.intent_id = intent_id


class TokenLost(JstError):
    """A KSeF token was made and its value not written; nobody has it, and it works."""

    code = "jst.token_lost"
    hint = (
        "Treści tokenu nikt nie ma, a token jest czynny. Unieważnij go: jst ksef tokens"
        " revoke NUMER; potem utwórz nowy."
    )

    def __init__(self, number: str) -> None:
        super().__init__(f"token {number}", polish=f"numer {number}")
