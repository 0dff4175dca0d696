"""The inbox: mails that came back and wait for a person, shown as text only; and who comes to which meeting."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.loading import LIVE
from desk.shown import incoming, overviews
from desk.shown.incoming import Called, MailRow
from models.database import reading
from models.mail import Answer, MailKind, MailState
from rendering.clean import clean_text
from web.acting import Acts
from web.downloads import attachment
from web.forms import BLANK, Fields, Tried
from web.guard import Asked
from web.pages import Pages
from web.post.writing import Writing
from web.words.outbox import WHICH_LETTER

_LONGEST_TEXT = 100_000
HOWS = ("settled", "belongs", "bounced", "confirm")
"""What a person can say of a mail: nothing to do, which letter it is about, that this came back, an answer holds."""


class IncomingPages:
    """The list of mails, one mail, and the answers to invitations."""

    def __init__(self, pages: Pages, engine: Engine, acts: Acts, writing: Writing, *, tls: bool) -> None:
        self._pages = pages
        self._engine = engine
        self._acts = acts
        self._writing = writing
        self._tls = tls

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "inbox": self.inbox,
            "answers": self.attendance,
            "mail": self.mail,
            "mail_source": self.source,
            "mail_settled": self.settle,
        }

    def inbox(self, asked: Asked) -> Response:
        """List the mails that wait; with `?all` also those that were dealt with. And how the mailboxes do."""
        everything = "all" in asked.request.query_params
        with Session(reading(self._engine)) as session:
            rows = incoming.mails(session, None if everything else MailState.OPEN)[::-1]
            boxes = incoming.mailboxes(session)
        return self._pages.page(asked, "inbox.html.j2", here="inbox", mails=rows, boxes=boxes, everything=everything)

    def attendance(self, asked: Asked) -> Response:
        """Show who comes to the meetings of each live year, and which answers are still to be confirmed."""
        with Session(reading(self._engine)) as session:
            years = [each for each in overviews.cycles(session) if each.stage in LIVE]
            found = [(year, incoming.called(session, year.slug)) for year in years]
            doubtful = [each for each in incoming.mails(session, MailState.OPEN) if _confirmable(each)]
        counted = {answer: sum(_count(each, answer) for _, each in found) for answer in (*Answer, None)}
        return self._pages.page(
            asked,
            "answers.html.j2",
            here="inbox",
            years=[(year, called) for year, called in found if called],
            doubtful=doubtful,
            counted=counted,
        )

    def mail(self, asked: Asked) -> Response:
        """Show one mail as text, and what can be said of it."""
        return self._page(asked, BLANK)

    def source(self, asked: Asked) -> Response:
        """Give the mail as it came, to be saved."""
        row, raw = self._mail(asked)
        return attachment(f"mail-{row.number}.eml", "message/rfc822", raw, shown=False, tls=self._tls)

    def settle(self, asked: Asked) -> Response:
        """Take the mail off the list, with what a person says of it."""
        row, _ = self._mail(asked)
        fields, by = Fields(asked), asked.visitor.name if asked.visitor else ""
        how = fields.choice("how", {each: each for each in HOWS})
        note, letter = fields.text("note"), fields.number("letter")
        known = letter or (row.letter if how == "bounced" else None)
        if how in {"belongs", "bounced"} and known is None and "letter" not in fields.errors:
            fields.wrong("letter", WHICH_LETTER)
        if fields.errors:
            return self._page(asked, fields.tried())
        about = letter if how in {"belongs", "bounced"} else None
        return self._acts.do(
            asked,
            lambda desk: desk.settle_mail(
                row.number, letter=about, bounced=how == "bounced", confirm=how == "confirm", note=note, by=by
            ),
            then="/inbox",
            again=lambda tried: self._page(asked, tried),
        )

    def _page(self, asked: Asked, tried: Tried) -> Response:
        row, raw = self._mail(asked)
        text = clean_text(self._writing.mail_text(raw)).strip()
        proposed = {"letter": str(row.letter or ""), "how": _proposed(row)}
        return self._pages.page(
            asked,
            "mail.html.j2",
            here="inbox",
            status=tried.status,
            mail=row,
            text=text[:_LONGEST_TEXT],
            hows=[each for each in HOWS if each != "confirm" or _confirmable(row)],
            answer=Answer(row.facts["answer"]) if _confirmable(row) else None,
            tried=replace(tried, values={**proposed, **tried.values}),
        )

    def _mail(self, asked: Asked) -> tuple[MailRow, bytes]:
        with Session(reading(self._engine)) as session:
            return incoming.mail(session, min(int(asked.request.path_params["number"]), (1 << 31) - 1))


def _confirmable(row: MailRow) -> bool:
    return row.kind is MailKind.ANSWER and "answer" in row.facts


def _proposed(row: MailRow) -> str:
    if _confirmable(row):
        return "confirm"
    return "bounced" if row.kind is MailKind.BOUNCE else "settled"


def _count(called: Sequence[Called], answer: Answer | None) -> int:
    return sum(row.answer is answer for each in called for row in each.rows)
