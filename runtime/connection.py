"""The way to the Temporal server: the embedded one, or one that somebody else runs."""

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig

from runtime.refusal import Refused
from settings import Settings


async def connect(settings: Settings) -> Client:
    """Return a connected client; raises RuntimeError when the server cannot be reached.

    For a server of somebody else's, TLS and API key come from Temporal's own environment configuration
    (`TEMPORAL_TLS_…`, `TEMPORAL_API_KEY`, `TEMPORAL_PROFILE`).
    """
    if settings.temporal_address is None:
        return await Client.connect(
            settings.temporal_target, namespace=settings.temporal_namespace, data_converter=pydantic_data_converter
        )
    secured = ClientConfig.load_client_connect_config()
    secured["target_host"], secured["namespace"] = settings.temporal_target, settings.temporal_namespace
    return await Client.connect(**secured, data_converter=pydantic_data_converter)


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
