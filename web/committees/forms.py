"""What a committee fills in: handing in, asking for more time, answering an invitation, naming a substitute."""

from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.acts.committees import LONGEST_COMMENT
from desk.commands import Desk
from desk.shown.committee import CommitteePage, Committees, Guest, Invitation
from desk.shown.duty import Duty
from models.mail import Answer
from models.schedule import Text
from web.acting import Acts
from web.committees.pages import GuestPage, path_of
from web.forms import BLANK, Fields, Tried, blank
from web.guard import Asked
from web.pages import Pages

OTHER = "other"
NO_FILE = Text(da="Vælg den fil, I afleverer.", en="Choose the file that you hand in.")
NO_DAY = Text(da="Vælg en dato, eller skriv en.", en="Choose a date, or write one.")
Deed = Callable[[Desk], Any]
TEMPLATE = "committee_act.html.j2"


class CommitteeForms:
    """Every form is shown by GET, and sent to the same address. `uploads`: bytes of the files of one form."""

    def __init__(self, pages: Pages, committees: Committees, acts: Acts, uploads: int) -> None:
        self._pages = pages
        self._committees = committees
        self._acts = acts
        self._uploads = uploads

    @property
    def answers(self) -> dict[str, GuestPage]:
        """Who answers on which way."""
        return {
            "committee_submit": lambda asked, guest: self._hand_in(asked, guest, BLANK),
            "committee_submitted": self.hand_in,
            "committee_ask": lambda asked, guest: self._ask(asked, guest, BLANK),
            "committee_asked": self.ask,
            "committee_answer": self.before_answer,
            "committee_answered": self.answer,
            "committee_substitute": lambda asked, guest: self._substitute(asked, guest, BLANK),
            "committee_substituted": self.substitute,
        }

    def hand_in(self, asked: Asked, guest: Guest) -> Response:
        """Store what the committee hands in, and lead to the receipt."""
        step, fields = _step(asked), Fields(asked)
        approved_by, item = fields.text("approved_by", longest=200), fields.text("agenda_item", longest=100)
        approved_on, files = fields.day("approved_on"), asked.files("file")
        if not files:
            fields.wrong("file", NO_FILE)
        if fields.errors:
            return self._hand_in(asked, guest, fields.tried())
        first, *more = [(file.name, file.content) for file in files]
        return self._done(
            asked,
            guest,
            lambda desk: desk.submit(
                guest.cycle,
                step,
                guest.body,
                first[1],
                first[0],
                approved_on=approved_on,
                agenda_item=item or None,
                approved_by=approved_by or None,
                more=more,
                by=guest.by,
            ),
            self._hand_in,
            self._committees.duty(guest, step).id,
        )

    def ask(self, asked: Asked, guest: Guest) -> Response:
        """Ask for a later deadline."""
        step, fields = _step(asked), Fields(asked)
        duty = self._committees.duty(guest, step)
        reason, typed = fields.text("reason", needed=True), fields.day("other")
        offered = {day.isoformat(): day for day in self._committees.own_meetings(guest, duty)}
        until = typed or fields.choice("until", {**offered, OTHER: None}, needed=False)
        if until is None and "other" not in fields.errors:
            fields.wrong("other" if asked.form.get("until", OTHER) == OTHER else "until", NO_DAY)
        if fields.errors or until is None:
            return self._ask(asked, guest, fields.tried())
        day: date = until
        return self._done(
            asked,
            guest,
            lambda desk: desk.request_extension(guest.cycle, step, guest.body, day, reason, by=guest.by),
            self._ask,
            duty.id,
        )

    def before_answer(self, asked: Asked, guest: Guest) -> Response:
        """Show the invitation, with what was answered before."""
        found = self._invitation(asked, self._committees.page(guest))
        before = blank(answer=found.answer.value, comment=found.comment) if found and found.answer else BLANK
        return self._answer(asked, guest, before)

    def answer(self, asked: Asked, guest: Guest) -> Response:
        """Answer an invitation, as by mail."""
        number, fields = int(asked.request.path_params["number"]), Fields(asked)
        answer = fields.choice("answer", {each.value: each for each in Answer})
        comment = fields.text("comment", longest=LONGEST_COMMENT)
        if fields.errors or answer is None:
            return self._answer(asked, guest, fields.tried())
        given: Answer = answer
        return self._done(
            asked,
            guest,
            lambda desk: desk.answer_invitation(guest.cycle, guest.body, number, given, comment, by=guest.by),
            self._answer,
        )

    def substitute(self, asked: Asked, guest: Guest) -> Response:
        """Name who stands in for a role of the committee."""
        fields = Fields(asked)
        role = fields.choice("role", {each.value: each for each in self._committees.page(guest).roles})
        name = fields.text("name", needed=True, longest=200)
        address = fields.text("address", needed=True, longest=250)
        first, last = fields.day("first", needed=True), fields.day("last", needed=True)
        if fields.errors or role is None or first is None or last is None:
            return self._substitute(asked, guest, fields.tried())
        days, of = (first, last), role
        return self._done(
            asked,
            guest,
            lambda desk: desk.substitute(guest.cycle, guest.body, of, name, address, *days, by=guest.by),
            self._substitute,
        )

    def _done(
        self, asked: Asked, guest: Guest, deed: Deed, form: Callable[[Asked, Guest, Tried], Response], about: str = ""
    ) -> Response:
        return self._acts.do(
            asked,
            deed,
            then=path_of(asked),
            again=lambda tried: form(asked, guest, tried),
            about=about,
            by=guest.one,
        )

    def _hand_in(self, asked: Asked, guest: Guest, tried: Tried) -> Response:
        return self._form(asked, guest, "submit", tried, duty=self._committees.duty(guest, _step(asked)))

    def _ask(self, asked: Asked, guest: Guest, tried: Tried) -> Response:
        duty = self._committees.duty(guest, _step(asked))
        return self._form(asked, guest, "ask", tried, duty=duty, meetings=self._committees.own_meetings(guest, duty))

    def _answer(self, asked: Asked, guest: Guest, tried: Tried) -> Response:
        page = self._committees.page(guest)
        found = self._invitation(asked, page)
        return self._form(asked, guest, "answer", tried, page, invitation=found)

    def _substitute(self, asked: Asked, guest: Guest, tried: Tried) -> Response:
        return self._form(asked, guest, "substitute", tried)

    def _form(
        self,
        asked: Asked,
        guest: Guest,
        act: str,
        tried: Tried,
        page: CommitteePage | None = None,
        *,
        duty: Duty | None = None,
        meetings: tuple[date, ...] = (),
        invitation: Invitation | None = None,
    ) -> Response:
        return self._pages.page(
            asked,
            TEMPLATE,
            status=tried.status,
            page=page or self._committees.page(guest),
            path=path_of(asked),
            action=asked.request.url.path,
            act=act,
            tried=tried,
            duty=duty,
            meetings=meetings,
            invitation=invitation,
            answers=tuple(Answer),
            megabytes=self._uploads // 1_000_000,
            possible=_possible(act, duty, invitation),
        )

    def _invitation(self, asked: Asked, page: CommitteePage) -> Invitation | None:
        number = int(asked.request.path_params["number"])
        return next((each for each in page.invitations if each.letter == number), None)


def _possible(act: str, duty: Duty | None, invitation: Invitation | None) -> bool:
    """Whether the rules would permit it now, whatever is typed."""
    if act == "answer":
        return invitation is not None
    return duty is None or {"submit": "submit", "ask": "request_extension"}[act] in duty.offered


def _step(asked: Asked) -> str:
    step = str(asked.request.path_params["step"])
    if "\x00" in step:
        raise HTTPException(404)
    return step
