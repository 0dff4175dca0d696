"""The managers' page: who is late, who owes what, and how the office does; the same as tables to download."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from desk.shown.board import Board, Choice, board, overdue
from desk.shown.board_cells import Matrix
from desk.shown.heartbeat import heartbeat
from desk.shown.late_page import LATE_SHOWN
from desk.shown.overdue_table import as_csv, as_xlsx
from desk.shown.rows import OverdueRow
from desk.shown.what_next import next_acts
from models.database import reading
from web.guard import Asked
from web.headers import secured
from web.pages import Pages, language_of, link
from web.watching.following import led_to
from web.ways import SECRETARIAT, WAYS, may

FORETOLD_CYCLES = 3
"""Years of which a board at rest says what comes next."""

_LONGEST = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BoardPages:
    """The board and its tables."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime], *, tls: bool) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._tls = tls

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"board": self.board, "board_live": self.live, "overdue": self.overdue, "overdue_xlsx": self.workbook}

    def board(self, asked: Asked) -> Response:
        """Show who is late, every committee's obligations, and, where nothing presses, what comes next."""
        return self._shown(asked, "board.html.j2")

    def live(self, asked: Asked) -> Response:
        """Give the part of the board that refreshes itself."""
        return self._shown(asked, "_live.html.j2")

    def overdue(self, asked: Asked) -> Response:
        """Give what `aarshjul overdue --csv` prints, for what is chosen."""
        # The mark at the beginning tells a spreadsheet that the letters are UTF-8.
        table = f"\ufeff{as_csv(self._late(asked))}".encode()
        return self._file(table, "text/csv; charset=utf-8", "overdue.csv")

    def workbook(self, asked: Asked) -> Response:
        """Give the same rows as a workbook."""
        return self._file(as_xlsx(self._late(asked), language_of(asked.request)), _XLSX, "overdue.xlsx")

    def _shown(self, asked: Asked, template: str) -> Response:
        chosen, now = _chosen(asked.request), self._clock()
        with Session(reading(self._engine)) as session:
            shown, pulse = board(session, now, chosen), heartbeat(session, now)
            coming = next_acts(session, _at_rest(shown, chosen), now)
        return self._pages.page(
            asked,
            template,
            here="board",
            board=shown,
            pulse=pulse,
            following=led_to(coming, does=may(asked.role, SECRETARIAT)),
            chosen=chosen,
            csv=link(WAYS["overdue"].path, chosen.query),
            xlsx=link(WAYS["overdue_xlsx"].path, chosen.query),
            live=link(WAYS["board_live"].path, {**chosen.query, "late": chosen.late or ""}),
            late_pages=dict(_late_pages(shown, chosen)),
            further=partial(_further, chosen),
        )

    def _late(self, asked: Asked) -> list[OverdueRow]:
        with Session(reading(self._engine)) as session:
            return overdue(session, self._clock(), _chosen(asked.request))

    def _file(self, content: bytes, media_type: str, name: str) -> Response:
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return secured(Response(content, media_type=media_type, headers=headers), tls=self._tls)


def _at_rest(shown: Board, chosen: Choice) -> list[str]:
    """The years of which the whole board says what comes next: while nobody is late and nothing is due soon."""
    pressing = chosen.is_made or shown.late_count or shown.soon
    return [] if pressing else [each.slug for each in shown.cycles][:FORETOLD_CYCLES]


def _late_pages(shown: Board, chosen: Choice) -> list[tuple[str, str]]:
    """Ways to those who are late and not shown."""
    ways = [("late_before", chosen.late - 1), ("late_after", chosen.late + 1)]
    last = (shown.late_count - 1) // LATE_SHOWN
    return [(name, _way(chosen, late=page or "")) for name, page in ways if 0 <= page <= last]


def _further(chosen: Choice, matrix: Matrix, name: str, number: int) -> str:
    """The way to what a matrix does not show: of its own year alone."""
    shown = {"bodies": matrix.first_body or "", "steps": matrix.first_step}
    return _way(chosen, **{**shown, name.partition("_")[0]: number, "cycle": matrix.cycle.slug})


def _way(chosen: Choice, **more: object) -> str:
    return link(WAYS["board"].path, {**chosen.query, **more})


def _chosen(request: Request) -> Choice:
    query = request.query_params
    cycle, body, administration = (
        query.get(name, "").replace("\x00", "")[:_LONGEST] for name in ("cycle", "body", "administration")
    )
    parts = _number(request, "late") or 0, _number(request, "bodies") or 0, _number(request, "steps")
    return Choice(cycle, body, administration, *parts)


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
