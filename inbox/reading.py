"""From bytes to what a mail is: a report, an answer to an invitation, an automatic mail, or something to be read.

Pure, and it never raises: what cannot be understood is a finding like any other, with its reason.
"""

from dataclasses import dataclass

from inbox.answers import CalendarAnswer, read_answer
from inbox.automatic import answers_by_itself, is_automatic
from inbox.mail import Mail, parse
from inbox.reports import Report, read_report
from models.schedule import Text

LARGE = Text(
    da="Mailen er større, end der læses; kun begyndelsen er gemt. Se den i postkassen.",
    en="The mail is larger than what is read; only its beginning is kept. Look at it in the mailbox.",
)
BROKEN = Text(
    da="Mailen kan ikke læses; den er gemt, som den kom.", en="The mail cannot be read; it is kept as it came."
)
BROKEN_ANSWER = Text(
    da="Mailen har et kalendersvar, der ikke kan læses.", en="The mail has a calendar reply that cannot be read."
)
UNKNOWN = Text(da="Skal læses af et menneske.", en="To be read by a person.")


@dataclass(frozen=True)
class Automatic:
    """Noted without acting; `ids` are the letters that it answers to."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class Unclear:
    """For a person, and why; `ids` are the letters that it answers to."""

    why: Text
    ids: tuple[str, ...] = ()


Finding = Report | CalendarAnswer | Automatic | Unclear


@dataclass(frozen=True)
class Reading:
    """What was found in a mail, and how a list names it."""

    found: Finding
    sender: str = ""
    subject: str = ""
    message_id: str | None = None


def read(raw: bytes, *, whole: bool = True) -> Reading:
    """Understand a mail; `whole` is False when `raw` is only its beginning."""
    try:
        mail = parse(raw)
        found = _found(mail) if whole else Unclear(LARGE, mail.answers)
        return Reading(found, mail.sender[:300], mail.subject[:500], mail.message_id)
    except Exception:  # noqa: BLE001, RUF100 -- a stranger wrote it: whatever it breaks, it goes to a person
        return Reading(Unclear(BROKEN))


def _found(mail: Mail) -> Finding:
    report = read_report(mail)
    if report is not None:
        return report
    try:
        answer = read_answer(mail)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):  # what the library raises for broken ones
        return Unclear(BROKEN_ANSWER, mail.answers)
    if answer is not None and not answers_by_itself(mail):
        return answer
    if is_automatic(mail):
        return Automatic(mail.answers)
    return Unclear(UNKNOWN, mail.answers)
