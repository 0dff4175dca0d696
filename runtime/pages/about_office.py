"""What the office says of itself: its version, whom to ask, how accessible it is, and what it is built of."""

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from runtime.refusal import Refused
from settings import CHECKOUT, Settings
from web.doors.about import About, Package

_NAMED = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST = 80
"""Some packages put the whole text where the name of the licence belongs."""


def about_of(settings: Settings) -> About:
    """Return what is shown on the about page; raises Refused for a statement that cannot be read."""
    contact = settings.contact or settings.sender_address
    return About(version("aarshjul"), contact, _statement(settings.accessibility or ""), packages)


@cache
def packages() -> tuple[Package, ...]:
    """Return what the office is built of, by name: the locked packages that are installed here."""
    locked = (CHECKOUT / "requirements" / "run.txt").read_text("utf-8")
    found = (_package(name) for name in sorted(_NAMED.findall(locked), key=str.lower))
    return tuple(each for each in found if each)


def _package(name: str) -> Package | None:
    try:
        told = distribution(name)
    except PackageNotFoundError:  # of another system or Python
        return None
    words = told.metadata
    names = [*(words.get_all("License-Expression") or ()), *(words.get_all("License") or ()), ""]
    named = str(names[0]).partition("\n")[0].strip()
    classified = [each.removeprefix(_CLASSIFIER) for each in words.get_all("Classifier") or () if _CLASSIFIER in each]
    licence = named if 0 < len(named) <= _LONGEST else ", ".join(classified)
    return Package(str(words["Name"]), told.version, licence)


def _statement(given: str) -> str:
    if given.startswith(("https://", "http://")) or not given:
        return given
    try:
        return Path(given).expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(
            f"AARSHJUL_ACCESSIBILITY er »{given}«. Skriv erklæringens adresse (https://…) eller en tekstfil i UTF-8.",
            f"AARSHJUL_ACCESSIBILITY is “{given}”. Write the statement's address (https://…) or a text file in UTF-8.",
        ) from None
