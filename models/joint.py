"""One durable commit for what several threads write at the same moment: SQLite syncs its file once for all of them."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlmodel import Session

Value = TypeVar("Value")


def write(engine: Engine, work: Callable[[Session], Value]) -> Value:
    """Return what `work` returns, once what it wrote is committed; what it raises is raised here, and undone alone.

    Works of other threads may stand in the same transaction, before or after this one, never between its statements.
    PostgreSQL joins the commits of its sessions itself: there every work has a transaction of its own.
    """
    if engine.dialect.name != "sqlite":
        with Session(engine) as session, session.begin():
            return work(session)
    mine = _Work(work)
    writer_of(engine).commit(mine)
    return mine.outcome()


def writer_of(engine: Engine) -> "Writer":
    """Return the one writer of this engine in this process."""
    return _WRITERS.setdefault(engine, Writer(engine))


class _Work(Generic[Value]):
    def __init__(self, work: Callable[[Session], Value]) -> None:
        self._work = work
        self._value: list[Value] = []
        self.error: BaseException | None = None
        self.over = False

    def do(self, connection: Connection) -> None:
        """Do the work in a savepoint of its own."""
        try:
            with Session(connection, join_transaction_mode="create_savepoint") as session, session.begin():
                self._value = [self._work(session)]
        except Exception as error:  # whatever it is belongs to the thread that asked
            self.error = error

    def outcome(self) -> Value:
        if self.error is not None:
            raise self.error
        return self._value[0]


class Writer:
    """The threads of one engine: who comes first commits for all that have come by then."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[_Work[Any]] = deque()
        self._turn = Lock()

    @property
    def waiting(self) -> int:
        """How many works wait for the next commit."""
        return len(self._waiting)

    def commit(self, mine: _Work[Any]) -> None:
        """Return when this work is over: committed by this thread or by another, or failed."""
        self._waiting.append(mine)
        with self._turn:
            if not mine.over:
                self._together([self._waiting.popleft() for _ in range(len(self._waiting))])

    def _together(self, works: list[_Work[Any]]) -> None:
        try:
            with self._engine.begin() as connection:
                for each in works:
                    each.do(connection)
        except BaseException as error:
            for each in works:
                each.error = each.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for each in works:
                each.over = True


_WRITERS: WeakKeyDictionary[Engine, Writer] = WeakKeyDictionary()
