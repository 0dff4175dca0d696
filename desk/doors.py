"""Who is in the office in the browser: links that open once, sessions that end, and leaving, here or everywhere.

Link and session are random and told once; the record has their hashes. Sessions are no business of the journal.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from desk.delivery import utc_now
from desk.subscriptions import hash_of
from models.database import reading
from models.doors import DoorLink, DoorSession
from models.office import OfficeRole

LINK_LIVES = timedelta(hours=1)
IDLE = timedelta(hours=1)
"""After so long without a page a session has ended."""

LONGEST = timedelta(hours=12)
"""After so long it has ended in any case: a working day."""

_NOTED_EVERY = timedelta(minutes=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Visitor:
    """Who asks for a page."""

    name: str
    role: OfficeRole


class Doors:
    """Opens, checks and ends sessions."""

    def __init__(self, *, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

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
        opened, now = secrets.token_urlsafe(_TOKEN_BYTES), self._clock()
        with Session(self._engine) as session, session.begin():
            link = session.get(DoorLink, hash_of(token), with_for_update=True)
            if link is None or not self._opens(link):
                return None
            link.used_at = now
            session.add(link)
            session.add(
                DoorSession(token_sha256=hash_of(opened), name=link.name, role=link.role, opened_at=now, seen_at=now,
                            ends_at=now + LONGEST)
            )  # fmt: skip
        return opened

    def visitor(self, token: str) -> Visitor | None:
        """Return whose session it is, and keep it from becoming idle; None when it has ended or never was."""
        hashed, now = hash_of(token), self._clock()
        with Session(reading(self._engine)) as session:
            found = session.get(DoorSession, hashed)
            if found is None or found.left_at or now >= min(found.ends_at, found.seen_at + IDLE):
                return None
            visitor, seen = Visitor(found.name, found.role), found.seen_at
        if now - seen >= _NOTED_EVERY:
            self._change(col(DoorSession.token_sha256) == hashed, seen_at=now)
        return visitor

    def leave(self, token: str) -> None:
        """End this session."""
        self._change(col(DoorSession.token_sha256) == hash_of(token), left_at=self._clock())

    def leave_everywhere(self, name: str) -> None:
        """End every session of this name, in whichever browser."""
        self._change(col(DoorSession.name) == name, left_at=self._clock())

    def _opens(self, link: DoorLink | None) -> bool:
        return link is not None and link.used_at is None and self._clock() < link.ends_at

    def _change(self, which: object, **values: datetime) -> None:
        question = update(DoorSession).where(which, col(DoorSession.left_at).is_(None)).values(**values)  # type: ignore[arg-type]  # -- a condition, however SQLModel types it
        with Session(self._engine) as session, session.begin():
            session.connection().execute(question)
