"""KSeF tokens: make one, list them, revoke one; each an action of the ledger.

A token logs in with the permissions it was given, and those never change. It is made
only after a login by signature or certificate, in a context by NIP or InternalId, and
holds at most what its author holds. Its value is told once, and kept nowhere by us: the
evidence of the action has it taken out.

Source: API 2.7.0, /tokens. The law lets tokens be used until 31 December 2026 (§ 13
ust. 1 pkt 1 of Dz.U. 2025 poz. 1815, known from a secondary source).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Unpack

from accountability.action import Answered, Performed
from accountability.clear_text import hides_identifier
from accountability.transport import HttpReply
from ksef.access.acting import Acting, run
from ksef.access.body_text import body_bytes, check_whole
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import RequestInvalid
from ksef.access.exchange import Call, Replies
from ksef.access.fingerprint import Fingerprint
from ksef.access.judging import Facts, judged
from ksef.access.kept_reply import without_secrets
from ksef.access.pages import FIRST, PAGE_SIZE, At, Found, Listing, pages
from ksef.access.parties import Json, Person, kind_of
from ksef.access.paths import reference_number
from ksef.access.secret import Secret
from ksef.access.transcript import Question
from vocabulary.identifiers import Identifier

if TYPE_CHECKING:
    from ksef.access.messages_tokens import TokenInfo

FIELDS: Final = ("token", "author", "permissions")
_LEAST_DESCRIPTION: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token that was made a moment ago.

    Attributes:
        reference: Its number, for a revocation.
        value: The token; KSeF never tells it again.
    """

    reference: str
    value: Secret


def create(
    permissions: tuple[str, ...],
    description: str,
    *,
    facts: Facts | None = None,
    strict: bool = False,
    **acting: Unpack[Acting],
) -> Performed[NewToken]:
    """POST /tokens: make a token of the one who is logged in.

    Args:
        permissions: As the API writes them; at most those that the session has.
        description: What it is for, in 5 to 256 characters.
        facts: What the judge is told besides, e.g. `authorPermissions`.
        strict: Whether it stays unmade when the judge cannot tell without more facts.
        acting: See `Acting`.

    Raises:
        RequestInvalid: The description holds an identifier, or what cannot be written;
            nothing left.
        ActionDenied, LimitReached: Nothing left.
        InputRefused: 26001 a permission that you do not hold, 26002 the context.
        OutcomeUnknown: A token may have been made whose value nobody knows: list the
            tokens, and revoke it.
    """
    if hides_identifier(description):
        raise RequestInvalid(
            "description",
            "holds a NIP or PESEL",
            polish="opis zawiera NIP albo PESEL; napisz, do czego token służy",
        )
    endpoint = ENDPOINTS["tokens_create"]
    body: Json = {"permissions": list(permissions), "description": description}
    heard: list[HttpReply] = []

    def hide(reply: HttpReply) -> HttpReply:
        heard.append(reply)
        return without_secrets(reply)

    def read(replies: Replies) -> Answered[NewToken]:
        from ksef.access.messages_tokens import MadeToken  # noqa: PLC0415 - lazy

        del replies  # the value is in what was heard, and in nothing that is kept
        made = MadeToken.read(heard[0].body)
        new = NewToken(reference=made.reference_number, value=Secret(made.token))
        return Answered(
            answer=new, count=1, persons=(), fields=(), message_id=new.reference
        )

    call = Call(
        endpoint=endpoint,
        question=Question(
            endpoint=endpoint.name,
            context=acting["session"].context.type,
            body=body_bytes(body),
        ),
        subjects=(),
        read=read,
        hide=hide,
        against=judged(
            endpoint, body, session=acting["session"], facts=facts, strict=strict
        ),
    )
    return run(call, **acting)


