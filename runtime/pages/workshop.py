"""What a running office prepares years with: the shipped cycles, letters of years to come, rehearsals."""

from collections.abc import Sequence

from desk.preparing.previews import Previews
from planning.format.finding import CYCLE_FILE
from planning.format.source import Source, Unreadable, parse
from runtime.definitions import read
from runtime.refusal import Refused
from runtime.rehearsals.beside import FolderRehearsals
from settings import Settings
from web.starting.workshop import Workshop
from worker import build_drafting


def workshop_of(settings: Settings) -> Workshop:
    """Return the workshop of the settings' office; letters are written as its worker writes them."""
    drafting = build_drafting(
        templates=settings.templates,
        sender=settings.sender_address,
        domain=settings.domain,
        max_bytes=settings.smtp_max_bytes,
        links=settings.link_address,
    )
    return Workshop(
        shipped=lambda: shipped(settings),
        previews=Previews(drafting),
        rehearsals=FolderRehearsals(settings.home / "rehearsed"),
    )


def shipped(settings: Settings) -> Sequence[Source]:
    """Return the cycles that come with the program and can be started in any year, by name."""
    names = sorted(path.parent.name for path in settings.cycles.glob(f"*/{CYCLE_FILE}"))
    return tuple(source for name in names if (source := _yearly(name, settings)) is not None)


def _yearly(name: str, settings: Settings) -> Source | None:
    """Return the folder; None for history, and for what a person has put there that cannot be read."""
    try:
        source = read(name, settings.cycles)
        return source if parse(source).cycle.year is None else None
    except (Refused, Unreadable):
        return None
