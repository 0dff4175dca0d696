"""Delivers what the engine could not be told when a person ordered it."""

import asyncio
import logging

from desk.delivery import Delivery
from models.database import RecordUnusable

log = logging.getLogger(__name__)


async def dispatch(delivery: Delivery, every: float = 5.0) -> None:
    """Deliver stored commands for ever, looking every so many seconds; whatever fails is tried again."""
    while True:
        try:
            delivered = await delivery.deliver()
            if delivered:
                log.info("delivered %d stored commands", delivered)
        except RecordUnusable as error:
            log.warning("%s", error)
        except Exception:  # one command that cannot be read must not end the delivery of all others
            log.exception("stored commands were not delivered")
        await asyncio.sleep(every)
