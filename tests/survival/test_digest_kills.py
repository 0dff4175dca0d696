"""A worker that is killed with -9 between gathering letters for one mail and handing it over."""

from collections import Counter
from datetime import date, time, timedelta

import pytest

from models.vocabulary import LetterKind, LetterState
from planning.format.definition import Definition
from tests.clock import eventually, local
from tests.definitions import definition, step
from tests.survival.test_kills import PostedSite, site

__all__ = ["site"]

pytestmark = pytest.mark.timeout(180)

TWO = ["TMU", "BUU"]
LEAD = timedelta(seconds=8)
RUNG = local(date(2011, 5, 13), time(8))


def two_duties() -> Definition:
    """Each of two committees owes two things on one day, and gets what is routine in one mail."""
    duties = [step(key, "deliverable", bodies=TWO, date="2011-05-16", ladder="plan") for key in ("plan", "economy")]
    return definition(*duties, digest=True)


def digests(site: PostedSite, state: LetterState) -> int:
    return sum(each.kind is LetterKind.DIGEST and each.state is state for each in site.letters())


async def test_letters_that_were_gathered_leave_in_one_mail_though_the_worker_is_killed(site: PostedSite) -> None:
    site.machines.worker.environment["AARSHJUL_SMTP_PER_MINUTE"] = "1"  # the second digest waits for its turn
    await site.machines.start_working()
    await site.start(two_duties(), RUNG - LEAD)
    await eventually(lambda: digests(site, LetterState.RELEASED) == digests(site, LetterState.SENT) == 1, within=90)

    await site.machines.worker.kill()
    waiting = digests(site, LetterState.RELEASED)
    del site.machines.worker.environment["AARSHJUL_SMTP_PER_MINUTE"]
    await site.machines.worker.start()
    await eventually(lambda: digests(site, LetterState.SENT) == len(TWO), within=90)

    assert waiting == 1
    assert Counter(mail.to for mail in site.postbox.mails) == {"secretary@tmu.example": 1, "secretary@buu.example": 1}
    left = [each for each in site.letters() if each.state is LetterState.SENT]
    assert Counter(each.kind for each in left) == {LetterKind.DIGEST: 2, LetterKind.REMINDER_LAST: 4}
    assert len({each.told_in for each in left if each.told_in}) == len(TWO)
