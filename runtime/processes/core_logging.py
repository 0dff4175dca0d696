"""What Temporal's core writes to the terminal: nothing below an error."""

from functools import cache

from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter


@cache
def hushed() -> Runtime:
    """Return the process's one runtime whose core reports errors only.

    The time-skipping server lacks a capability that the core warns of, for each worker, on standard output.
    """
    errors_only = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter=errors_only)))
