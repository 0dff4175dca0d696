"""Every setting with its value and where it comes from, as it may be shown; of secrets only whether they are set."""

import os
from collections.abc import Mapping
from typing import get_args

from pydantic import SecretStr

from models.configuration import ShownSetting
from settings import Settings

_PREFIX = "AARSHJUL_"


def shown_settings(settings: Settings, environment: Mapping[str, str] = os.environ) -> tuple[ShownSetting, ...]:
    """Return every setting in the order of the operator's table."""
    return tuple(_shown(settings, name, environment) for name in Settings.model_fields)


def _shown(settings: Settings, name: str, environment: Mapping[str, str]) -> ShownSetting:
    value, setting = getattr(settings, name), f"{_PREFIX}{name.upper()}"
    given = any(key.upper() == setting and found for key, found in environment.items())
    if SecretStr in (Settings.model_fields[name].annotation, *get_args(Settings.model_fields[name].annotation)):
        return ShownSetting(setting, None, value is not None)
    return ShownSetting(setting, "" if value is None else str(value), given)
