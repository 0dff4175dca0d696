"""The engine for commands that need it now: reached, or named with what to do."""

from temporalio.client import Client

from runtime.refusal import Refused
from settings import Settings
from temporal_client import connect


async def reached(settings: Settings) -> Client:
    """Return a connected client for a command that needs the engine now; raises Refused when it is away."""
    try:
        return await connect(settings)
    except (RuntimeError, OSError) as error:
        raise Refused(
            f"Temporal kan ikke nås på {settings.temporal_target}. Det gemte er i behold; start kontoret med "
            "»aarshjul run«, eller ret AARSHJUL_TEMPORAL_ADDRESS.",
            f"Temporal cannot be reached at {settings.temporal_target}. What is stored is safe; start the office with "
            "“aarshjul run”, or correct AARSHJUL_TEMPORAL_ADDRESS.",
        ) from error