def listed(
    *,
    statuses: tuple[str, ...] = (),
    description: str = "",
    author: Person | None = None,
    start: str = FIRST,
    **acting: Unpack[Acting],
) -> Iterator[Performed[Found["TokenInfo"]]]:
    """GET /tokens: the tokens of this context that the session may see, by pages.

    The API takes the author in the address, where logs of others would read it. So KSeF
    is told the kind of the author's number, and the number itself only when it is the
    fingerprint of a certificate; tokens of other authors are left out here. The entry
    of the action names everybody whom KSeF told us of.

    Args:
        statuses: As the API writes them; none: all.
        description: A part of it, of at least 3 characters.
        author: Who made them.
        start: Where to go on.
        acting: See `Acting`.

    Raises:
        RequestInvalid: The description is too short or holds an identifier; nothing
            left.
    """
    from ksef.access.messages_tokens import TokensPage  # noqa: PLC0415 - lazy

    listing = Listing(
        endpoint=ENDPOINTS["tokens"],
        body=None,
        subjects=() if author is None else (author,),
        read=TokensPage.read,
        persons=_persons,
        fields=FIELDS,
        at=_by_token(_asked(statuses, description, author)),
    )
    for done in pages(listing, start=start, **acting):
        if author is None:
            yield done
            continue
        mine = tuple(
            each
            for each in done.answer.items
            if each.author_identifier and each.author_identifier.party() == author
        )
        yield replace(done, answer=replace(done.answer, items=mine))


def _asked(
    statuses: tuple[str, ...], description: str, author: Person | None
) -> dict[str, str | Sequence[str]]:
    """Write the filter for an address."""
    check_whole(list(statuses), "status")
    check_whole(description, "description")
    said: dict[str, str | Sequence[str]] = {}
    if statuses:
        said["status"] = statuses
    if description:
        if hides_identifier(description) or len(description) < _LEAST_DESCRIPTION:
            raise RequestInvalid(
                "description",
                "has 3 characters or more; no NIP or PESEL",
                polish="szukany opis ma co najmniej 3 znaki, bez NIP i PESEL",
            )
        said["description"] = description
    if author is not None:
        said["authorIdentifierType"] = kind_of(author)
    if isinstance(author, Fingerprint):
        said["authorIdentifier"] = author.reveal()
    return said


def _by_token(asked: dict[str, str | Sequence[str]]) -> Callable[[str], At]:
    return lambda at: At(
        query={"pageSize": str(PAGE_SIZE), **asked},
        headers={} if at == FIRST else {"x-continuation-token": at},
    )


def status(reference: str, **acting: Unpack[Acting]) -> Performed["TokenInfo"]:
    """GET /tokens/{referenceNumber}."""
    endpoint = ENDPOINTS["token"]

    def read(replies: Replies) -> Answered["TokenInfo"]:
        from ksef.access.messages_tokens import TokenInfo  # noqa: PLC0415 - lazy

        token = TokenInfo.read(replies[0][1].body)
        return Answered(
            answer=token,
            count=1,
            persons=tuple(_persons(token)),
            fields=FIELDS,
            message_id=token.reference_number,
        )

    question = Question(
        endpoint=endpoint.name,
        context=acting["session"].context.type,
        path={"referenceNumber": reference_number(reference)},
    )
    return run(
        Call(endpoint=endpoint, question=question, subjects=(), read=read), **acting
    )


def revoke(reference: str, **acting: Unpack[Acting]) -> Performed[str]:
    """DELETE /tokens/{referenceNumber}; gives the reference back.

    Sessions that it has opened live on to the end of their access token.
    """
    endpoint = ENDPOINTS["token_revoke"]
    question = Question(
        endpoint=endpoint.name,
        context=acting["session"].context.type,
        path={"referenceNumber": reference_number(reference)},
    )

    def read(replies: Replies) -> Answered[str]:
        del replies
        return Answered(
            answer=reference, count=1, persons=(), fields=(), message_id=reference
        )

    return run(
        Call(endpoint=endpoint, question=question, subjects=(), read=read), **acting
    )


def _persons(token: "TokenInfo") -> Iterator[Identifier]:
    author = token.author_identifier
    if author is not None and (party := author.party()) is not None:
        yield party
