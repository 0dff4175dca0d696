"""The proposed year: every date with its reason, what the lint says, and how both are mended."""

from collections.abc import Callable
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.preparing.copies import with_source
from desk.preparing.prepared_year import Outlook
from models.schedule import Text
from planning.format.finding import CYCLE_FILE
from planning.papers.packs import is_packed
from planning.papers.preparing import ENDS, OPENS, texts, with_rule, with_text
from planning.words import full_day
from web.forms import BLANK, Fields, Tried, blank
from web.guard import Asked
from web.starting.draft import Table, path_of, slug_of

LONGEST_TEXT = 80_000
"""Characters of a text that can be written in a form; a longer one comes in a zip file."""

_NEITHER = Text(
    da="Vælg en dato, eller skriv en regel som »first meeting of BIU after 08-15«.",
    en="Choose a date, or write a rule such as “first meeting of BIU after 08-15”.",
)
_BOTH = Text(
    da="Der er både en dato og en regel. Slet den ene.", en="There is both a date and a rule. Delete one of them."
)


class StartDatePages:
    """The first page of the walk, and the texts behind it."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "start_dates": self.dates,
            "start_dated": self.dated,
            "start_text": self.text,
            "start_written": self.written,
        }

    def dates(self, asked: Asked) -> Response:
        """Show the timeline."""
        return self._page(asked, blank(place=asked.request.query_params.get("place", "")))

    def dated(self, asked: Asked) -> Response:
        """Give a step another date or rule."""
        fields, found = Fields(asked), self._table.outlook(asked)
        row = fields.choice("place", {each.place: each for each in found.rows})
        to, rule = fields.day("to"), fields.text("rule", longest=200)
        if "to" not in fields.errors and (to is None) == (not rule):
            fields.wrong("rule" if to else "to", _BOTH if to else _NEITHER)
        if fields.errors or row is None:
            return self._page(asked, fields.tried())
        step, _, part = row.place.partition("/")
        words = to.isoformat() if to else rule
        return self._table.mend(
            asked,
            with_source(lambda source: with_rule(source, step, part, words)),
            _moved(row.title, to, rule),
            path_of(slug_of(asked)),
            lambda tried: self._page(asked, tried),
        )

    def text(self, asked: Asked) -> Response:
        """Show one text of the year for mending: the definition itself, or what a letter says."""
        found = self._table.outlook(asked)
        name = self._named(asked, found)
        source = found.prepared.source
        shown = source.toml if name == CYCLE_FILE else source.files[name]
        return self._text_page(asked, BLANK if len(shown) > LONGEST_TEXT else blank(text=shown), name, found)

    def written(self, asked: Asked) -> Response:
        """Store a text."""
        fields, found = Fields(asked), self._table.outlook(asked)
        name = self._named(asked, found)
        text = asked.form.get("text", "")
        fields.text("text", needed=True, longest=LONGEST_TEXT)
        if fields.errors:
            return self._text_page(asked, fields.tried(), name, found)
        return self._table.mend(
            asked,
            with_source(lambda source: with_text(source, name, text)),
            Text(da=f"{name} er gemt.", en=f"{name} is stored."),
            path_of(slug_of(asked)),
            lambda tried: self._text_page(asked, tried, name, self._table.outlook(asked)),
        )

    def _named(self, asked: Asked, found: Outlook) -> str:
        name = asked.request.query_params.get("file", CYCLE_FILE)
        if name not in texts(found.prepared.source):
            raise HTTPException(404)
        return name

    def _page(self, asked: Asked, tried: Tried) -> Response:
        found = self._table.outlook(asked)
        files = texts(found.prepared.source)
        places = list({each.place: each for each in found.rows}.values())
        return self._table.page(
            asked, "dates", tried, found, rows=found.rows, places=places, files=files, opens=OPENS, ends=ENDS
        )

    def _text_page(self, asked: Asked, tried: Tried, name: str, found: Outlook) -> Response:
        source = found.prepared.source
        assert name == CYCLE_FILE or not is_packed(source.files[name])
        findings = [each for each in found.findings if each.file == name]
        too_long = len(source.toml if name == CYCLE_FILE else source.files[name]) > LONGEST_TEXT
        return self._table.page(
            asked, "text", tried, found, name=name, files=texts(source), about=findings, too_long=too_long
        )


def _moved(title: Text, to: date | None, rule: str) -> Text:
    if to is None:
        return Text(da=f"{title.da} følger nu reglen »{rule}«.", en=f"{title.en} now follows the rule “{rule}”.")
    day = full_day(to)
    return Text(da=f"{title.da} er sat til {day.da}.", en=f"{title.en} is set to {day.en}.")
