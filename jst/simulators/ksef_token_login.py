"""Log in to the simulated KSeF by a KSeF token: decrypt, compare, judge later.

    token|timestampMs -> RSA-OAEP SHA-256 -> base64 -> here

Only a bad challenge or key is told at once; the rest is status 450 of the login.
Source: facts/ksef-api.md, 2.5 and 2.6.
"""

import binascii
from base64 import b64decode
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from jst.simulators.ksef_body import AnyContextId, Body
from jst.simulators.ksef_ips import IpPolicy
from jst.simulators.ksef_login_model import BAD_TOKEN, Verdict
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_problems import refused
from jst.simulators.ksef_subjects import TOKEN
from jst.simulators.ksef_tokens import KsefToken
from jst.simulators.ksef_world import World

KeyId = Annotated[str, StringConstraints(min_length=44, max_length=44)]


class _AllowedIps(Body):
    ip4_addresses: list[str] | None = None
    ip4_ranges: list[str] | None = None
    ip4_masks: list[str] | None = None


class _Policy(Body):
    allowed_ips: _AllowedIps | None = None


class TokenLogin(Body):
    """What POST /auth/ksef-token is sent."""

    challenge: Annotated[str, StringConstraints(min_length=36, max_length=36)]
    context_identifier: AnyContextId
    encrypted_token: str
    public_key_id: KeyId | None = None
    policy: Annotated[_Policy | None, Field(alias="authorizationPolicy")] = None


def log_in(world: World, body: TokenLogin) -> dict[str, object]:
    """Accept a login by token.

    Raises:
        Problem: 21111, 21470 or 21405.
    """
    policy = _policy(body.policy)
    world.keys.check_id(body.public_key_id)
    given = world.logins.spend(body.challenge)
    context = body.context_identifier.ident
    token, wrong = _read(world, body, given)
    if token is not None and wrong is None:
        token.used_at = world.clock()

    def judge() -> Verdict | None:
        if wrong or token is None:
            return wrong
        return world.ksef_tokens.judge(token, context)

    return world.logins.accept(
        context=context,
        subject=token.author if token else Ident("System"),
        means=TOKEN,
        policy=policy,
        judge=judge,
        limit=frozenset(token.permissions) if token else frozenset(),
        token=token.reference if token else "",
    )


def _read(
    world: World, body: TokenLogin, given: datetime
) -> tuple[KsefToken | None, Verdict | None]:
    try:
        sealed = b64decode(body.encrypted_token, validate=True)
        clear = world.keys.decrypt(sealed, body.public_key_id)
    except (binascii.Error, ValueError):
        return None, Verdict(BAD_TOKEN, "Nieprawidłowe szyfrowanie tokena")
    try:
        text, bar, stamp = clear.decode().rpartition("|")
    except UnicodeDecodeError:
        return None, Verdict(BAD_TOKEN, "Nieprawidłowe kodowanie tokena")
    token = world.ksef_tokens.find(text) if bar else None
    if token is None:
        return None, Verdict(BAD_TOKEN, "Nieprawidłowy token")
    if stamp != str(int(given.timestamp() * 1000)):
        return token, Verdict(BAD_TOKEN, "Nieprawidłowy czas tokena")
    return token, None


def _policy(policy: _Policy | None) -> IpPolicy | None:
    allowed = policy.allowed_ips if policy else None
    if allowed is None:
        return None
    try:
        return IpPolicy.read(
            allowed.ip4_addresses or [],
            allowed.ip4_ranges or [],
            allowed.ip4_masks or [],
        )
    except ValueError as wrong:
        raise refused(21405, f"authorizationPolicy: {wrong}") from wrong
