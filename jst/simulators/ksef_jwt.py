"""The tokens of the simulated KSeF: signed JWTs that only it can read as authority.

    AuthenticationToken   45 minutes   polls a login and redeems it
    ContextToken          15 minutes   calls the API (access token)
    RefreshToken          7 days       makes new access tokens

What claims the Ministry writes is undocumented; these are the ones seen in its clients
(facts/ksef-api.md, 2.1). The key lives as long as the process.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from jst.simulators.ksef_names import iso
from jst.simulators.ksef_problems import unauthorized
from vocabulary.clock import Clock

_ALGORITHM: Final = "HS256"


class TokenType(StrEnum):
    """What a token is for; the value stands in its claim `typ`."""

    AUTHENTICATION = "AuthenticationToken"
    ACCESS = "ContextToken"
    REFRESH = "RefreshToken"


LIFETIMES: Final = {
    TokenType.AUTHENTICATION: timedelta(seconds=2700),
    TokenType.ACCESS: timedelta(minutes=15),
    TokenType.REFRESH: timedelta(days=7),
}


class Tokens:
    """Writes and reads the tokens of one simulator."""

    def __init__(self, *, clock: Clock) -> None:
        self._key = OctKey.generate_key(256)
        self._clock = clock

    def issue(self, kind: TokenType, claims: dict[str, Any]) -> dict[str, str]:
        """Write a token; gives `token` and `validUntil`, as answers have them."""
        now = self._clock()
        until = now + LIFETIMES[kind]
        told = {
            "typ": kind.value,
            "iss": "bogus-ksef-simulator",
            "aud": "bogus-ksef-api",
            "iat": int(now.timestamp()),
            "exp": int(until.timestamp()),
        }
        token = jwt.encode({"alg": _ALGORITHM}, claims | told, self._key)
        return {"token": token, "validUntil": iso(until)}

    def read(
        self, text: str, *kinds: TokenType, may_be_over: bool = False
    ) -> dict[str, Any]:
        """Read a token of one of the kinds.

        Raises:
            Problem: 401; it is none of ours, of another kind, or over.
        """
        try:
            claims = jwt.decode(text, self._key, algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError) as odd:
            raise unauthorized() from odd
        is_over = claims["exp"] <= self._clock().timestamp()
        if claims["typ"] not in kinds or (is_over and not may_be_over):
            raise unauthorized()
        return claims
