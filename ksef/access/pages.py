"""All pages of a query: one action for as many as one entry can account for.

    for page in persons(...):        # each an action with its receipt
        page.answer.items

A page has at most 100 records (certificates: 50), an entry can name 400 persons. So an
action turns pages until the next could pass that, and the iterator goes on with a new
action that names the one before. Between two pages KSeF may change: a record that
moves to another page comes twice, or is missed; `collect` drops the doubles, and who
must be sure asks again.

A page that alone names more persons than an entry can is not handed out: it is asked
for again, in the same action, by ten records. What breaks a later page ends the action
with those that came; the next one begins where it broke. A list that does not end (an
empty page with more behind it, a page that names itself) is unclear.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Generic, Protocol, TypeVar, Unpack

from accountability.action import MAX_PERSONS, Answered, Performed
from accountability.errors import LimitReached, TransportError
from accountability.transport import HttpReply
from ksef.access.acting import Acting, run
from ksef.access.endpoints import Endpoint
from ksef.access.errors import KsefUnclear
from ksef.access.exchange import Call, Line, Replies
from ksef.access.transcript import Question
from vocabulary.identifiers import Identifier

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

PAGE_SIZE: Final = 100
SMALLEST_PAGE: Final = 10
MOST_PAGES: Final = 40
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
    """Name a page by its number, e.g. `3`; in pages of another size, `30:10`."""
    number, _, other = at.partition(":")
    return At(query={"pageOffset": number, "pageSize": other or str(size)})


def narrowed(listing: "Listing[T]", at: str) -> str | None:
    """Name the first of the smallest pages in which a page lies; None: it is one."""
    if listing.at(at).query.get("pageSize") != str(PAGE_SIZE) or not at.isdigit():
        return None
    return f"{int(at) * (PAGE_SIZE // SMALLEST_PAGE)}:{SMALLEST_PAGE}"


def pages(
    listing: Listing[T], *, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found[T]]]:
    """Ask for all pages, action by action, from `start` on.

    Raises:
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: As `acting.run`; what
            came before was answered and proved.
        KsefUnclear: The list begins again where it began before.
    """
    at: str | None = start
    begun: set[str] = set()
    while at is not None:
        if at in begun:
            raise KsefUnclear(_OK, "page-again")
        begun.add(at)
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
        pages = _Pages(listing, start)
        pages.add(first)
        while pages.at is not None and pages.has_room:
            question = listing.question(context, pages.at)
            try:
                reply = line.call(listing.endpoint, question)
                if not pages.add(reply):
                    return  # unread, it is asked for again by the next action
            except (LimitReached, TransportError, KsefUnclear):
                return
            yield listing.endpoint.name, reply
            if reply.status != _OK:
                return

    return Call(
        endpoint=listing.endpoint,
        question=listing.question(context, start),
        subjects=listing.subjects,
        read=lambda replies: _found(listing, start, replies),
        follow=follow,
    )


class _Pages(Generic[T]):
    """The pages of one action, as they come."""

    def __init__(self, listing: Listing[T], start: str) -> None:
        self.at: str | None = start
        self.items: list[T] = []
        self.persons: dict[Identifier, None] = {}
        self._listing = listing
        self._turned: set[str] = set()
        self._size = PAGE_SIZE

    @property
    def has_room(self) -> bool:
        """Whether the next page fits: a holder and an author a record, at a guess."""
        guess = len(self.persons) + 2 * self._size
        return len(self._turned) < MOST_PAGES and guess <= MAX_PERSONS

    def add(self, reply: HttpReply) -> bool:
        """Take a page; False: it names too many persons beside those that came.

        A page that was refused is where to go on.

        Raises:
            KsefUnclear: It cannot be read, or leads nowhere.
        """
        if reply.status != _OK or self.at is None:
            return True
        page, at = self._listing.read(reply.body), self.at
        following = page.following(at)
        self._turned.add(at)
        if following is not None and (not page.items or following in self._turned):
            raise KsefUnclear(_OK, "endless")
        named = dict.fromkeys(_persons(self._listing, page))
        if len(self.persons | named) > MAX_PERSONS:
            narrow = None if self.items else narrowed(self._listing, at)
            if narrow is not None:
                self.at, self._size = narrow, SMALLEST_PAGE
                return True
            if self.items:
                return False
        self.items.extend(page.items)
        self.persons |= named
        self.at = following
        return True


def _found(listing: Listing[T], start: str, replies: Replies) -> Answered[Found[T]]:
    """Say what came."""
    pages = _Pages(listing, start)
    for _, reply in replies:
        pages.add(reply)
    return Answered(
        answer=Found(items=tuple(pages.items), next_page=pages.at),
        count=len(pages.items),
        persons=tuple(pages.persons),
        fields=listing.fields,
        message_id="",
    )


def _persons(listing: Listing[T], page: Page[T]) -> Iterator[Identifier]:
    for item in page.items:
        yield from listing.persons(item)
