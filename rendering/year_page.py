"""One page that tells a whole year: the wheel, its table, every date with its reason, every letter behind a link.

It opens from disk: no script, no address outside, one stylesheet inside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from models.vocabulary import Language, LetterKind, Outcome, Role
from models.words import outcome_words
from rendering import dates
from rendering.clean import clean_text
from rendering.kinds import kind_words
from rendering.page_words import page_words
from rendering.wheel import Wheel, WheelStep, wheel_svg
from rendering.wheel_style import WHEEL_CSS


@dataclass(frozen=True, kw_only=True)
class PageDate:
    """One date of the year: of a step, of one of its bodies or classes, or of a hearing's opening or end."""

    step: str  # the title
    number: int  # the step's number on the wheel
    who: str = ""  # bodies, classes, or what happens: "åbner", "slutter"
    start: date | None = None  # None: nobody knows it
    hour: time | None = None
    label: str = ""  # instead of a day: "ultimo januar 2019"
    reason: str = ""


@dataclass(frozen=True)
class PageTold:
    """One letter that a digest tells."""

    kind: LetterKind
    step: str
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class PageLetter:
    """One mail that leaves. Letters to a class differ by `number` only and share a row."""

    at: datetime  # aware
    kind: LetterKind
    role: Role
    to: str  # the recipient's body (its code) or class of respondents
    subject: str
    href: str  # relative to the page
    step: str = ""  # the step's title; empty: the letter is about the whole cycle
    body: str = ""  # the code of the body that it is about
    number: str = ""  # "07" of a class
    told: tuple[PageTold, ...] = ()  # what a digest tells


@dataclass(frozen=True, kw_only=True)
class PageDecision:
    """What a body decided."""

    at: datetime
    step: str
    body: str
    outcome: Outcome
    text: str = ""
    additions: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One line of the journal, in the reader's words."""

    at: datetime
    event: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """A file beside the page."""

    title: str
    href: str


@dataclass(frozen=True, kw_only=True)
class PageWait:
    """A step that cannot end, and what it waits for."""

    step: str
    reason: str = ""  # empty: somebody must settle its day


@dataclass(frozen=True, kw_only=True)
class YearPage:
    """Everything on the page. Texts are in the page's language; letters, decisions and entries come in order."""

    wheel: Wheel
    zone: str  # of every time on the page
    lead: str  # the lead committee's name
    names: tuple[tuple[str, str], ...]  # bodies: code and name, in the definition's order
    dates: tuple[PageDate, ...] = ()
    letters: tuple[PageLetter, ...] = ()
    decisions: tuple[PageDecision, ...] = ()
    journal: tuple[PageEntry, ...] = ()
    calendars: tuple[PageLink, ...] = ()
    waits: tuple[PageWait, ...] = ()
    about: tuple[str, ...] = ()  # sentences on how the year was lived: the scenario
    case_number: str = ""


@dataclass(frozen=True)
class LetterRow:
    """Letters that differ by their number only: one row of a table."""

    first: PageLetter
    all: tuple[PageLetter, ...]


@dataclass(frozen=True)
class Group:
    """Letters or dates below one heading."""

    title: str
    count: int
    rows: tuple[LetterRow, ...] = ()
    dates: tuple[PageDate, ...] = ()


