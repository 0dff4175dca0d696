"""The managers' page: who is late, who owes what, and how the office does; the same as a table to download."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.board import Choice, board, overdue
from desk.heartbeat import heartbeat
from desk.overdue_table import as_csv
from models.database import reading
from web.guard import Asked
from web.headers import secured
from web.pages import Pages, link
from web.ways import WAYS

_LONGEST = 200


class BoardPages:
    """The board and its CSV."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime], *, tls: bool) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._tls = tls

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"board": self.board, "board_live": self.live, "overdue": self.overdue}

    def board(self, asked: Asked) -> Response:
        """Show who is late, and every committee's obligations."""
        return self._shown(asked, "board.html.j2")

    def live(self, asked: Asked) -> Response:
        """Give the part of the board that refreshes itself."""
        return self._shown(asked, "_live.html.j2")

    def _shown(self, asked: Asked, template: str) -> Response:
        chosen, now = _chosen(asked), self._clock()
        with Session(reading(self._engine)) as session:
            shown, pulse = board(session, now, chosen), heartbeat(session, now)
        return self._pages.page(
            asked,
            template,
            here="board",
            board=shown,
            pulse=pulse,
            chosen=chosen,
            csv=link(WAYS["overdue"].path, vars(chosen)),
            live=link(WAYS["board_live"].path, vars(chosen)),
        )

    def overdue(self, asked: Asked) -> Response:
        """Give what `aarshjul overdue --csv` prints, for what is chosen."""
        with Session(reading(self._engine)) as session:
            rows = overdue(session, self._clock(), _chosen(asked))
        name = {"Content-Disposition": 'attachment; filename="overdue.csv"'}
        # The mark at the beginning tells a spreadsheet that the letters are UTF-8.
        table = Response(f"\ufeff{as_csv(rows)}", media_type="text/csv; charset=utf-8", headers=name)
        return secured(table, tls=self._tls)


def _chosen(asked: Asked) -> Choice:
    query = asked.request.query_params
    return Choice(*(query.get(name, "")[:_LONGEST] for name in ("cycle", "body", "administration")))
