"""Every setting with its value and where it comes from, as it may be shown; of secrets only whether they are set."""

import os
from collections.abc import Iterator, Mapping
from typing import get_args

from pydantic import SecretStr

from models.configuration import ShownSetting
from models.schedule import Text
from planning.format.finding import nearest
from settings import Settings

_PREFIX = "AARSHJUL_"
_OF_TESTS = frozenset({"AARSHJUL_EXAMPLES"})


def shown_settings(settings: Settings, environment: Mapping[str, str] = os.environ) -> tuple[ShownSetting, ...]:
    """Return every setting in the order of the operator's table."""
    return tuple(_shown(settings, name, environment) for name in Settings.model_fields)


def _shown(settings: Settings, name: str, environment: Mapping[str, str]) -> ShownSetting:
    value, setting = getattr(settings, name), f"{_PREFIX}{name.upper()}"
    given = any(key.upper() == setting and found for key, found in environment.items())
    if SecretStr in (Settings.model_fields[name].annotation, *get_args(Settings.model_fields[name].annotation)):
        return ShownSetting(setting, None, value is not None)
    return ShownSetting(setting, "" if value is None else str(value), given)


def unknown_settings(environment: Mapping[str, str] = os.environ) -> Iterator[Text]:
    """Yield a sentence for every variable that looks like a setting and is none; values are never told."""
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        own = name.upper().removeprefix(_PREFIX)
        if own != name.upper() and own not in known and name.upper() not in _OF_TESTS:
            near = nearest(own, known)
            meant = f"{_PREFIX}{near}" if near else ""
            yield Text(
                da=f"Indstillingen {name} findes ikke og har ingen virkning."
                + (f" Mente du {meant}?" if meant else " »aarshjul settings« viser dem, der findes."),
                en=f"There is no setting {name}; it has no effect."
                + (f" Did you mean {meant}?" if meant else " “aarshjul settings” shows those that there are."),
            )
