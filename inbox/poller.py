"""Looking into every source in turn: what is new is filed, what cannot be reached is remembered and tried again."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from inbox.filing import Filing
from inbox.sources import Position, Source, Unreachable
from models.cycles import Cycle
from models.database import DatabaseUnreachable, reading
from models.inbox import Mailbox
from models.schedule import Text

log = logging.getLogger("aarshjul.inbox")


@dataclass(frozen=True)
class Looked:
    """What one look found: how many new mails, and what could not be reached."""

    filed: int
    troubles: tuple[Text, ...] = ()


class Poller:
    """Reads the sources into the record; one look at a time."""

    def __init__(
        self, engine: Engine, sources: Sequence[Source], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._engine, self._sources, self._clock = engine, sources, clock

    def look(self) -> Looked:
        """File everything that is new. Raises DatabaseUnreachable; then the next look begins where this one ended."""
        found = [self._look_into(source) for source in self._sources]
        return Looked(sum(each.filed for each in found), tuple(text for each in found for text in each.troubles))

    def _look_into(self, source: Source) -> Looked:
        filing, filed = Filing(self._engine, source.name), 0
        try:
            for arrived in source.new(self._position(source)):
                filed += filing.file(arrived, self._clock())
        except Unreachable as trouble:
            self._note(source, trouble.sentence)
            return Looked(filed, (trouble.sentence,))
        except IntegrityError:  # another reader has filed the same mail meanwhile
            return Looked(filed)
        self._note(source, None)
        return Looked(filed)

    def _position(self, source: Source) -> Position:
        with Session(reading(self._engine)) as session:
            box = session.get(Mailbox, source.name)
            started = session.exec(select(func.min(Cycle.started_at))).one()
        since = _day_before(min(started or self._clock(), self._clock()))
        return Position(box.validity if box else None, box.last_uid if box else 0, since)

    def _note(self, source: Source, trouble: Text | None) -> None:
        now = self._clock()
        with Session(self._engine) as session, session.begin():
            box = session.get(Mailbox, source.name) or Mailbox(source=source.name)
            if trouble is None:
                box.read_at, box.failing_since, box.error_da, box.error_en = now, None, None, None
            else:
                box.failing_since = box.failing_since or now
                box.error_da, box.error_en = trouble.da, trouble.en
            session.add(box)


async def keep_looking(poller: Poller, every: float, tell: Callable[[Text], None]) -> None:
    """Look every so many seconds until cancelled; a trouble is told when it begins, not again while it lasts."""
    told: tuple[Text, ...] = ()
    while True:
        try:
            troubles = (await asyncio.to_thread(poller.look)).troubles
        except DatabaseUnreachable as error:
            troubles = (error.sentence,)
        except Exception as error:  # a defect must not end the reading of all mail: it is said, and tried again
            log.exception("looking for mail")
            troubles = (_defect(error),)
        for each in troubles:
            if each not in told:
                tell(each)
        told = troubles
        await asyncio.sleep(every)


def _day_before(moment: datetime) -> date:
    return (moment - timedelta(days=1)).date()


def _defect(error: Exception) -> Text:
    what = f"{type(error).__name__}: {error}"[:200]
    return Text(
        da=f"Indgående mail kan ikke læses på grund af en fejl i programmet ({what}). Intet er tabt; der prøves igen.",
        en=f"Incoming mail cannot be read because of a defect ({what}). Nothing is lost; it is tried again.",
    )
