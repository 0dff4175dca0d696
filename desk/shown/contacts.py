"""Whom the roles of a cycle stand for, as a page lists it: by body, with who stands in now and later, and meetings."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from activities.books import open_book
from desk.shown import overviews
from desk.shown.rows import CycleRow
from models.bodies import Substitute
from models.schedule import Text
from models.vocabulary import Language, Role
from planning.dates.meetings import meetings_between
from planning.format.definition import MeetingRule


@dataclass(frozen=True)
class StandIn:
    """Who stands in, from a day to a day, both included. `is_now`: today."""

    number: int
    name: str
    address: str
    first: date
    last: date
    is_now: bool


@dataclass(frozen=True)
class Person:
    """Whom a role stands for; of a class, the pattern of name and address and how many they are."""

    role: Role
    name: str
    address: str
    language: Language | None
    count: int
    stand_ins: tuple[StandIn, ...]


@dataclass(frozen=True)
class BodyPeople:
    """One body with its people; `missing` are roles that nobody has."""

    code: str
    name: Text
    people: tuple[Person, ...]
    missing: tuple[Role, ...]


@dataclass(frozen=True)
class BodyMeetings:
    """One body's meetings from today on; `by_rule`: they follow from a rule."""

    code: str
    name: Text
    days: tuple[date, ...]
    by_rule: bool


@dataclass(frozen=True)
class Directory:
    """The people of one cycle on its own day."""

    cycle: CycleRow
    today: date
    bodies: tuple[BodyPeople, ...]
    respondents: int


ROLES = tuple(role for role in Role if role is not Role.RESPONDENT)


def directory(session: Session, now: datetime, slug: str) -> Directory | None:
    """Return the people of a cycle; None when there is none of this name."""
    cycle = overviews.cycle(session, slug)
    if cycle is None:
        return None
    book = open_book(session, slug)
    today = book.workdays.civil(now + timedelta(seconds=cycle.offset_seconds)).date()
    stand_ins = _stand_ins(session, slug, today)
    bodies = tuple(
        BodyPeople(
            code,
            body.name,
            tuple(
                Person(each.role, each.name, each.address, each.language, each.count, stand_ins[code, each.role])
                for each in body.contact
            ),
            tuple(role for role in ROLES if all(role is not each.role for each in body.contact)),
        )
        for code, body in book.definition.body.items()
    )
    classes = (each for step in book.definition.step for each in step.classes)
    return Directory(cycle, today, bodies, sum(contact.count for each in classes for contact in each.contact))


def calendars(session: Session, now: datetime, slug: str) -> tuple[CycleRow, tuple[BodyMeetings, ...]] | None:
    """Return every body's meetings of the next twelve months; None when there is no such cycle."""
    cycle = overviews.cycle(session, slug)
    if cycle is None:
        return None
    book = open_book(session, slug)
    today = book.workdays.civil(now + timedelta(seconds=cycle.offset_seconds)).date()
    return cycle, tuple(
        BodyMeetings(
            code,
            body.name,
            meetings_between(body, today, today + timedelta(days=366), book.workdays),
            isinstance(body.meetings, MeetingRule),
        )
        for code, body in book.definition.body.items()
    )


def _stand_ins(session: Session, slug: str, today: date) -> defaultdict[tuple[str, Role], tuple[StandIn, ...]]:
    """Those of today and later, by body and role; the one named last counts, and stands first."""
    found: defaultdict[tuple[str, Role], tuple[StandIn, ...]] = defaultdict(tuple)
    query = select(Substitute).where(Substitute.cycle == slug, Substitute.to_day >= today)
    for row in session.exec(query.order_by(col(Substitute.id).desc())).all():
        now = row.from_day <= today and not any(each.is_now for each in found[row.body, row.role])
        each = StandIn(row.id or 0, row.name, row.address, row.from_day, row.to_day, now)
        found[row.body, row.role] = (*found[row.body, row.role], each)
    return found
