"""Waiting where somebody watches: what takes longer than two seconds says so, and goes on saying so."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.schedule import Text
from runtime.processes.children import Tell

FIRST_WORD = 2.0
NEXT_WORD = 5.0


@asynccontextmanager
async def shown(tell: Tell, what: Text) -> AsyncIterator[None]:
    """Tell `what` is being waited for while the block runs, if it takes longer than two seconds."""
    telling = asyncio.create_task(_keep_telling(tell, what))
    try:
        yield
    finally:
        telling.cancel()


async def _keep_telling(tell: Tell, what: Text) -> None:
    began = time.monotonic()
    await asyncio.sleep(FIRST_WORD)
    while True:
        seconds = time.monotonic() - began
        tell(Text(da=f"  {what.da} … ({seconds:.0f} s)", en=f"  {what.en} … ({seconds:.0f} s)"))
        await asyncio.sleep(NEXT_WORD)
