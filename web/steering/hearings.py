"""A hearing: who is asked and who has answered, an answer put on record, and its closing, the letters seen before."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.answers import Unknown
from desk.shown import consultation, steering
from desk.shown.consultation import Consultation
from models.database import reading
from models.schedule import Text
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import Unresolvable
from web.acting import Acts
from web.downloads import download
from web.forms import Fields, Tried, blank
from web.guard import Asked
from web.pages import Pages, link
from web.steering.year import Sheet, queried, sheet_of
from web.ways import SECRETARIAT, may

_LAST = 100_000
NOBODY = Text(
    da="Vælg en af de spurgte, eller skriv, hvem svaret er fra.",
    en="Choose one of those who were asked, or write whom the answer is from.",
)
NOTHING = Text(da="Skriv svaret, eller vælg filen.", en="Write the answer, or choose its file.")


class HearingPages:
    """Pages about one hearing."""

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
            "hearing": self.show,
            "hearing_file": self.file,
            "respond": self.before_answer,
            "responded": self.respond,
            "close": self.before_close,
            "closed": self.close,
        }

    def show(self, asked: Asked) -> Response:
        """Show the classes, who has answered, and what: the latest answers first, so many at a time."""
        page = min(Fields(queried(asked)).number("page") or 0, _LAST)
        found = self._consultation(asked, page)
        path, more = _path(found), (page + 1) * consultation.PAGE < found.answers
        return self._pages.page(
            asked,
            "hearing.html.j2",
            here="cycles",
            hearing=found,
            path=path,
            acts=found.offered if may(asked.role, SECRETARIAT) else frozenset(),
            newer=link(path, {"page": page - 1 or ""}) if page else None,
            older=link(path, {"page": page + 1}) if more else None,
        )

    def file(self, asked: Asked) -> Response:
        """Give the file of one answer as it came, else its whole text."""
        path = asked.request.path_params
        number = int(path["number"])
        with Session(reading(self._engine)) as session:
            place = str(path["cycle"]), str(path["step"])
            found = consultation.answer_file(session, *place, number) if number < 1 << 31 else None
        if found is None:
            raise HTTPException(404)
        return download(found.file_name, found.content, tls=self._tls)

    def before_answer(self, asked: Asked) -> Response:
        """Ask for an answer that somebody gave."""
        return self._form(asked, "respond", blank(respondent=asked.request.query_params.get("respondent", "")))

    def respond(self, asked: Asked) -> Response:
        """Put an answer on record, late or not."""
        found, fields, by = self._consultation(asked), Fields(asked), _by(asked)
        hearing_class, respondent = self._from(fields, found)
        text, files = fields.text("text", longest=50_000), asked.files("file")
        if not text and not files:
            fields.wrong("text", NOTHING)
        if fields.errors or not hearing_class:
            return self._form(asked, "respond", fields.tried())
        content, name = (files[0].content, files[0].name) if files else (None, None)
        return self._acts.do(
            asked,
            lambda desk: desk.respond(
                found.cycle.slug,
                found.step,
                hearing_class,
                respondent,
                text=text,
                content=content,
                file_name=name,
                by=by,
            ),
            then=_path(found),
            again=lambda tried: self._form(asked, "respond", tried),
        )

    def before_close(self, asked: Asked) -> Response:
        """Show which letters leave at once when the hearing is closed, and ask what the answers were used for."""
        return self._form(asked, "close", blank())

    def close(self, asked: Asked) -> Response:
        """Close the hearing."""
        found, fields, by = self._consultation(asked), Fields(asked), _by(asked)
        used = fields.text("used")
        if fields.errors:
            return self._form(asked, "close", fields.tried())
        return self._acts.do(
            asked,
            lambda desk: desk.close_hearing(found.cycle.slug, found.step, used=used, by=by),
            then=_path(found),
            again=lambda tried: self._form(asked, "close", tried),
            about=found.id,
        )

    def _from(self, fields: Fields, found: Consultation) -> tuple[str, str]:
        """Class and respondent: one of those who were asked (`citizens.01`), or a class with a name that was typed."""
        known = {
            f"{each.key}.{person.code}": (each.key, person.code)
            for each in found.classes
            for person in each.respondents
        }
        classes = {each.key: (each.key, "") for each in found.classes}
        hearing_class, code = fields.choice("respondent", known | classes) or ("", "")
        name = fields.text("name", longest=200)
        if hearing_class and not code and not name:
            fields.wrong("name", NOBODY)
        return hearing_class, code or name

    def _form(self, asked: Asked, act: str, tried: Tried) -> Response:
        found = self._consultation(asked)
        return self._pages.page(
            asked,
            "hearing_act.html.j2",
            here="cycles",
            status=tried.status,
            hearing=found,
            path=_path(found),
            act=act,
            tried=tried,
            sheet=self._closing(found) if act == "close" else None,
        )

    def _closing(self, found: Consultation) -> Sheet | None:
        """What follows when the hearing is closed; None while it cannot be."""
        slug = found.cycle.slug
        try:
            impact = self._acts.ask(lambda desk: desk.impact_of_closing(slug, found.step))
        except (NotPermitted, Unresolvable, Unknown):
            return None
        with Session(reading(self._engine)) as session:
            return sheet_of(impact, steering.titles(session, slug))

    def _consultation(self, asked: Asked, page: int = 0) -> Consultation:
        path = asked.request.path_params
        with Session(reading(self._engine)) as session:
            return consultation.consultation(session, self._clock(), str(path["cycle"]), str(path["step"]), page)


def _path(found: Consultation) -> str:
    parts = found.cycle.slug, "hearings", found.step
    return "/cycles/" + "/".join(quote(part, safe="") for part in parts)


def _by(asked: Asked) -> str:
    return asked.visitor.name if asked.visitor else ""
