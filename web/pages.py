"""How every page of the office is written: template, language, words, the visitor's menu, and the headers."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import url_quote
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from desk.sent_forms import SentForms
from models.schedule import Text
from models.vocabulary import ZONE, Language
from rendering import dates
from rendering.clean import clean_text
from rendering.kinds import recipient_words
from rendering.page_words import page_words
from rendering.vocabulary import word
from rendering.wheel_style import WHEEL_CSS
from rendering.year_page import weeks
from web.guard import Asked, Guard
from web.headers import secured
from web.ways import WAYS, may
from web.words.standing import stands
from web.words.table import said, words

LANGUAGE = "aarshjul_lang"
LONGEST_ID = 64
FOLDERS = ("office", "committee", "pages")
"""Where templates are: every name stands in one of them only."""
MENU = ("board", "cycles", "tasks", "contacts", "journal", "outbox", "inbox")
_YEAR = 365 * 24 * 3600


class Pages:
    """Writes pages. `templates` holds the folders `office` and `pages`."""

    def __init__(self, templates: Path, guard: Guard, forms: SentForms) -> None:
        self._guard = guard
        self._forms = forms
        sheets = (templates / "pages" / "year.css", templates / "office" / "office.css")
        self._style = "\n".join([WHEEL_CSS, *(sheet.read_text("utf-8") for sheet in sheets)])
        self._script = (templates / "office" / "office.js").read_text("utf-8")
        marks = {"style": _mark(self._style), "script": _mark(self._script)}
        self._environments = {each: _environment(templates, each, marks) for each in Language}

    def style(self, asked: Asked) -> Response:
        """Return the one stylesheet; its address changes with it, so that a browser may keep it."""
        return self._kept(Response(self._style, media_type="text/css; charset=utf-8"))

    def script(self, asked: Asked) -> Response:
        """Return the one script, likewise; every page is whole without it."""
        return self._kept(Response(self._script, media_type="text/javascript; charset=utf-8"))

    def _kept(self, file: Response) -> Response:
        return secured(file, tls=self._guard.secure, kept="public, max-age=31536000, immutable")

    def page(self, asked: Asked, template: str, *, here: str = "", status: int = 200, **values: object) -> Response:
        """Return one page in the visitor's language; `here` is the menu's entry that it belongs to."""
        language = language_of(asked.request)
        html = (
            self._environments[language]
            .get_template(template)
            .render(
                language=language.value,
                words=page_words(language) | words(language),
                visitor=asked.visitor,
                role=said(asked.visitor.role.words, language) if asked.visitor else "",
                form_token=asked.form_token,
                new_form=_new_form,
                seen=self._forms.seen,
                notices=self._notices(asked),
                summary={"tried": None, "labels": {}},
                menu=[(name, WAYS[name].path, name == here) for name in MENU if may(asked.role, WAYS[name].need)],
                other=_in_other(asked.request, language),
                **values,
            )
        )
        response = secured(HTMLResponse(html, status), tls=self._guard.secure)
        if asked.request.query_params.get("lang") in tuple(Language):
            response.set_cookie(
                LANGUAGE, language.value, max_age=_YEAR, httponly=True, samesite="lax", secure=self._guard.secure
            )
        return response

    def _notices(self, asked: Asked) -> tuple[Text, ...]:
        """What came of the form that led here, for the one who sent it."""
        form_id = asked.request.query_params.get("done", "")
        if asked.visitor is None or not 16 <= len(form_id) <= LONGEST_ID:
            return ()
        sent = self._forms.sent(form_id)
        return sent.said or () if sent and sent.by == asked.visitor.name else ()


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _new_form() -> str:
    """The id of one form on one page: it acts once."""
    return secrets.token_urlsafe(24)


def language_of(request: Request) -> Language:
    """Return the language asked for in the address, else the one chosen last, else Danish."""
    wishes = request.query_params.get("lang"), request.cookies.get(LANGUAGE)
    return next((Language(wish) for wish in wishes if wish in tuple(Language)), Language.DA)


def link(path: str, query: Mapping[str, object]) -> str:
    """Return an address with what is not empty of the query."""
    kept = {key: value for key, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(kept)}" if kept else path


def _in_other(request: Request, language: Language) -> tuple[str, str]:
    """The same page in the other language: its code and address."""
    other = Language.EN if language is Language.DA else Language.DA
    return other.value, link(request.url.path, {**request.query_params, "lang": other.value})


def _environment(templates: Path, language: Language, marks: dict[str, str]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([templates / each for each in FOLDERS]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= marks
    # What can be printed has nothing to take out of it: asked first, for a page has thousands of values.
    environment.finalize = lambda value: value if type(value) is not str or value.isprintable() else clean_text(value)
    environment.filters |= {
        "said": lambda text: said(text, language) if isinstance(text, Text) else "",
        "words": lambda value: word(value, language),
        "stands": lambda cell: stands(cell, language),
        "urlencode": _in_address,
        "long": lambda day: dates.long_date(day, language),
        "short": lambda day: short(day, language),
        "hour": lambda hour: _hour(hour, language),
        "who": lambda name: recipient_words(name, language),
        "whom": lambda recipients: _whom(recipients, language),
        "weeks": weeks,
        "moment": lambda at, zone=ZONE: _moment(at.astimezone(ZoneInfo(zone)), language),
        "iso": lambda at, zone=ZONE: at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"),
        "link": link,
    }
    return environment


_in_address = lru_cache(4096)(url_quote)  # a page leads to the same few places many times


@lru_cache(4096)  # a page tells the same few days many times
def short(day: date, language: Language) -> str:
    """Write a day as a table does: "tirs. 18. maj 2027"."""
    pattern = "EEE d. MMM y" if language is Language.DA else "EEE d MMM y"
    return format_date(day, pattern, locale=language.value).replace(" ", "\u00a0")


def _moment(at: datetime, language: Language) -> str:
    return f"{short(at.date(), language)} {_hour(at.time(), language)}"


def _hour(at: time, language: Language) -> str:
    return dates.hour(at, language).replace(" ", "\u00a0")


def _whom(recipients: str, language: Language) -> str:
    """Say "TMU, direktør" for the record's "TMU.manager"; what names no role stays as it is."""
    return "; ".join(recipient_words(each, language) for each in recipients.split(", "))
