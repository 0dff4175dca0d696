"""What has not changed is told without a reading, and never when something has."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk.subscriptions import Subscriptions, hash_of
from models.vocabulary import FeedScope
from tests.web.year import Web, Year


@pytest.mark.parametrize("scope", [FeedScope.CYCLE, FeedScope.PUBLIC])
def test_calendar_that_is_taken_back_is_gone_at_once_for_who_has_the_latest(
    year: Year, web: Web, scope: FeedScope
) -> None:
    path = year.feed(scope)
    tag = web.get(path).headers["etag"]
    before = [web.get(path, if_none_match=tag).status for _ in range(3)]

    asyncio.run(year.desk.revoke_feed(1, by="sekretariat"))

    assert (before, web.get(path, if_none_match=tag).status) == ([304] * 3, 404)


def test_who_has_the_latest_is_answered_while_somebody_writes(year: Year, web: Web, record: Engine) -> None:
    path = year.feed(FeedScope.PERSON, "sekretaer@tmu.example")
    tag = web.get(path).headers["etag"]

    with Session(record) as session:
        session.connection()  # holds the turn to write until it ends
        assert web.get(path, if_none_match=tag).status == 304


def test_calendar_is_at_hand_until_something_is_committed(year: Year, record: Engine) -> None:
    year.open("plan")
    token = year.feed(FeedScope.COMMITTEE, "TMU").removeprefix("/feeds/").removesuffix(".ics")
    calendars = Subscriptions(engine=record, domain="aarshjul.example", sender="a@aarshjul.example")
    first = calendars.at_hand(hash_of(token))
    found = calendars.by_token(token)
    kept = calendars.at_hand(hash_of(token))
    year.extend("plan", "TMU", date(2031, 6, 3))

    assert found is not None
    assert (first, kept, calendars.at_hand(hash_of(token))) == (None, found, None)
    assert calendars.by_token(token) != found
