"""Pages for tests: one to change, a letter for it, and a reader of what was rendered."""

from datetime import UTC, datetime, time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from models.vocabulary import Language, LetterKind, Role
from rendering.year_page import (
    PageLetter,
    YearPage,
    render_year_page,
)
from tests.rendering.wheels import GUESS, READING, UNKNOWN, a_step, a_wheel

TEMPLATES = Path(__file__).parents[2] / "templates" / "pages"
AT = datetime(2027, 5, 10, 6, 0, tzinfo=UTC)


def a_letter(**changes: Any) -> PageLetter:
    given: dict[str, Any] = {
        "at": AT,
        "kind": LetterKind.OVERDUE,
        "role": Role.HEAD_OF_OFFICE,
        "to": "TMU",
        "subject": "Rykker: Handleplan",
        "href": "letters/a.eml",
        "step": "Handleplan",
        "body": "TMU",
    }
    return PageLetter(**{**given, **changes})


def a_page(**changes: Any) -> YearPage:
    given: dict[str, Any] = {
        "wheel": a_wheel(a_step(hour=time(12), bodies=("TMU",), reason="mandag i uge 20"), READING, GUESS, UNKNOWN),
        "zone": "Europe/Copenhagen",
        "lead": "Beskæftigelses- og Integrationsudvalget",
        "names": (("TMU", "Teknik- og Miljøudvalget"), ("BR", "Borgerrepræsentationen")),
    }
    return YearPage(**{**given, **changes})


def html(page: YearPage, language: Language = Language.DA) -> str:
    return render_year_page(page, language, TEMPLATES)


class Reader(HTMLParser):
    """What a program reads: tags with attributes, and the texts of each cell, entry and link."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())

    def every(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


def section(source: str, name: str) -> str:
    """Return the part of the page that a heading begins."""
    _, _, rest = source.partition(f'<section aria-labelledby="{name}">')
    return rest.partition('<section aria-labelledby="')[0]
