"""The letters of a simulated year: those that leave, those that are held, and those that wait for a pause to end."""

from collections.abc import Collection, Container, Iterable, Iterator
from itertools import pairwise
from typing import Self

from models.letters import LetterOrder
from models.vocabulary import LetterKind


class Outgoing(list[LetterOrder]):
    """Letters in the order in which they were decided. `held` are those that wait for a release by a person."""

    def __init__(self, hold: Collection[LetterKind] = (), *, paused: bool = False) -> None:
        super().__init__()
        self.held: list[LetterOrder] = []
        self.drafted: frozenset[str] = frozenset()  # keys of held letters that are written already
        self._rests: list[int] = []  # how many letters had been decided each time the year came to rest
        self._kinds = frozenset(hold)
        self._waiting_since = 0 if paused else None

    def append(self, order: LetterOrder) -> None:
        """Let a letter leave, or hold it when its kind is held."""
        if order.kind in self._kinds and order.settled is None:
            self.held.append(order)
        else:
            super().append(order)

    def __iadd__(self, orders: Iterable[LetterOrder]) -> Self:  # type: ignore[misc,override]  # a list's takes more
        for order in orders:
            self.append(order)
        return self

    def take_held(self, keys: Container[str]) -> list[LetterOrder]:
        """Return the held letters of these keys, which are held no longer."""
        taken = [order for order in self.held if order.own_key in keys]
        self.held = [order for order in self.held if order.own_key not in keys]
        return taken

    def release(self, orders: Iterable[LetterOrder]) -> None:
        """Let letters leave that were held."""
        super().extend(orders)

    def pause(self) -> None:
        """Letters that are decided from here on wait for the end of the pause."""
        self._waiting_since = len(self)

    def go_on(self, kinds: Container[LetterKind] = frozenset(LetterKind)) -> None:
        """The pause, if there is one, is over: of the letters that waited, those of these kinds leave."""
        if self._waiting_since is not None:
            waited = self[self._waiting_since :]
            self[self._waiting_since :] = [order for order in waited if order.settled or order.kind in kinds]
        self._waiting_since = None

    def rest(self) -> None:
        """The year is at rest: all that could leave has left, and what comes leaves by itself."""
        if self._waiting_since is None:
            self._rests.append(len(self))

    def left_together(self) -> Iterator[list[LetterOrder]]:
        """Yield the letters that wait for nothing, those as one that left between two rests."""
        letters = self.left()
        for first, last in pairwise([0, *self._rests, len(letters)]):
            yield letters[first:last]

    def left(self) -> list[LetterOrder]:
        """Return the letters that wait for nothing."""
        return list(self[: self._waiting_since])
