"""How the simulated KSeF says no, in the legacy form and as problem details.

    400   exception.exceptionDetailList[], or problem details with errors[]
    401, 403, 404, 410   problem details always
    429   status{code, description, details}, or problem details; with Retry-After

`X-Error-Format: problem-details` asks for the second form.
Source: OpenAPI 2.7.0, the responses of each operation; RFC 9457.
"""

from datetime import datetime
from secrets import token_hex
from types import MappingProxyType
from typing import Any, Final

from jst.simulators.ksef_names import iso, reference

DESCRIPTIONS: Final = MappingProxyType(
    {
        9101: "Nieprawidłowy dokument.",
        9102: "Brak podpisu.",
        9103: "Przekroczona liczba dozwolonych podpisów.",
        9105: "Nieprawidłowy podpis.",
        21001: "Nieczytelna treść.",
        21111: "Nieprawidłowe wyzwanie autoryzacyjne.",
        21115: "Nieprawidłowy certyfikat.",
        21117: "Nieprawidłowy identyfikator podmiotu dla wskazanego typu kontekstu.",
        21217: "Nieprawidłowe kodowanie znaków.",
        21301: "Brak autoryzacji.",
        21304: "Brak uwierzytelnienia.",
        21308: "Próba wykorzystania metod autoryzacyjnych osoby zmarłej.",
        21401: "Dokument nie jest zgodny ze schemą (xsd).",
        21405: "Błąd walidacji danych wejściowych.",
        21406: "Konflikt podpisu i typu uwierzytelnienia.",
        21418: "Przekazany token kontynuacji ma nieprawidłowy format.",
        21470: "Przesłany identyfikator klucza jest nieznany lub wskazuje na wycofany"
        " klucz.",
        25001: "Brak możliwości pobrania danych do CSR dla wykorzystanego sposobu"
        " uwierzytelnienia.",
        25002: "Brak możliwości złożenia wniosku certyfikacyjnego dla wykorzystanego"
        " sposobu uwierzytelnienia.",
        25003: "Dane w CSR nie zgadzają się z danymi w użytym wektorze"
        " uwierzytelniającym.",
        25004: "Niepoprawny format CSR lub niepoprawny podpis CSR.",
        25005: "Wniosek certyfikacyjny o podanym numerze referencyjnym nie istnieje.",
        25006: "Osiągnięto limit możliwych do złożenia wniosków certyfikacyjnych.",
        25007: "Osiągnięto limit dopuszczalnej liczby posiadanych certyfikatów.",
        25008: "Certyfikat o podanym numerze seryjnym nie istnieje.",
        25009: "Nie można odwołać wskazanego certyfikatu, ponieważ jest już odwołany,"
        " zablokowany lub nieważny.",
        25010: "Nieprawidłowy typ lub długość klucza.",
        25011: "Nieprawidłowy algorytm podpisu CSR.",
        26001: "Nie można nadać tokenowi uprawnień których nie posiadasz.",
        26002: "Nie można wygenerować tokena dla obecnego typu kontekstu.",
        30001: "Podmiot lub uprawnienie już istnieje.",
    }
)
_TITLES: Final = MappingProxyType(
    {
        400: "Bad Request",
        401: "Unauthorized",
        403: "Forbidden",
        404: "Not Found",
        405: "Method Not Allowed",
        410: "Gone",
        413: "Content Too Large",
        429: "Too Many Requests",
        500: "Internal Server Error",
        503: "Service Unavailable",
    }
)
_BAD_REQUEST: Final = 400
_TOO_MANY: Final = 429


class Problem(Exception):
    """A request is answered with an error; nothing was done.

    Attributes:
        status: HTTP status.
        detail: What is wrong, in Polish, without values.
        code: The code of a 400.
        details: More about it, for a 400.
        members: Further members of the problem details.
        retry_after_s: For a 429.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: int = 0,
        details: tuple[str, ...] = (),
        members: dict[str, Any] | None = None,
        retry_after_s: int = 0,
    ) -> None:
        super().__init__(f"{status} {code or ''}".strip())
        self.status = status
        self.detail = detail
        self.code = code
        self.details = details
        self.members = members or {}
        self.retry_after_s = retry_after_s

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to the answer."""
        if self.status == _TOO_MANY:
            return {"Retry-After": str(self.retry_after_s)}
        return {}

    def body(
        self, *, path: str, now: datetime, as_problem: bool
    ) -> tuple[str, dict[str, Any]]:
        """Give the media type and the JSON of the answer."""
        if as_problem or self.status not in {_BAD_REQUEST, _TOO_MANY}:
            return "application/problem+json", self._problem(path, now)
        if self.status == _TOO_MANY:
            status = {
                "code": _TOO_MANY,
                "description": _TITLES[_TOO_MANY],
                "details": [self.detail],
            }
            return "application/json", {"status": status}
        listed = {
            "exceptionCode": self.code,
            "exceptionDescription": self.detail,
            "details": list(self.details),
        }
        told = {
            "exceptionDetailList": [listed],
            "referenceNumber": reference("EX", now),
            "serviceCode": token_hex(16),
            "serviceCtx": "bogus-simulator",
            "serviceName": "ksef",
            "timestamp": iso(now),
        }
        return "application/json", {"exception": told}

    def _problem(self, path: str, now: datetime) -> dict[str, Any]:
        told: dict[str, Any] = {
            "title": _TITLES.get(self.status, "Error"),
            "status": self.status,
            "instance": path,
            "detail": self.detail,
            "timestamp": iso(now),
            "traceId": token_hex(16),
        }
        if self.status == _BAD_REQUEST:
            told["detail"] = "Żądanie jest nieprawidłowe."
            told["errors"] = [
                {
                    "code": self.code,
                    "description": self.detail,
                    "details": list(self.details),
                }
            ]
        return told | self.members


def refused(code: int, *details: str) -> Problem:
    """Make the 400 of a code."""
    return Problem(400, DESCRIPTIONS[code], code=code, details=details)


def unauthorized() -> Problem:
    """Make the 401 of a token that is missing, forged, of another kind or over."""
    return Problem(401, "Token jest nieprawidłowy albo wygasł.")


def forbidden(reason: str, detail: str, **security: object) -> Problem:
    """Make the 403 of a reason; `security` is what its `reasonCode` promises."""
    members = {"reasonCode": reason, "security": dict(security) or None}
    return Problem(403, detail, members=members)


def not_yours() -> Problem:
    """Make the 403 of something that is another one's, or not there."""
    return forbidden(
        "insufficient-resource-access", "Brak dostępu do wskazanego zasobu."
    )


def gone() -> Problem:
    """Make the 410 of a reference number that is no longer kept."""
    return Problem(410, "Operacja wygasła i nie jest już dostępna.")


def too_many(limit: str, retry_after_s: int) -> Problem:
    """Make the 429 of an exceeded limit, e.g. `30 żądań na minutę`."""
    return Problem(
        _TOO_MANY,
        f"Przekroczono limit {limit}. Spróbuj ponownie po {retry_after_s} sekundach.",
        retry_after_s=retry_after_s,
    )
