"""Forms that act once: what came of the first sending is what every other sending of the same form is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from desk.delivery import utc_now
from desk.refusals import COMMANDS
from desk.subscriptions import hash_of
from models.database import reading
from models.forms import SentForm
from models.journal import Command
from models.schedule import Text

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Sent:
    """A form that was sent before. `said` is None when nobody knows what came of it: it acts still, or was cut off."""

    by: str
    said: tuple[Text, ...] | None


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else did since a form was shown."""

    by: str
    what: Text
    at: datetime


class SentForms:
    """Remembers forms by the hash of their id."""

    def __init__(self, *, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def take(self, form_id: str, by: str) -> Sent | None:
        """Note that this form acts now and return None; return what is known when it was sent before."""
        try:
            with Session(self._engine) as session, session.begin():
                session.add(SentForm(form_sha256=hash_of(form_id), by=by, at=self._clock()))
        except IntegrityError:
            return self.sent(form_id)
        return None

    def sent(self, form_id: str) -> Sent | None:
        """Return what came of a form; None for one that nobody has sent."""
        with Session(reading(self._engine)) as session:
            found = session.get(SentForm, hash_of(form_id))
            if found is None:
                return None
            said = None if found.said is None else tuple(Text.model_validate(each) for each in found.said)
            return Sent(found.by, said)

    def done(self, form_id: str, said: Sequence[Text]) -> None:
        """Note what came of it; forms of a month ago are forgotten."""
        with Session(self._engine) as session, session.begin():
            found = session.get_one(SentForm, hash_of(form_id))
            found.said = [each.model_dump() for each in said]
            session.add(found)
            session.exec(delete(SentForm).where(col(SentForm.at) < self._clock() - KEPT))

    def undone(self, form_id: str) -> None:
        """Let the form be sent again: nothing came of it."""
        with Session(self._engine) as session, session.begin():
            session.exec(delete(SentForm).where(col(SentForm.form_sha256) == hash_of(form_id)))

    def seen(self) -> int:
        """Return how far the commands have come that a form shown now knows of."""
        with Session(reading(self._engine)) as session:
            return session.exec(select(func.max(col(Command.number)))).one() or 0

    def meanwhile(self, about: str, seen: int, by: str) -> list[Meanwhile]:
        """List what others did about a workflow and what hangs below it since a form was shown, oldest first."""
        of_it = (col(Command.workflow_id) == about) | col(Command.workflow_id).startswith(f"{about}:", autoescape=True)
        question = select(Command).where(of_it, col(Command.number) > seen, col(Command.by) != by)
        with Session(reading(self._engine)) as session:
            rows = session.exec(question.order_by(col(Command.number))).all()
            return [Meanwhile(row.by, COMMANDS.get(row.name, _SOMETHING), row.given_at) for row in rows]


_SOMETHING = Text(da="En ændring", en="A change")
