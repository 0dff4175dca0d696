"""When the children of a year want to be looked at again."""

from collections.abc import Callable, Mapping
from datetime import datetime

from planning.acts.replanning import Child


class Moments:
    """The next moment of each child. A state is asked once: between two acts almost all of thousands stay as they are.

    Whoever changes a child says so.
    """

    def __init__(self, children: Mapping[str, Child], ask: Callable[[Child], datetime | None]) -> None:
        self._children = children
        self._ask = ask
        self._unasked = set(children)
        self._known: dict[str, datetime] = {}

    def changed(self, id_: str) -> None:
        """The child has another state."""
        self._unasked.add(id_)

    def known(self) -> Mapping[str, datetime]:
        """Return the moments by the children's ids; a child that waits for a person alone has none."""
        for id_ in self._unasked:
            self._known.pop(id_, None)
            if moment := self._ask(self._children[id_]):
                self._known[id_] = moment
        self._unasked.clear()
        return self._known
