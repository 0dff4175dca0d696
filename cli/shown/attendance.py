"""Who comes to which meeting, as far as invitations have been answered: lines for the page of a cycle."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from cli.shown.table import WIDTH
from cli.words import told
from desk.shown.incoming import AnswerRow
from desk.shown.rows import MeetingRow
from models.mail import mail_words
from models.schedule import Text
from models.vocabulary import Language

_SILENT = Text(da="har ikke svaret", en="has not answered")
_HEADING = Text(da="Svar på indkaldelser:", en="Answers to invitations:")
_BEFORE_THE_MOVE = Text(da="før flytningen", en="before it was moved")


def attendance(rows: Sequence[AnswerRow], meetings: Sequence[MeetingRow], language: Language) -> list[str]:
    """Return one line per meeting: who comes, perhaps or not, with their comments; nothing without any answers."""
    titles = {row.id: f"{told(row.title, language)} ({row.body})" for row in meetings}
    lines = [
        textwrap.fill(f"{titles.get(meeting, meeting)}: {_said(list(mine), language)}", WIDTH,
                      initial_indent="  · ", subsequent_indent="    ")
        for meeting, mine in groupby(rows, lambda row: row.meeting)
    ]  # fmt: skip
    return [told(_HEADING, language), *lines] if lines else []


def _said(rows: Sequence[AnswerRow], language: Language) -> str:
    return "; ".join(_alike(answer, people) for answer, people in _by_answer(rows, language).items())


def _by_answer(rows: Sequence[AnswerRow], language: Language) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: (row.answer is None, row.answer or "", row.recipient)):
        said = told(mail_words(row.answer) if row.answer else _SILENT, language)
        found.setdefault(said, []).append("".join(_person(row, language)))
    return found


def _person(row: AnswerRow, language: Language) -> Iterator[str]:
    yield row.recipient or row.attendee
    if row.outdated:
        yield f" [{told(_BEFORE_THE_MOVE, language)}]"
    if row.comment:
        yield f" (“{' '.join(row.comment.split())}”)"


def _alike(answer: str, people: Sequence[str]) -> str:
    return f"{answer}: {', '.join(people)}"
