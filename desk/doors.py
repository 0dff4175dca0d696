"""Who is in the office in the browser: links that open once, sessions that end, and leaving, here or everywhere.

Link and session are random and told once; the record has their hashes. Sessions are no business of the journal.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, func, update
from sqlalchemy import select as sql
from sqlmodel import Session, col

from desk.delivery import utc_now
from desk.subscriptions import hash_of
from models.database import reading
from models.doors import DoorAttempt, DoorLink, DoorSession
from models.office import OfficeRole

LINK_LIVES = timedelta(hours=1)
ATTEMPT_LIVES = timedelta(minutes=10)
"""For so long a person may take at the city's login."""

IDLE = timedelta(hours=1)
"""After so long without a page a session has ended."""

LONGEST = timedelta(hours=12)
"""After so long it has ended in any case: a working day."""

SWEPT_EVERY = timedelta(days=1)
_NOTED_EVERY = timedelta(minutes=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Visitor:
    """Who asks for a page; `subject` is who that is at the city's login, None for whoever came by a link."""

    name: str
    role: OfficeRole
    subject: str | None = None


@dataclass(frozen=True)
class Inside:
    """Somebody who is in, in one browser or in several."""

    visitor: Visitor
    browsers: int
    since: datetime
    seen_at: datetime


class Doors:
    """Opens, checks and ends sessions."""

    def __init__(self, *, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock
        self._swept_at: datetime | None = None

    def new_link(self, name: str, role: OfficeRole) -> str:
        """Make a link that opens one session of this name and role; return its token."""
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._clock()
        link = DoorLink(token_sha256=hash_of(token), name=name, role=role, made_at=now, ends_at=now + LINK_LIVES)
        with Session(self._engine) as session, session.begin():
            session.add(link)
        return token

    def can_enter(self, token: str) -> bool:
        """Tell whether the link would open now; to ask uses nothing up."""
        with Session(reading(self._engine)) as session:
            return self._opens(session.get(DoorLink, hash_of(token)))

    def enter(self, token: str) -> str | None:
        """Use the link up and open a session; return the session's token, None when the link opens nothing."""
        self._sweep()
        with Session(self._engine) as session, session.begin():
            link = session.get(DoorLink, hash_of(token), with_for_update=True)
            if link is None or not self._opens(link):
                return None
            link.used_at = self._clock()
            session.add(link)
            return self._opened(session, Visitor(link.name, link.role))

    def expect(self, attempt: str, wish: str) -> None:
        """Note that this attempt to log in may come back once; `wish` is where it shall lead."""
        self._sweep()
        row = DoorAttempt(attempt_sha256=hash_of(attempt), wish=wish, ends_at=self._clock() + ATTEMPT_LIVES)
        with Session(self._engine) as session, session.begin():
            session.add(row)

    def came_back(self, attempt: str) -> str | None:
        """Use the attempt up; return where it shall lead, None for one that never was, is over, or was used."""
        found = (
            delete(DoorAttempt)
            .where(col(DoorAttempt.attempt_sha256) == hash_of(attempt), col(DoorAttempt.ends_at) > self._clock())
            .returning(col(DoorAttempt.wish))
        )
        with Session(self._engine) as session, session.begin():
            return session.connection().execute(found).scalar_one_or_none()

    def admit(self, visitor: Visitor) -> str:
        """Open a session for somebody whom the city's login has named; return the session's token."""
        with Session(self._engine) as session, session.begin():
            return self._opened(session, visitor)

    def visitor(self, token: str, *, unasked: bool = False) -> Visitor | None:
        """Return whose session it is, and keep it from becoming idle; None when it has ended or never was.

        `unasked`: a page refreshes itself, nobody acts; that keeps no session from becoming idle.
        """
        hashed, now = hash_of(token), self._clock()
        with Session(reading(self._engine)) as session:
            found = session.get(DoorSession, hashed)
            if found is None or found.left_at or now >= min(found.ends_at, found.seen_at + IDLE):
                return None
            visitor, seen = Visitor(found.name, found.role, found.subject), found.seen_at
        if now - seen >= _NOTED_EVERY and not unasked:
            self._change(col(DoorSession.token_sha256) == hashed, seen_at=now)
        return visitor

    def inside(self) -> list[Inside]:
        """List who is in now, by name."""
        now, door = self._clock(), DoorSession
        key = (col(door.name), col(door.role), col(door.subject))
        question = (
            sql(*key, func.count(), func.min(col(door.opened_at)), func.max(col(door.seen_at)))
            .where(col(door.left_at).is_(None), col(door.ends_at) > now, col(door.seen_at) > now - IDLE)
            .group_by(*key)
            .order_by(*key)
        )
        with Session(reading(self._engine)) as session:
            found = session.connection().execute(question).all()
        return [Inside(Visitor(row[0], row[1], row[2]), row[3], row[4], row[5]) for row in found]

    def leave(self, token: str) -> None:
        """End this session."""
        self._change(col(DoorSession.token_sha256) == hash_of(token), left_at=self._clock())

    def leave_everywhere(self, visitor: Visitor) -> None:
        """End every session of this person, in whichever browser: by their subject, whoever else has the name."""
        self._change(_is(visitor), left_at=self._clock())

    def _opened(self, session: Session, visitor: Visitor) -> str:
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._clock()
        session.add(
            DoorSession(
                token_sha256=hash_of(token), name=visitor.name, role=visitor.role, subject=visitor.subject,
                opened_at=now, seen_at=now, ends_at=now + LONGEST,
            )
        )  # fmt: skip
        return token

    def _opens(self, link: DoorLink | None) -> bool:
        return link is not None and link.used_at is None and self._clock() < link.ends_at

    def _change(self, which: ColumnElement[bool], **values: datetime) -> None:
        question = update(DoorSession).where(which, col(DoorSession.left_at).is_(None)).values(**values)
        with Session(self._engine) as session, session.begin():
            session.connection().execute(question)

    def _sweep(self) -> None:
        """Once a day, when somebody comes in, forget what has lapsed: nobody can come in by it any more."""
        now = self._clock()
        if self._swept_at is not None and now - self._swept_at < SWEPT_EVERY:
            return
        self._swept_at = now
        with Session(self._engine) as session, session.begin():
            for table in (DoorLink, DoorAttempt, DoorSession):
                session.connection().execute(delete(table).where(col(table.ends_at) <= now))


def _is(visitor: Visitor) -> ColumnElement[bool]:
    if visitor.subject is not None:
        return col(DoorSession.subject) == visitor.subject
    return (col(DoorSession.name) == visitor.name) & col(DoorSession.subject).is_(None)
