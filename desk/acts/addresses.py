"""A person's mail address, corrected everywhere at once: where they have a role or stand in, and in their calendar."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from models.bodies import Contact, Substitute
from models.feeds import Feed
from models.vocabulary import FeedScope


def correct(session: Session, row: Contact | Substitute, right: str) -> tuple[str, ...]:
    """Give this person another address; return the cycles that know them by it.

    A person is who has the same name and address: somebody else at a shared mailbox keeps it, and the calendar of that
    address then stays where it is.
    """
    name, before = row.name, row.address
    cycles = set()
    for each in _rows_with(session, before):
        if each.name == name:
            each.address = right
            session.add(each)
            cycles.add(each.cycle)
    session.flush()
    if next(_rows_with(session, before), None) is None:
        theirs = select(Feed).where(
            Feed.scope == FeedScope.PERSON, Feed.whose == before, col(Feed.revoked_at).is_(None)
        )
        for feed in session.exec(theirs).all():
            feed.whose = right
            session.add(feed)
    return tuple(sorted(cycles))


def _rows_with(session: Session, address: str) -> Iterator[Contact | Substitute]:
    yield from session.exec(select(Contact).where(Contact.address == address)).all()
    yield from session.exec(select(Substitute).where(Substitute.address == address)).all()
