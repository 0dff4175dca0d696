"""How whatever runs until it is told to stop hears that: SIGINT, SIGTERM or SIGHUP."""

import asyncio
import signal


def stop_signal() -> asyncio.Event:
    """Return an event that is set by the first of the signals; for the running event loop."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    return stop
