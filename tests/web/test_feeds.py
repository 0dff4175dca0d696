"""Calendars over HTTP: what stands in whose, and what a program is told that asks again."""

import asyncio
import gzip
import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.answers import Unknown
from models.feeds import Feed
from models.journal import JournalEntry
from models.vocabulary import FeedScope, Language
from planning.acts.permitted import NotPermitted
from tests.web.year import Web, Year, served, started

NEVER = "/feeds/" + "A" * 43 + ".ics"


def steps_in(web: Web, path: str) -> set[str]:
    """The steps and bodies that a calendar shows."""
    return {uid.partition("@")[0].removeprefix("cycle:sample-2031:") for uid in web.get(path).events}


def test_committee_sees_what_it_owes_and_holds_and_nothing_of_the_others(year: Year, web: Web) -> None:
    year.open("plan")

    path = year.feed(FeedScope.COMMITTEE, "TMU")

    assert steps_in(web, path) == {"plan:TMU", "economy:TMU", "workshop:BIU", "committees:TMU"}


def test_lead_committee_sees_its_meetings_and_the_hearing(year: Year, web: Web) -> None:
    assert steps_in(web, year.feed(FeedScope.COMMITTEE, "BIU")) == {
        "approval:BIU",
        "workshop:BIU",
        "reading:BIU",
        "hearing",
    }


def test_person_sees_what_their_roles_are_concerned_with(year: Year, web: Web) -> None:
    member = year.feed(FeedScope.PERSON, "medlem01@br.example")
    manager = year.feed(FeedScope.PERSON, "Direktoer@tmu.example")
    steering = year.feed(FeedScope.PERSON, "sekretaer@biu.example")

    assert steps_in(web, member) == {"council:BR"}
    assert steps_in(web, manager) == {"plan:TMU", "economy:TMU", "workshop:BIU", "committees:TMU"}
    assert steps_in(web, steering) == steps_in(web, year.feed(FeedScope.CYCLE))


def test_substitute_sees_what_the_role_sees_from_then_on(year: Year, web: Web) -> None:
    days = date(2031, 5, 1), date(2031, 6, 30)
    asyncio.run(
        year.desk.substitute(year.slug, "TMU", "secretary", "Vikar", "vikar@tmu.example", *days, by="sekretariat")  # type: ignore[arg-type]  # -- the role by its word
    )

    assert "plan:TMU" in steps_in(web, year.feed(FeedScope.PERSON, "vikar@tmu.example"))


def test_everyone_sees_decisions_and_hearings_and_no_committees_duties(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.PUBLIC)

    assert path == "/public/sample-2031.ics"
    assert steps_in(web, path) == {
        "approval:BIU",
        "reading:BIU",
        "hearing",
        "committees:TMU",
        "committees:ØU",
        "council:BR",
    }
    assert web.get(path).headers["cache-control"] == "public, max-age=300"


def test_extension_moves_the_deadline_in_the_calendar_under_the_same_uid(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.COMMITTEE, "TMU")
    year.open("plan")
    before = web.get(path).events[year.uid("plan", "TMU")]

    year.extend("plan", "TMU", date(2031, 6, 3))

    after = web.get(path).events[year.uid("plan", "TMU")]
    assert (before["DTSTART"].dt, before["SEQUENCE"]) == (date(2031, 5, 16), 0)
    assert (after["DTSTART"].dt, after["SEQUENCE"]) == (date(2031, 6, 3), 1)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def test_hearing_is_a_window_that_names_the_deadline_of_each_class(year: Year, web: Web) -> None:
    [event] = [e for uid, e in web.get(year.feed(FeedScope.PUBLIC)).events.items() if uid == year.uid("hearing")]

    assert isinstance(event["DTSTART"].dt, date)
    assert re.findall(r"^(Borgere|Råd): \w+dag den \d+\. \w+ 2031$", event["DESCRIPTION"], re.M) == ["Borgere", "Råd"]


