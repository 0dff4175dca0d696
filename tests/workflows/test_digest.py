"""A digest in a running year: the children record their letters by themselves, and one mail tells them."""

from datetime import date

from models.correspondence import Letter
from models.obligations import Obligation
from models.vocabulary import LetterKind, LetterState
from tests.desk.conftest import counter
from tests.desk.counter import Counter, small

__all__ = ["counter"]

CYCLE = ('lead = "BIU"', 'lead = "BIU"\ndigest = true')
SAME_DAY = ('date = "10 working days before plan"', 'date = "05-16"')


async def test_reminders_of_one_morning_leave_in_one_mail(counter: Counter) -> None:
    await counter.start(small(CYCLE, SAME_DAY))
    await counter.approve()
    before = len(counter.office.postbox.to("sekretaer@tmu.example"))

    first = min(row.next_rung_at for row in counter.rows(Obligation) if row.next_rung_at)
    await counter.travel_to(date(first.year, first.month, first.day))

    [mail] = counter.office.postbox.to("sekretaer@tmu.example")[before:]
    rows = [row for row in counter.rows(Letter, Letter.number) if row.recipient_body == "TMU" and row.at == first]
    [digest] = [row for row in rows if row.kind is LetterKind.DIGEST]
    assert mail.id == digest.message_id
    assert [(row.state, row.told_in) for row in rows if row is not digest] == [(LetterState.SENT, digest.key)] * 2
    [asked] = [row for row in counter.rows(Letter) if row.kind is LetterKind.CHALLENGE and row.body == "TMU"]
    assert (mail.parsed["In-Reply-To"], mail.parsed["References"]) == (asked.message_id, asked.message_id)
