"""Acts about calendars that people subscribe to: made, given another token, taken back. A token is told only once."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select as sql
from sqlmodel import Session, col, select

from desk.acting import Acting, check_actor
from desk.answers import Done, Unknown
from desk.record import body_named, cycle_named, unknown
from desk.subscriptions import hash_of
from models.bodies import Body, Contact, Substitute
from models.cycles import Cycle
from models.feeds import Feed
from models.journal import JournalEntry
from models.schedule import Text
from models.vocabulary import CycleStage, FeedScope, Language
from planning.acts.permitted import NotPermitted

_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Issued:
    """A calendar's number, what was done, and the path of its address: the token in it is not stored anywhere."""

    number: int
    what: Text
    path: str


@dataclass(frozen=True)
class FeedRow:
    """A calendar as it is listed: everything but its token's hash."""

    number: int
    scope: FeedScope
    whose: str
    cycle: str | None
    language: Language
    created_at: datetime
    created_by: str
    rotated_at: datetime | None
    rotated_by: str | None
    revoked_at: datetime | None
    revoked_by: str | None


class Feeds(Acting):
    """What can be done about subscriptions. Every method raises Unknown or NotPermitted."""

    async def create_feed(
        self,
        scope: FeedScope,
        whose: str = "",
        *,
        cycle: str | None = None,
        language: Language | None = None,
        by: str,
    ) -> Issued:
        """Make a calendar of a committee, a person (by mail address), a cycle, or of what is public of a cycle.

        A committee's and a person's show every year, unless a cycle is named. The language is the reader's own,
        unless another one is given.
        """
        check_actor(by)

        def store() -> Issued:
            token, at = _new_token(scope), self._clock()
            with Session(self._engine) as session, session.begin():
                named, own = _checked(session, scope, whose.strip(), cycle)
                feed = Feed(scope=scope, whose=named, cycle=cycle, language=language or own, created_at=at,
                            created_by=by, token_sha256=hash_of(token) if token else None)  # fmt: skip
                session.add(feed)
                session.flush()
                self._note(session, feed, "feed_created", by, at)
                said = Text(da=f"Kalender nr. {feed.number} er oprettet.", en=f"Calendar no. {feed.number} is made.")
                return Issued(feed.number or 0, said, path_of(feed, token))

        return await asyncio.to_thread(store)

    async def rotate_feed(self, number: int, *, by: str) -> Issued:
        """Give a calendar another token; the old address answers nobody any more."""
        check_actor(by)

        def store() -> Issued:
            with Session(self._engine) as session, session.begin():
                feed, token, at = _feed(session, number), secrets.token_urlsafe(_TOKEN_BYTES), self._clock()
                if feed.scope is FeedScope.PUBLIC:
                    raise NotPermitted(
                        "Den offentlige kalender har ingen hemmelig adresse. Træk den tilbage med »feed revoke«.",
                        "The public calendar has no secret address. Take it back with “feed revoke”.",
                    )
                feed.token_sha256, feed.rotated_at, feed.rotated_by = hash_of(token), at, by
                session.add(feed)
                self._note(session, feed, "feed_rotated", by, at)
                said = Text(
                    da=f"Kalender nr. {number} har fået en ny adresse; den gamle virker ikke længere.",
                    en=f"Calendar no. {number} has a new address; the old one answers no more.",
                )
                return Issued(number, said, path_of(feed, token))

        return await asyncio.to_thread(store)

    async def revoke_feed(self, number: int, *, by: str) -> Done:
        """Take a calendar back: its address answers as if it had never been."""
        check_actor(by)

        def store() -> None:
            with Session(self._engine) as session, session.begin():
                feed, at = _feed(session, number), self._clock()
                feed.revoked_at, feed.revoked_by = at, by
                session.add(feed)
                self._note(session, feed, "feed_revoked", by, at)

        await asyncio.to_thread(store)
        said = Text(da=f"Kalender nr. {number} er trukket tilbage.", en=f"Calendar no. {number} is taken back.")
        return Done(self._new_id(), True, said)

    def _note(self, session: Session, feed: Feed, event: str, by: str, at: datetime) -> None:
        """Write a line in the journal of every cycle that the calendar shows."""
        for slug in _shown(session, feed):
            words = " ".join(part for part in (str(feed.scope), feed.whose) if part)
            line = JournalEntry(
                cycle=slug, workflow_id=f"feed:{feed.number}", event=event, by=by, at=at, after=f"nr. {feed.number}",
                note=words,
            )  # fmt: skip
            session.add(line)