def test_cancelled_meeting_leaves_the_calendar(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.CYCLE)
    year.open("reading")
    assert year.uid("reading", "BIU") in web.get(path).events

    year.cancel("reading", "BIU")

    assert year.uid("reading", "BIU") not in web.get(path).events


def test_step_whose_day_is_not_known_stands_in_no_calendar_until_it_is(record: Engine, web: Web) -> None:
    year = started(record, 2031, ('date = "15 working days after plan"', 'date = "spring"'))
    path = year.feed(FeedScope.CYCLE)
    assert year.uid("workshop", "BIU") not in web.get(path).events

    year.move("workshop", date(2031, 6, 6))

    assert year.uid("workshop", "BIU") in web.get(path).events


def test_meeting_stands_in_the_cycles_own_time(year: Year, web: Web) -> None:
    event = web.get(year.feed(FeedScope.COMMITTEE, "BIU")).events[year.uid("reading", "BIU")]

    assert event["DTSTART"].dt.astimezone(ZoneInfo("Europe/Copenhagen")).time() == time(15, 30)


def test_reader_gets_their_own_language_unless_another_is_asked_for(year: Year, web: Web) -> None:
    own = web.get(year.feed(FeedScope.COMMITTEE, "TMU"))
    asked = web.get(year.feed(FeedScope.COMMITTEE, "TMU", language=Language.EN))

    assert own.events[year.uid("plan", "TMU")]["SUMMARY"] == "Frist kl. 12.00: Plan (TMU)"
    assert asked.events[year.uid("plan", "TMU")]["SUMMARY"].startswith("Deadline ")


def test_program_that_has_the_latest_is_told_so_and_hears_of_every_change(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.COMMITTEE, "TMU")
    year.open("plan")
    first = web.get(path)

    again = web.get(path, if_none_match=first.headers["etag"])
    weak = web.get(path, if_none_match=f'"other", W/{first.headers["etag"]}')
    year.extend("plan", "TMU", date(2031, 6, 3))
    changed = web.get(path, if_none_match=first.headers["etag"])

    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert weak.status == 304
    assert changed.status == 200
    assert changed.headers["etag"] != first.headers["etag"]


def test_change_of_one_year_leaves_the_tag_of_another(record: Engine, web: Web, year: Year) -> None:
    other = started(record, 2032)
    path = other.feed(FeedScope.CYCLE)
    before = web.get(path).headers["etag"]

    year.open("plan")

    assert web.get(path).headers["etag"] == before


def test_same_record_gives_the_same_bytes(year: Year, web: Web, record: Engine) -> None:
    path = year.feed(FeedScope.CYCLE)
    with served(record) as another:
        assert web.get(path).body == another.get(path).body


def test_packed_calendar_is_the_same_and_has_a_tag_of_its_own(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.CYCLE)
    plain, packed = web.get(path), web.get(path, accept_encoding="br, gzip")
    unwanted = web.get(path, accept_encoding="gzip;q=0")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == unwanted.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert {plain.headers["vary"], packed.headers["vary"]} == {"Accept-Encoding"}
    assert web.get(path, if_none_match=packed.headers["etag"]).status == 304


def test_head_says_what_get_would_and_sends_nothing(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.CYCLE)
    got, head = web.get(path), web.get(path, method="HEAD")

    assert (head.status, head.body) == (200, b"")
    same = ("content-length", "content-type", "etag", "cache-control")
    assert [head.headers[name] for name in same] == [got.headers[name] for name in same]
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert got.headers["cache-control"] == "private, max-age=300"
    assert "content-disposition" not in got.headers


def test_calendar_says_how_often_to_ask(year: Year, web: Web) -> None:
    body = web.get(year.feed(FeedScope.CYCLE)).body

    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in body
    assert b"X-PUBLISHED-TTL:PT4H\r\n" in body
    assert b"METHOD:PUBLISH\r\n" in body


def test_calendar_can_only_be_read(year: Year, web: Web) -> None:
    assert web.get(year.feed(FeedScope.CYCLE), method="POST").status == 405


