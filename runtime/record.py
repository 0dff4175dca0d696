"""The way to the record for commands beside a running office: there, of this version, or refused with a sentence."""

from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from models.database import check_version, make_engine
from runtime.refusal import Refused
from runtime.state_folder import check_layout
from settings import Settings


def engine_of(settings: Settings) -> Engine:
    """Return an engine for the settings' database, unopened; raises Refused for an address that is none."""
    try:
        return make_engine(settings.database)
    except (ArgumentError, ValueError, ImportError) as error:
        raise Refused(
            "AARSHJUL_DATABASE_URL er ikke en databaseadresse. Skriv postgresql://bruger:kode@vært/base eller "
            "sqlite:////sti/til/fil.",
            "AARSHJUL_DATABASE_URL is not a database address. Write postgresql://user:password@host/base or "
            "sqlite:////path/to/file.",
        ) from error


def refuse_emptied(settings: Settings) -> None:
    """Raise Refused when an office has been here and its database is empty or gone: a new one would hide the loss."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or settings.temporal_address is not None:
        return
    file, engine = Path(url.database or ""), settings.home / "temporal.db"
    left = [each for each in (Path(f"{file}-wal"), engine) if _has_content(each)]
    if _has_content(file) or not left:
        return
    there = " ".join(str(each) for each in left)
    raise Refused(
        f"Databasen {file} er tom eller væk, men her har været et kontor: {there} er der endnu. Intet er ændret. Læg "
        "sikkerhedskopien på plads, flyt temporal.db væk, start igen, og kør »aarshjul rehydrate«; eller flyt alle "
        "filerne væk, så begynder et nyt kontor.",
        f"The database {file} is empty or gone, but there has been an office here: {there} is still there. Nothing was "
        "changed. Put the backup in its place, move temporal.db away, start again and run “aarshjul rehydrate”; or "
        "move all these files away, then a new office begins.",
    )


def _has_content(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def open_record(settings: Settings) -> Engine:
    """Return an engine for a record that is there and of this version.

    Raises Refused when no office has been started yet; NewerState, OlderState and DatabaseUnreachable.
    """
    check_layout(settings.home)
    engine = engine_of(settings)
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise Refused(
            f"Der er intet kontor i {settings.home} endnu. Start det med »aarshjul run« (eller »make run«), "
            "eller vælg en anden mappe med AARSHJUL_HOME.",
            f"There is no office in {settings.home} yet. Start it with “aarshjul run” (or “make run”), "
            "or choose another folder with AARSHJUL_HOME.",
        )
    check_version(engine)
    return engine
