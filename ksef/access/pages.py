"""All pages of a query: one action for as many as one entry can account for.

    for page in persons(...):        # each an action with its receipt
        page.answer.items

A page has at most 100 records (certificates: 50), an entry can name 400 persons. So an
action turns pages until the next could pass that, and the iterator goes on with a new
action that names the one before. Between two pages KSeF may change: a record that
moves to another page comes twice, or is missed; `collect` drops the doubles, and who
must be sure asks again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Generic, Protocol, TypeVar, Unpack

from accountability.action import MAX_PERSONS, Answered, Performed
from accountability.errors import LimitReached
from accountability.transport import HttpReply
from ksef.access.acting import Acting, Call, Line, Replies, run
from ksef.access.endpoints import Endpoint
from ksef.access.transcript import Question
from vocabulary.identifiers import Identifier

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

PAGE_SIZE: Final = 100
FIRST: Final = "0"
_OK: Final = 200


class Page(Protocol[T_co]):
    """One page of KSeF's, of any kind."""

    @property
    def items(self) -> tuple[T_co, ...]:
        """Its records."""
        ...

    def following(self, at: str) -> str | None:
        """Say where the page after this one, which began `at`, begins; or None."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """The records of one action.

    Attributes:
        items: As KSeF ordered them.
        next_page: Where to go on; None: these were the last.
    """

    items: tuple[T, ...]
    next_page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """A query, and how its pages are read.

    Attributes:
        endpoint: Which.
        body: Of the request; None for a GET.
        subjects: Whom the query itself names.
        read: Reads one page.
        persons: Whose data a record discloses.
        fields: Which of their data.
        at: Says where in a list a page begins: what of the question names it.
    """

    endpoint: Endpoint
    body: bytes | None
    subjects: tuple[Identifier, ...]
    read: Callable[[bytes], Page[T]]
    persons: Callable[[T], Iterable[Identifier]]
    fields: tuple[str, ...]
    at: "Callable[[str], At]"

    def question(self, context: str, at: str) -> Question:
        """Make the question of one page."""
        where = self.at(at)
        return Question(
            endpoint=self.endpoint.name,
            context=context,
            query=where.query,
            headers=where.headers,
            body=self.body,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a page begins: in the address, or in a header."""

    query: Mapping[str, str | Sequence[str]]
    headers: Mapping[str, str] = field(default_factory=dict)


def by_number(at: str, *, size: int = PAGE_SIZE) -> At:
    """Name a page by its number."""
    return At(query={"pageOffset": at, "pageSize": str(size)})


def pages(
    listing: Listing[T], *, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found[T]]]:
    """Ask for all pages, action by action, from `start` on.

    Raises:
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: As `acting.run`; what
            came before was answered and proved.
    """
    at: str | None = start
    while at is not None:
        done = run(_call(listing, at, acting), **acting)
        yield done
        at = done.answer.next_page
        acting = acting | {"grounds": replace(acting["grounds"], ref=done.intent_id)}


def collect(found: Iterable[Performed[Found[T]]], key: Callable[[T], str]) -> list[T]:
    """Give all records of all pages, each once by its key."""
    each_once: dict[str, T] = {}
    for done in found:
        for item in done.answer.items:
            each_once.setdefault(key(item), item)
    return list(each_once.values())


def _call(listing: Listing[T], start: str, acting: Acting) -> Call[Found[T]]:
    context = acting["session"].context.type

    def follow(line: Line, first: HttpReply) -> Iterator[tuple[str, HttpReply]]:
        page = listing.read(first.body)
        at, met = page.following(start), set(_persons(listing, page))
        # A holder and an author for each record of the next page, at a guess.
        while at is not None and len(met) + 2 * PAGE_SIZE <= MAX_PERSONS:
            try:
                reply = line.call(listing.endpoint, listing.question(context, at))
            except LimitReached:
                return
            if reply.status == _OK:
                page = listing.read(reply.body)
                met.update(_persons(listing, page))
                if len(met) > MAX_PERSONS:
                    return  # the guess was wrong: unread, it is asked for again
            yield listing.endpoint.name, reply
            if reply.status != _OK:
                return
            at = page.following(at)

    return Call(
        endpoint=listing.endpoint,
        question=listing.question(context, start),
        subjects=listing.subjects,
        read=lambda replies: _found(listing, start, replies),
        follow=follow,
    )


def _found(listing: Listing[T], start: str, replies: Replies) -> Answered[Found[T]]:
    """Say what came; a later page that was refused is where to go on."""
    at: str | None = start
    items: list[T] = []
    persons: dict[Identifier, None] = {}
    for _, reply in replies:
        if reply.status != _OK or at is None:
            break
        page = listing.read(reply.body)
        items.extend(page.items)
        persons.update(dict.fromkeys(_persons(listing, page)))
        at = page.following(at)
    return Answered(
        answer=Found(items=tuple(items), next_page=at),
        count=len(items),
        persons=tuple(persons),
        fields=listing.fields,
        message_id="",
    )


def _persons(listing: Listing[T], page: Page[T]) -> Iterator[Identifier]:
    for item in page.items:
        yield from listing.persons(item)