def feeds(session: Session) -> list[FeedRow]:
    """List every calendar, also those that were taken back, in the order in which they were made."""
    columns = [getattr(Feed, each.name) for each in fields(FeedRow)]
    return [FeedRow(*row) for row in session.connection().execute(sql(*columns).order_by(col(Feed.number)))]


def path_of(feed: Feed, token: str | None) -> str:
    """Return the path of a calendar's address, below the office's public one."""
    return f"feeds/{token}.ics" if token else f"public/{feed.cycle}.ics"


def _new_token(scope: FeedScope) -> str | None:
    return None if scope is FeedScope.PUBLIC else secrets.token_urlsafe(_TOKEN_BYTES)


def _checked(session: Session, scope: FeedScope, whose: str, cycle: str | None) -> tuple[str, Language]:
    """Return whose it is, as the record writes it, and the language that the reader reads."""
    if cycle is not None and cycle_named(session, cycle).stage is CycleStage.PROPOSED:
        raise NotPermitted(f"{cycle} er ikke startet endnu.", f"{cycle} has not been started yet.")
    if scope is FeedScope.COMMITTEE:
        return _committee(session, whose, cycle)
    if scope is FeedScope.PERSON:
        return _person(session, whose, cycle)
    if cycle is None:
        raise NotPermitted("Angiv, hvilket årshjul det gælder.", "Say which cycle it is for.")
    if scope is FeedScope.PUBLIC and _is_public(session, cycle):
        raise NotPermitted(f"{cycle} er allerede offentliggjort.", f"{cycle} is published already.")
    return "", Language.DA


def _committee(session: Session, whose: str, cycle: str | None) -> tuple[str, Language]:
    if cycle is not None:
        body_named(session, cycle, whose)
    rows = session.exec(select(Body).order_by(col(Body.cycle).desc())).all()
    found = next((row for row in rows if row.code == whose and cycle in (None, row.cycle)), None)
    if found is None:
        raise unknown(whose, sorted({row.code for row in rows}), "et udvalg", "a committee")
    return found.code, found.language


def _person(session: Session, whose: str, cycle: str | None) -> tuple[str, Language]:
    """An address that has a role, or stands in for one: as it is written there, for a person may type it otherwise."""
    for address, body, slug, language in _addresses(session):
        if address.lower() == whose.lower() and cycle in (None, slug):
            row = session.get(Body, (slug, body))
            return address, language or (row.language if row else Language.DA)
    raise Unknown(
        f"»{whose}« er ikke mailadressen på nogen kontakt eller stedfortræder. Find den i årshjulets kontakter.",
        f"“{whose}” is not the mail address of any contact or substitute. Look it up among the cycle's contacts.",
    )


def _addresses(session: Session) -> Iterator[tuple[str, str, str, Language | None]]:
    for table in (Contact, Substitute):
        columns = select(col(table.address), col(table.body), col(table.cycle), col(table.language))
        yield from session.exec(columns.order_by(col(table.cycle).desc())).all()


def _is_public(session: Session, cycle: str) -> bool:
    there = select(Feed).where(Feed.scope == FeedScope.PUBLIC, Feed.cycle == cycle, col(Feed.revoked_at).is_(None))
    return session.exec(there).first() is not None


def _feed(session: Session, number: int) -> Feed:
    feed = session.get(Feed, number, with_for_update=True)
    if feed is None or feed.revoked_at is not None:
        listed = ", ".join(str(each.number) for each in feeds(session) if each.revoked_at is None) or "–"
        raise Unknown(
            f"Der er ingen kalender nr. {number}. Der er: {listed}.",
            f"There is no calendar no. {number}. There is: {listed}.",
        )
    return feed


def _shown(session: Session, feed: Feed) -> list[str]:
    if feed.cycle:
        return [feed.cycle]
    begun = select(Cycle.slug).where(Cycle.stage != CycleStage.PROPOSED).order_by(Cycle.slug)
    if feed.scope is FeedScope.COMMITTEE:
        begun = begun.join(Body, (col(Body.cycle) == col(Cycle.slug)) & (col(Body.code) == feed.whose))
    return list(session.exec(begun).all())
