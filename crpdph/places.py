"""Places of a document: which element may stand where, and whether its text matters."""

from collections.abc import Callable

Attributes = dict[str, str]
Opener = Callable[[Attributes], None]
Closer = Callable[["Place"], None]


class Place:
    """Where an element may stand: what may stand in it, and what is done with it."""

    __slots__ = (
        "attributes",
        "child_named",
        "children",
        "closed",
        "has_text",
        "opened",
        "parent",
        "text",
    )
    parent: "Place"

    def __init__(
        self,
        parent: "Place | None",
        opened: Opener | None = None,
        closed: "Closer | None" = None,
        *,
        has_text: bool = False,
    ) -> None:
        self.parent = self if parent is None else parent
        self.opened = opened
        self.closed = closed
        self.has_text = has_text
        self.children: dict[str, Place] = {}
        self.child_named = self.children.get
        self.attributes: Attributes = {}
        self.text = ""

    def child(
        self, name: str, opened: Opener | None = None, closed: "Closer | None" = None
    ) -> "Place":
        """Let an element stand here."""
        made = self.children[name] = Place(self, opened, closed)
        return made

    def text_child(self, name: str, closed: "Closer") -> None:
        """Let an element stand here whose text is wanted; of others none is kept."""
        self.children[name] = Place(self, None, closed, has_text=True)
