"""The way to the Temporal server: the embedded one, or one that somebody else runs."""

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig, ClientConnectConfig

from settings import Settings


async def connect(settings: Settings) -> Client:
    """Return a connected client; raises RuntimeError when the server cannot be reached.

    For a server of somebody else's, TLS and API key come from Temporal's own environment configuration
    (`TEMPORAL_TLS_…`, `TEMPORAL_API_KEY`, `TEMPORAL_PROFILE`).
    """
    config = ClientConfig.load_client_connect_config() if settings.temporal_address else ClientConnectConfig()
    config["target_host"], config["namespace"] = settings.temporal_target, settings.temporal_namespace
    return await Client.connect(**config, data_converter=pydantic_data_converter)