def test_address_that_never_was_and_one_taken_back_get_the_same_answer(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.CYCLE)
    public = year.feed(FeedScope.PUBLIC)
    assert {web.get(path).status, web.get(public).status} == {200}

    for number in (1, 2):
        asyncio.run(year.desk.revoke_feed(number, by="sekretariat"))

    never = web.get(NEVER)
    assert never.status == 404
    assert "trukket tilbage" in never.body.decode()
    for other in (
        web.get(path),
        web.get(public),
        web.get("/feeds/x.ics"),
        web.get("/public/%C3%B8.ics"),
    ):
        assert (other.status, other.body) == (404, never.body)
        assert other.headers.keys() == never.headers.keys()


def test_new_address_answers_and_the_old_one_does_not(year: Year, web: Web) -> None:
    path = year.feed(FeedScope.COMMITTEE, "TMU")
    before = web.get(path)

    again = asyncio.run(year.desk.rotate_feed(1, by="sekretariat"))

    assert web.get(path).status == 404
    assert web.get(f"/{again.path}").body == before.body


def test_token_is_long_and_only_its_hash_is_stored(year: Year, record: Engine) -> None:
    path = year.feed(FeedScope.CYCLE)
    token = path.removeprefix("/feeds/").removesuffix(".ics")

    with Session(record) as session:
        [feed] = session.exec(select(Feed)).all()
    assert len(token) == 43
    assert token not in repr(feed)
    assert re.fullmatch(r"[0-9a-f]{64}", feed.token_sha256 or "")


def test_journal_says_who_made_changed_and_took_back_a_calendar_and_no_token(year: Year, record: Engine) -> None:
    token = year.feed(FeedScope.COMMITTEE, "TMU")[7:50]
    asyncio.run(year.desk.rotate_feed(1, by="sekretariat"))
    asyncio.run(year.desk.revoke_feed(1, by="sekretariat"))

    with Session(record) as session:
        lines = session.exec(select(JournalEntry).where(JournalEntry.workflow_id == "feed:1")).all()
    assert [(line.event, line.by, line.note) for line in lines] == [
        (event, "sekretariat", "committee TMU") for event in ("feed_created", "feed_rotated", "feed_revoked")
    ]
    assert token not in repr(lines)


@pytest.mark.parametrize(
    ("scope", "whose", "sentence"),
    [
        (FeedScope.COMMITTEE, "TMV", "Did you mean “TMU”"),
        (FeedScope.PERSON, "nobody@tmu.example", "not the mail address of any contact"),
    ],
)
def test_calendar_of_nobody_is_refused_with_a_sentence(year: Year, scope: FeedScope, whose: str, sentence: str) -> None:
    with pytest.raises(Unknown) as refusal:
        year.feed(scope, whose)
    assert sentence in refusal.value.sentence.en


def test_public_year_is_published_once_and_has_no_address_to_change(year: Year) -> None:
    year.feed(FeedScope.PUBLIC)

    with pytest.raises(NotPermitted):
        year.feed(FeedScope.PUBLIC)
    with pytest.raises(NotPermitted):
        asyncio.run(year.desk.rotate_feed(1, by="sekretariat"))


def test_calendar_of_every_year_goes_on_into_the_next(record: Engine, year: Year, web: Web) -> None:
    path = year.feed(FeedScope.COMMITTEE, "TMU")
    first = web.get(path)

    following = started(record, 2032)

    assert following.uid("plan", "TMU") in web.get(path).events
    assert web.get(path, if_none_match=first.headers["etag"]).status == 200


def test_feeds_read_alike_on_both_databases(engine: Engine) -> None:
    year = started(engine, 2031, begins=datetime(2031, 1, 6, 9, tzinfo=ZoneInfo("Europe/Copenhagen")))
    year.open("plan")
    path = year.feed(FeedScope.COMMITTEE, "TMU")

    with served(engine) as web:
        first = web.get(path)
        year.extend("plan", "TMU", date(2031, 6, 3))
        second = web.get(path, if_none_match=first.headers["etag"])

    assert second.events[year.uid("plan", "TMU")]["DTSTART"].dt == date(2031, 6, 3)
