"""The ports of the embedded office, looked at before anything starts, so that a taken one gets one clear sentence."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass

from models.schedule import Text
from runtime.refusal import Refused

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Port:
    """A port that the office wants: its number, what for, and the setting that changes it."""

    number: int
    purpose: Text
    setting: str


def check_free(ports: Sequence[Port]) -> None:
    """Raise Refused for the first port that another program has, or that two settings share."""
    seen: dict[int, Port] = {}
    for port in ports:
        if (other := seen.setdefault(port.number, port)) is not port:
            raise Refused(
                f"{port.setting} og {other.setting} er begge {port.number}. Giv dem hver sin port.",
                f"{port.setting} and {other.setting} are both {port.number}. Give each its own port.",
            )
        if not _is_free(port.number):
            raise Refused(
                f"Port {port.number} ({port.purpose.da}) er optaget af et andet program. "
                f"Stop det, eller vælg en anden port: {port.setting}={port.number + 10}.",
                f"Port {port.number} ({port.purpose.en}) is taken by another program. "
                f"Stop it, or choose another port: {port.setting}={port.number + 10}.",
            )


def _is_free(number: int) -> bool:
    with socket.socket() as probe:
        # As servers do it: connections of the office's last run that are still winding down do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, number))
        except OSError:
            return False
        return True
