"""What a calendar program gets that subscribes: the tag of the present revision, and the calendar itself.

The tag follows from the record's versions, so that a program that has the latest is told so without building anything.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import Connection, Engine, bindparam, select
from sqlmodel import Session, col

from activities.calendar_revision import revision_columns, revision_of, written
from activities.entries import entries_of
from activities.planned_entries import Noted
from models.bodies import Body, Contact, Substitute
from models.cycles import Cycle
from models.database import reading
from models.feeds import Feed
from models.vocabulary import CLASS_ROLES, CycleStage, FeedScope, Language, Role
from models.watching import Watch
from rendering.ical import feed
from rendering.message import Mailbox

LAYOUT = "1"
"""Part of every tag: change it when the same record is written as other bytes."""

_KEPT = 64
_ADDRESSES = 5_000
_FEED = Feed.__table__.c  # type: ignore[attr-defined]  # -- every table of SQLModel has it
_BY_TOKEN = select(_FEED.scope, _FEED.whose, _FEED.cycle, _FEED.language, *revision_columns(_FEED.cycle)).where(
    _FEED.token_sha256 == bindparam("hash"), _FEED.revoked_at.is_(None)
)
"""What a token opens, and how far its cycle has come, in one reading: programs ask for it all day."""


@dataclass(frozen=True)
class Subscription:
    """A calendar that somebody may read, at its present revision."""

    scope: FeedScope
    whose: str
    cycle: str | None
    language: Language
    roles: tuple[tuple[str, str, Role], ...]  # a person's: cycle, body or class, role
    tag: str


@dataclass(frozen=True)
class Content:
    """The calendar's bytes."""

    plain: bytes

    @cached_property
    def packed(self) -> bytes:
        """The same, packed, at the first wish."""
        return gzip.compress(self.plain, compresslevel=6, mtime=0)


class Subscriptions:
    """Reads calendars out of the record; `sender` is their organizer. Keeps the latest ones ready."""

    def __init__(self, *, engine: Engine, domain: str, sender: str) -> None:
        self._engine = reading(engine)
        self._domain = domain
        self._organizer = Mailbox(name="", address=sender)
        self._watch = Watch(self._engine)
        self._known: dict[str, tuple[int, Subscription]] = {}
        self.content = lru_cache(maxsize=_KEPT)(self._content)

    def at_hand(self, address: str) -> Subscription | None:
        """Return what this address (`hash_of` a token, or `public/` and a cycle) opens when that takes no reading.

        That is when it has been asked for and nothing at all was committed since; it waits for nobody. None otherwise.
        """
        known = self._known.get(address)
        return known[1] if known and known[0] == self._watch.mark() else None

    def by_token(self, token: str) -> Subscription | None:
        """Return what this token opens; None for one that never was, or is no more."""
        address = hash_of(token)
        return self._kept(address, lambda: self._opened_by(address))

    def public(self, cycle: str) -> Subscription | None:
        """Return the year that is published for everyone under this name; None when none is."""
        return self._kept(f"public/{cycle}", lambda: self._published(cycle))

    def _kept(self, address: str, ask: Callable[[], Subscription | None]) -> Subscription | None:
        """The mark is older than the answer: what was committed between them is asked for again."""
        mark, found = self._watch.mark(), ask()
        self._known.pop(address, None)
        if found and mark is not None:
            while len(self._known) >= _ADDRESSES:
                self._known.pop(next(iter(self._known)), None)
            self._known[address] = mark, found
        return found

    def _opened_by(self, address: str) -> Subscription | None:
        with self._engine.connect() as connection:
            found = connection.execute(_BY_TOKEN, {"hash": address}).one_or_none()
            if found is None:
                return None
            scope, whose, cycle, language, *revision = found
            known = written(revision) if cycle else revision_of(connection, None)
            return self._subscription(connection, scope, whose, cycle, language, known)

    def _published(self, cycle: str) -> Subscription | None:
        question = select(col(Feed.language)).where(
            col(Feed.scope) == FeedScope.PUBLIC, col(Feed.cycle) == cycle, col(Feed.revoked_at).is_(None)
        )
        with self._engine.connect() as connection:
            language = connection.execute(question).scalars().first()
            if language is None:
                return None
            known = revision_of(connection, cycle)
            return self._subscription(connection, FeedScope.PUBLIC, "", cycle, language, known)

    def _subscription(
        self, connection: Connection, scope: FeedScope, whose: str, cycle: str | None, language: Language, revision: str
    ) -> Subscription:
        roles = _roles_of(connection, whose, cycle) if scope is FeedScope.PERSON else ()
        known = (LAYOUT, self._domain, self._organizer.address, scope, whose, cycle, language, roles)
        tag = hashlib.sha256(repr((known, revision)).encode()).hexdigest()[:32]
        return Subscription(scope, whose, cycle, language, roles, tag)

    def _content(self, wanted: Subscription) -> Content:
        with Session(self._engine) as session:
            slugs = [wanted.cycle] if wanted.cycle else _years(session)
            entries = [
                noted.entry_in(wanted.language) for slug in slugs for noted in self._wanted(session, slug, wanted)
            ]
            plain = feed(_name(session, wanted), entries, wanted.language, self._organizer)
        return Content(plain)

    def _wanted(self, session: Session, slug: str, wanted: Subscription) -> Iterator[Noted]:
        roles = [(body, role) for cycle, body, role in wanted.roles if cycle == slug]
        everything = wanted.scope is FeedScope.CYCLE or _runs(session, slug, roles)
        for noted in entries_of(session, slug, self._domain):
            match wanted.scope:
                case FeedScope.COMMITTEE:
                    concerned = wanted.whose in noted.bodies
                case FeedScope.PUBLIC:
                    concerned = noted.is_public
                case _:
                    concerned = everything or any(noted.concerns(body, role) for body, role in roles)
            if concerned:
                yield noted