def render_year_page(page: YearPage, language: Language, template_folder: Path) -> str:
    """Return the page as HTML, from the templates of this folder (`templates/pages`)."""
    environment = Environment(
        loader=FileSystemLoader(template_folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    _add_filters(environment, language, ZoneInfo(page.zone))
    wheel = replace(page.wheel, language=language)
    return environment.get_template("year.html.j2").render(
        language=language.value,
        words=page_words(language),
        page=page,
        names=dict(page.names),
        wheel_css=Markup(WHEEL_CSS),  # noqa: S704 -- our own constant
        poster=Markup(wheel_svg(wheel)),  # noqa: S704 -- escaped by the XML library
        small=Markup(wheel_svg(wheel, small=True, ids="small")),  # noqa: S704 -- likewise
        timeline=tuple(_dates_by_month(page, language)),
        months=tuple(_letters_by_month(page, language)),
        recipients=tuple(_letters_by_recipient(page)),
    )


def _add_filters(environment: Environment, language: Language, zone: ZoneInfo) -> None:
    environment.filters["href"] = lambda href: quote(href, safe="/#")  # a colon would make a scheme of a file name
    environment.filters["words"] = lambda kind: kind_words(kind, language)
    environment.filters["outcome"] = lambda outcome: outcome_words(outcome, language)
    environment.filters["long"] = lambda day: dates.long_date(day, language)
    environment.filters["hour"] = lambda hour: _unbroken(dates.hour(hour, language))
    environment.filters["weeks"] = weeks
    environment.filters["moment"] = lambda at: _moment(at.astimezone(zone), language)
    environment.filters["day"] = lambda at: _short(at.astimezone(zone).date(), language)
    environment.filters["iso"] = lambda at: at.astimezone(zone).isoformat(timespec="minutes")
    environment.finalize = lambda value: clean_text(value) if type(value) is str else value


def weeks(step: WheelStep) -> str:
    """Return the ISO weeks of a step's days: "46", "45–46"; nothing when nobody knows them."""
    if step.start is None or step.end is None:
        return ""
    first, last = (str(day.isocalendar().week) for day in (step.start, step.end))
    same = step.start.isocalendar()[:2] == step.end.isocalendar()[:2]
    return first if same else f"{first}–{last}"


def _moment(at: datetime, language: Language) -> str:
    return " ".join(_unbroken(part) for part in (_short(at.date(), language), dates.hour(at.time(), language)))


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")


def _short(day: date, language: Language) -> str:
    pattern = "EEE d. MMM y" if language is Language.DA else "EEE d MMM y"
    return format_date(day, pattern, locale=language.value)


def _month(day: date, language: Language) -> str:
    return format_date(day, "LLLL y", locale=language.value).capitalize()


def _dates_by_month(page: YearPage, language: Language) -> Iterator[Group]:
    def place(each: PageDate) -> tuple[date, time, int]:
        return each.start or date.max, each.hour or time.max, each.number

    for month, found in groupby(
        sorted(page.dates, key=place), key=lambda each: each.start and each.start.replace(day=1)
    ):
        each = tuple(found)
        yield Group(_month(month, language) if month else page_words(language)["undated"], len(each), dates=each)


def _letters_by_month(page: YearPage, language: Language) -> Iterator[Group]:
    zone = ZoneInfo(page.zone)

    def month(letter: PageLetter) -> date:
        return letter.at.astimezone(zone).date().replace(day=1)

    for day, found in groupby(sorted(page.letters, key=_order), key=month):
        letters = tuple(found)
        yield Group(_month(day, language), len(letters), rows=tuple(_rows(letters)))


def _letters_by_recipient(page: YearPage) -> Iterator[Group]:
    names = dict(page.names)
    found: dict[str, list[PageLetter]] = {code: [] for code in names}
    for letter in sorted(page.letters, key=_order):
        found.setdefault(letter.to, []).append(letter)
    for code, letters in found.items():
        if letters:
            title = f"{names[code]} ({code})" if code in names else code
            yield Group(title, len(letters), rows=tuple(_rows(letters)))


def _order(letter: PageLetter) -> tuple[datetime, str, str, str, str, str, str]:
    return letter.at, letter.kind, letter.step, letter.body, letter.to, letter.role, letter.number


def _rows(letters: Iterable[PageLetter]) -> Iterator[LetterRow]:
    """Put letters that differ by number and file only on one row; each of the others has its own."""
    for _, found in groupby(letters, key=lambda each: replace(each, href="" if each.number else each.href, number="")):
        row = tuple(found)
        yield LetterRow(row[0], row)
