"""One obligation: what is owed, what came and under which deadline, and all that the secretariat does about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.commands import Desk
from desk.shown import duty
from desk.shown.duty import Duty
from models.database import reading
from models.schedule import Text
from rendering.events import change_words, event_words
from web.acting import Acts
from web.downloads import download, file_wished
from web.forms import Fields, Tried, blank
from web.guard import Asked
from web.pages import Pages, language_of, short
from web.ways import MANAGER, SECRETARIAT, may

NO_FILE = Text(da="Vælg den fil, der afleveres.", en="Choose the file that is handed in.")

Deed = Callable[[Desk], Any]

ACTS = {
    "submit": "submit",
    "extend": "extend",
    "refuse": "refuse_extension",
    "return": "send_back",
    "accept": "accept",
    "waive": "waive",
}
"""What stands in the address, and the update that the rules must permit."""


@dataclass(frozen=True)
class Where:
    """Which obligation, as the address names it."""

    cycle: str
    step: str
    body: str

    @property
    def path(self) -> str:
        """The address of its page."""
        return "/cycles/" + "/".join(quote(part, safe="") for part in (self.cycle, "duties", self.step, self.body))


class DutyPages:
    """Pages about one body's one obligation."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime], acts: Acts, *, tls: bool) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._acts = acts
        self._tls = tls

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "duty": self.show,
            "duty_version": self.version,
            "duty_act": self.before_act,
            "duty_acted": self.act,
            "duty_submit": self.before_act,
            "duty_submitted": self.submit,
        }

    def show(self, asked: Asked) -> Response:
        """Show what is owed and how it stands."""
        found, language = self._duty(asked), language_of(asked.request)
        lines = [
            (row, event_words(row.event, language), change_words(row, language, lambda day: short(day, language)))
            for row in found.journal
        ]
        return self._pages.page(
            asked,
            "duty.html.j2",
            here="board",
            duty=found,
            path=_where(asked).path,
            lines=lines,
            files=may(asked.role, MANAGER),
            outbox=may(asked.role, SECRETARIAT),
            acts=[name for name, update in ACTS.items() if update in found.offered and may(asked.role, SECRETARIAT)],
        )

    def version(self, asked: Asked) -> Response:
        """Give a file of one version as it came: the first, or the one that the address names."""
        where, number = _where(asked), int(asked.request.path_params["number"])
        with Session(reading(self._engine)) as session:
            named = (where.cycle, where.step, where.body, number, file_wished(asked))
            found = duty.handed_in(session, *named) if number < 1 << 31 else None
        if found is None:
            raise HTTPException(404)
        return download(found.file_name, found.content, tls=self._tls)

    def before_act(self, asked: Asked) -> Response:
        """Ask for what an act needs, and say what it does."""
        found = self._duty(asked)
        wish = found.request if _act(asked) == "extend" else None
        return self._form(asked, blank(until=wish.until.isoformat(), reason=wish.reason) if wish else blank(), found)

    def act(self, asked: Asked) -> Response:
        """Extend, refuse to, return, accept or waive."""
        fields, act = Fields(asked), _act(asked)
        deed = _deed(act, _where(asked), fields, _by(asked))
        if deed is None:
            return self._form(asked, fields.tried())
        return self._done(asked, deed)

    def submit(self, asked: Asked) -> Response:
        """Hand in on behalf of the committee."""
        where, fields, by = _where(asked), Fields(asked), _by(asked)
        approved, item = fields.day("approved_on"), fields.text("agenda_item", longest=100)
        approver = fields.text("approved_by", longest=200)
        files = asked.files("file")
        if not files:
            fields.wrong("file", NO_FILE)
        if fields.errors:
            return self._form(asked, fields.tried())
        first, *more = files
        return self._done(
            asked,
            lambda desk: desk.submit(
                where.cycle,
                where.step,
                where.body,
                first.content,
                first.name,
                approved_on=approved,
                agenda_item=item or None,
                approved_by=approver or None,
                more=[(each.name, each.content) for each in more],
                by=by,
            ),
        )

    def _done(self, asked: Asked, deed: Deed) -> Response:
        found, path = self._duty(asked), _where(asked).path
        return self._acts.do(asked, deed, then=path, again=lambda tried: self._form(asked, tried), about=found.id)

    def _form(self, asked: Asked, tried: Tried, found: Duty | None = None) -> Response:
        shown = found or self._duty(asked)
        return self._pages.page(
            asked,
            "duty_act.html.j2",
            here="board",
            status=tried.status,
            duty=shown,
            path=_where(asked).path,
            act=_act(asked),
            possible=ACTS[_act(asked)] in shown.offered,
            tried=tried,
        )

    def _duty(self, asked: Asked) -> Duty:
        where = _where(asked)
        with Session(reading(self._engine)) as session:
            return duty.duty(session, self._clock(), where.cycle, where.step, where.body)


def _deed(act: str, where: Where, fields: Fields, by: str) -> Deed | None:
    """What is done at the desk; None when something that it needs is missing or wrong."""
    at = (where.cycle, where.step, where.body)
    until = fields.day("until", needed=True) if act in ("extend", "return") else None
    reason = fields.text("reason", needed=True) if act != "accept" else ""
    override = fields.text("override") == "yes"
    if fields.errors:
        return None
    if act in ("extend", "return"):
        assert until is not None
        if act == "extend":
            return lambda desk: desk.extend(*at, until, reason, override=override, by=by)
        return lambda desk: desk.send_back(*at, until, reason, by=by)
    others: dict[str, Deed] = {
        "refuse": lambda desk: desk.refuse_extension(*at, reason, by=by),
        "waive": lambda desk: desk.waive(*at, reason, by=by),
        "accept": lambda desk: desk.accept(*at, by=by),
    }
    return others[act]


def _where(asked: Asked) -> Where:
    path = asked.request.path_params
    return Where(str(path["cycle"]), str(path["step"]), str(path["body"]))


def _act(asked: Asked) -> str:
    act = str(asked.request.path_params.get("act", "submit"))
    if act not in ACTS:
        raise HTTPException(404)
    return act


def _by(asked: Asked) -> str:
    return asked.visitor.name if asked.visitor else ""
