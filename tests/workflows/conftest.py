"""One office per test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.engine import Office, open_office


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Give an office with nothing started."""
    async with open_office(tmp_path) as office:
        yield office
