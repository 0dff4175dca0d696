"""What one committee's obligation does from its letter to its end."""

from datetime import date, time

import pytest

from models.vocabulary import ObligationStage
from tests.definitions import APPROVE, LETTERS, PLAN, READING, definition
from tests.engine import Office, Year, local

BEGINS = local(date(2011, 1, 10), time(9))


@pytest.fixture
async def year(office: Office) -> Year:
    """Give a year whose letters have been approved on 7 February."""
    started = await office.start(definition(APPROVE, LETTERS, PLAN, READING), BEGINS)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await started.decide("approve", "BIU")
    return started


async def test_silent_committee_gets_every_letter_in_order(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 6, 1))

    assert year.sent(step="plan", body="TMU") == [
        ("05-02 08:00", "reminder_first", "TMU.secretary"),
        ("05-13 08:00", "reminder_last", "TMU.secretary"),
        ("05-16 08:00", "due_today", "TMU.secretary"),
        ("05-17 08:00", "overdue", "TMU.secretary"),
        ("05-19 08:00", "overdue", "TMU.head_of_office"),
        ("05-24 08:00", "escalation", "TMU.manager"),
    ]
    assert year.obligation("plan", "TMU").stage is ObligationStage.OPEN
