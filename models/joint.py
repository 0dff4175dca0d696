"""One durable commit for what several coroutines write at one moment: SQLite syncs its file once for all of them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

Value = TypeVar("Value")


async def write(engine: Engine, work: Callable[[Session], Value]) -> Value:
    """Return what `work` returns, once what it wrote is committed; what it raises is raised here, and undone alone.

    Works of others may stand in the same transaction, before or after this one, never between its statements. One that
    stood beside a failing one is done a second time, as if it had not been done before. PostgreSQL joins the commits of
    its sessions itself: there every work has a transaction of its own.
    """
    mine = _Work(work)
    if engine.dialect.name != "sqlite":
        await asyncio.to_thread(together, engine, [mine])
    else:
        await _writer_of(engine).commit(mine)
    return mine.outcome()


def _writer_of(engine: Engine) -> "_Writer":
    """Return the one writer of this engine in the running event loop."""
    writers = _WRITERS.setdefault(asyncio.get_running_loop(), WeakKeyDictionary())
    if engine not in writers:
        writers[engine] = _Writer(engine)
    return writers[engine]


class _Work(Generic[Value]):
    def __init__(self, work: Callable[[Session], Value]) -> None:
        self._work = work
        self._value: list[Value] = []
        self.error: BaseException | None = None
        self.over = False

    def do(self, session: Session) -> None:
        self._value = [self._work(session)]
        session.flush()
        session.expunge_all()  # the next work reads for itself

    def outcome(self) -> Value:
        if self.error is not None:
            raise self.error
        return self._value[0]


class _Writer:
    """The coroutines of one engine: while one thread commits, those who come wait, and are committed together."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: list[_Work[Any]] = []
        self._writing: asyncio.Future[None] | None = None
        self._thread = ThreadPoolExecutor(1, "record")  # its own: it stands behind nobody's typesetting

    async def commit(self, mine: _Work[Any]) -> None:
        """Return when this work is over: committed with others, or failed."""
        self._waiting.append(mine)
        while not mine.over:
            if self._writing is None:
                self._writing = asyncio.ensure_future(self._write())
            await asyncio.shield(self._writing)  # who is cancelled leaves the commit to the others

    async def _write(self) -> None:
        works, self._waiting = self._waiting, []
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, together, self._engine, works)
        finally:
            self._writing = None


def together(engine: Engine, works: list[_Work[Any]]) -> None:
    """Do the works in one transaction; when one of them fails, each in a transaction of its own."""
    try:
        with Session(engine) as session, session.begin():
            for each in works:
                _do(each, session)
    except _Failed:
        for each in works if len(works) > 1 else []:
            together(engine, [each])
    except BaseException as error:  # the commit: nobody's work is in the record
        for each in works:
            each.error = error
        if not isinstance(error, Exception):
            raise
    finally:
        for each in works:
            each.over = True


class _Failed(Exception):  # noqa: N818 -- named for what has happened
    pass


def _do(work: _Work[Any], session: Session) -> None:
    work.error = None
    try:
        work.do(session)
    except Exception as error:  # whatever it is belongs to the coroutine that asked
        work.error = error
        raise _Failed from error


_WRITERS: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakKeyDictionary[Engine, _Writer]] = WeakKeyDictionary()
