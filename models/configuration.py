"""A setting as it is shown to people: never with a secret in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShownSetting:
    """One setting. `value` None: a secret, of which only `given` is told; empty when nothing is set.

    `given`: whether the environment sets it; what it does not set has its default.
    """

    name: str
    value: str | None
    given: bool
