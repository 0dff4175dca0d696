"""The record on both databases, and a desk in an office with everything in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import engine
from tests.desk.counter import Counter, open_counter

__all__ = ["engine"]


@pytest_asyncio.fixture
async def counter(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Counter]:
    """Give a desk whose record is empty: on SQLite, or on the kind of database that a test names (`on_both`)."""
    async with open_counter(tmp_path, getattr(request, "param", "sqlite")) as counter:
        yield counter


@pytest_asyncio.fixture
async def opened(counter: Counter) -> Counter:
    """Give a desk whose cycle has begun: the letters are approved and have left."""
    await counter.start()
    await counter.approve()
    return counter
