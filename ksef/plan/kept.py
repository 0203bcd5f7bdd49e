"""[4] Kept answers, bytes as KSeF gave them, become the state of a context. Pure.

pages of each query -> records -> ContextState; a list that was cut off is not whole
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from ksef.access.context import ContextId
from ksef.access.errors import KsefUnclear
from ksef.access.pages import FIRST, Page
from ksef.plan.actual import ContextState, Listed
from ksef.plan.gather import Records, gather

M = TypeVar("M")

CUT: Final = "ksef.plan.pages_missing"
"""The last page that was kept says that there are more."""


def state_of(
    context: ContextId,
    answers: Mapping[Listed, Sequence[bytes]],
    unread: Mapping[Listed, str] | None = None,
) -> ContextState:
    """Read the answers of one context.

    Args:
        context: Whose they are.
        answers: The pages of each query, in their order.
        unread: Why another query has no answer: the code of an error.

    Returns:
        The state; a page that cannot be read makes its list unread, and no error.
    """
    from ksef.access import messages_permissions as said  # noqa: PLC0415 - lazy

    why = dict(unread or {})
    odd: dict[Listed, str] = {}

    def records(listed: Listed, read: Callable[[bytes], Page[M]]) -> list[M]:
        """Give the records of a list; where a page is odd or missing, note it."""
        pages: list[Page[M]] = []
        for raw in answers.get(listed, ()):
            try:
                pages.append(read(raw))
            except KsefUnclear as unclear:
                odd[listed] = unclear.code
        if listed in answers and (not pages or pages[-1].following(FIRST) is not None):
            odd.setdefault(listed, CUT)
        return [item for page in pages for item in page.items]

    persons = records(Listed.PERSONS, said.GrantsPage.read)
    subunits = records(Listed.SUBUNITS, said.SubunitGrantsPage.read)
    received = records(Listed.RECEIVED, said.EntityGrantsPage.read)
    roles = records(Listed.ROLES, said.EntityRolesPage.read)
    below = records(Listed.SUBORDINATES, said.SubordinateRolesPage.read)
    authorised = records(Listed.AUTHORISATIONS, said.AuthorisationGrantsPage.read)
    return gather(
        context,
        Records(
            whole=frozenset(answers),
            unread=why | odd,
            pages={listed: len(pages) for listed, pages in answers.items()},
            persons=persons,
            subunits=subunits,
            received=received,
            roles=roles,
            subordinates=below,
            authorisations=authorised,
        ),
    )
