"""Page, mail, invitation, feed, overview and JSON tell one instant, whatever was extended or moved, in any season."""

import json
import re
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from sqlmodel import Session
from temporalio.exceptions import ApplicationError

from activities.books import open_book
from cli.shown.calendar_file import calendar_of
from cli.shown.json_rows import as_json
from desk.shown import overviews
from desk.shown.rows import Status
from desk.shown.year_story import story
from models.database import reading
from models.vocabulary import FeedScope, Language
from rendering.dates import hour, long_date
from rendering.message import Mailbox
from tests.databases import fresh
from tests.web.year import DOMAIN, SENDER, Web, Year, served, started

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
OWED = [(step, body) for step in ("economy", "plan") for body in ("TMU", "ØU")]
HELD = [("reading", "BIU"), ("workshop", "BIU")]
END_OF_DAY = time(23, 59)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a drawn year takes too long to be shrunk

# Around both changeovers of the year, when an hour that is off would show.
DAYS = st.integers(-40, 190).map(lambda days: date(2031, 4, 1) + timedelta(days=days))
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("extend"), st.sampled_from(OWED), DAYS),
        st.tuples(st.just("move"), st.sampled_from([("plan", ""), ("workshop", ""), ("reading", "")]), DAYS),
    ),
    max_size=5,
)


def instant_of(on: date, at: time | None) -> datetime:
    """What a civil date and hour mean in Denmark, reckoned apart from the program."""
    return datetime.combine(on, at or END_OF_DAY, tzinfo=COPENHAGEN).astimezone(UTC)


def told(event: Event) -> datetime:
    """The instant that a calendar tells: a meeting's beginning, or a deadline's day with the hour in its title."""
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    found = re.match(r"Frist kl\. (\d+)\.(\d+)", event["SUMMARY"])
    return instant_of(start, time(int(found[1]), int(found[2])) if found else None)


def events_in(mail: EmailMessage) -> list[Event]:
    """What a mail's calendar parts tell."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return [event for part in parts for event in Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")]


def overview_of(year: Year) -> Status:
    with Session(reading(year.engine)) as session:
        found = overviews.status(session, year.at, year.slug)
    assert found
    return found


def page_of(year: Year) -> dict[tuple[str, str], datetime]:
    """The instant that the year's page shows for every step and body."""
    with Session(reading(year.engine)) as session:
        told_there = story(session, year.at, year.slug, Language.DA)
        titles = {each.step.title.da: each.step.key for each in open_book(session, year.slug).timeline.steps}
    assert told_there
    return {
        (titles[each.step], body): instant_of(each.start, each.hour)
        for each in told_there.dates
        for body in each.who.split(", ")
        if each.start
    }


def do(year: Year, act: str, place: tuple[str, str], day: date) -> None:
    """Do one drawn act; what the rules refuse changes nothing."""
    if act == "extend":
        year.extend(*place, day)
        return
    try:
        year.move(place[0], day)
    except ApplicationError:
        return


def instants(year: Year, web: Web, path: str) -> dict[str, dict[str, Any]]:
    """Who tells which instant, by UID."""
    status, feed = overview_of(year), web.get(path).events
    row_of = {f"{row.id}@aarshjul.example": row for row in (*status.obligations, *status.meetings)}
    found: dict[str, dict[str, Any]] = {uid: {"feed": told(feed[uid])} for uid in row_of if uid in feed}
    for row in status.obligations:
        found[f"{row.id}@aarshjul.example"]["overview"] = row.due_at
        found[f"{row.id}@aarshjul.example"]["civil date"] = instant_of(row.due_on, row.due_hour)
    for row in json.loads(as_json(status))["obligations"]:
        found[f"{row['id']}@aarshjul.example"]["json"] = datetime.fromisoformat(row["due_at"])
    page = page_of(year)
    for row in (*status.obligations, *status.meetings):
        if (row.step, row.body) in page:
            found[f"{row.id}@aarshjul.example"]["page"] = page[row.step, row.body]
    for met in status.meetings:
        if met.hour:
            found[f"{met.id}@aarshjul.example"]["overview"] = instant_of(met.on, met.hour)
    for mail in year.wire.taken:  # the latest one stands
        for event in events_in(mail):
            found[str(event["UID"])][f"mail {event.name}"] = told(event)
    return found


@settings(max_examples=12, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(acts=ACTS)
def test_every_deadline_is_one_instant_wherever_it_is_told(acts: list[tuple[str, tuple[str, str], date]]) -> None:
    with tempfile.TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as engine:
        year = started(engine, 2031)
        for step in ("economy", "plan", "workshop", "reading"):
            year.open(step)
        for act, place, day in acts:
            do(year, act, place, day)
        with served(engine) as web:
            found = instants(year, web, year.feed(FeedScope.CYCLE))

    assert len(found) == len(OWED) + len(HELD)
    assert sum("page" in sources for sources in found.values()) == len(OWED) + 1  # the workshop has no hour
    for uid, sources in found.items():
        assert len(set(sources.values())) == 1, (uid, sources)


def test_letter_says_the_day_that_its_calendar_entry_has(year: Year) -> None:
    for body, until in (("TMU", date(2031, 3, 31)), ("ØU", date(2031, 10, 27))):  # the Mondays after both changeovers
        if not year.children():
            year.open("plan")
        year.extend("plan", body, until)

    for mail in year.wire.taken:
        [event] = events_in(mail)
        plain = mail.get_body(("plain",))
        assert plain
        at = told(event).astimezone(COPENHAGEN)
        assert f"{long_date(at.date(), Language.DA)} {hour(at.time(), Language.DA)}" in plain.get_content()
        assert event["DTSTART"].dt == at.date()


def test_invitation_and_feed_begin_at_the_same_instant_after_a_move_across_summer_time(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.CYCLE)
    year.open("reading")
    year.climb(datetime(2031, 8, 20, 9, tzinfo=UTC))
    invited = [event for mail in year.wire.taken for event in events_in(mail)]

    year.move("reading", date(2031, 10, 27))

    [changed] = events_in(year.wire.taken[-1])
    in_feed = web.get(path).events[year.uid("reading", "BIU")]
    assert {str(event["UID"]) for event in invited} == {year.uid("reading", "BIU")}
    assert changed["DTSTART"].dt == in_feed["DTSTART"].dt == datetime(2031, 10, 27, 15, 30, tzinfo=COPENHAGEN)
    assert (changed["SEQUENCE"], in_feed["SEQUENCE"], invited[0]["SEQUENCE"]) == (1, 1, 0)


def test_plan_as_a_calendar_file_has_the_entries_of_the_feed_that_replaces_it(year: Year, web: Web) -> None:
    with Session(reading(year.engine)) as session:
        timeline = open_book(session, year.slug).timeline
    file = calendar_of(timeline, Language.DA, DOMAIN, Mailbox(name="", address=SENDER))
    planned = {str(event["UID"]): event for event in Calendar.from_ical(file).walk("VEVENT")}
    year.open("plan")
    year.open("workshop")

    followed = web.get(year.feed(FeedScope.CYCLE)).events

    assert planned.keys() - followed.keys() == {year.uid("letters")}  # when letters leave is no appointment
    for uid, event in followed.items():
        for name in ("SUMMARY", "DTSTART", "DTEND", "SEQUENCE"):
            assert planned[uid][name] == event[name], (uid, name)
        assert planned[uid]["DTSTAMP"].dt < event["DTSTAMP"].dt