def hash_of(token: str) -> str:
    """Return what the record keeps of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _roles_of(connection: Connection, address: str, cycle: str | None) -> tuple[tuple[str, str, Role], ...]:
    """The roles that this address has, or stands in for, in one cycle or in all."""
    found: set[tuple[str, str, Role]] = set()
    for table in (Contact, Substitute):
        question = select(col(table.cycle), col(table.body), col(table.role)).where(col(table.address) == address)
        if cycle is not None:
            question = question.where(col(table.cycle) == cycle)
        found |= {(slug, body, role) for slug, body, role in connection.execute(question)}
    return tuple(sorted(found))


def _runs(session: Session, slug: str, roles: list[tuple[str, Role]]) -> bool:
    """Whether one of the roles is an officer's of the secretariat, which steers the whole cycle."""
    office = session.connection().execute(select(col(Cycle.secretariat)).where(col(Cycle.slug) == slug)).scalar_one()
    return any(body == office and role not in CLASS_ROLES for body, role in roles)


def _years(session: Session) -> list[str]:
    begun = select(col(Cycle.slug)).where(col(Cycle.stage) != CycleStage.PROPOSED).order_by(col(Cycle.slug))
    return list(session.connection().execute(begun).scalars())


def _name(session: Session, wanted: Subscription) -> str:
    danish = wanted.language is Language.DA
    year = session.get(Cycle, wanted.cycle) if wanted.cycle else None
    title = ((year.title_da if danish else year.title_en) + f" {year.year}") if year else "Årshjul"
    if wanted.scope is FeedScope.COMMITTEE:
        names = select(col(Body.name_da) if danish else col(Body.name_en)).where(col(Body.code) == wanted.whose)
        latest = session.connection().execute(names.order_by(col(Body.cycle).desc())).scalars().first()
        return f"{title}: {latest or wanted.whose}"
    return f"{title}: {wanted.whose}" if wanted.whose else title
