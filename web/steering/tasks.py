"""The tasks of the secretariat: what waits for a person, where it is done, and that it is done."""

from collections.abc import Callable
from urllib.parse import quote

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.shown import overviews
from desk.shown.todo import Place, Todo, todos
from models.database import reading
from web.acting import Acts
from web.forms import BLANK, Fields, Tried
from web.guard import Asked
from web.pages import Pages, link


class TaskPages:
    """The list of tasks."""

    def __init__(self, pages: Pages, engine: Engine, acts: Acts) -> None:
        self._pages = pages
        self._engine = engine
        self._acts = acts

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"tasks": self.tasks, "task_done": self.done}

    def tasks(self, asked: Asked) -> Response:
        """List what waits for a person, the oldest first."""
        return self._list(asked, BLANK)

    def done(self, asked: Asked) -> Response:
        """Mark one task as done."""
        fields, by = Fields(asked), asked.visitor.name if asked.visitor else ""
        key = fields.text("key", needed=True, longest=500).replace("\x00", "")
        if fields.errors:
            return self._list(asked, fields.tried())
        return self._acts.do(
            asked,
            lambda desk: desk.finish_task(key, by=by),
            then="/tasks",
            again=lambda tried: self._list(asked, tried),
        )

    def _list(self, asked: Asked, tried: Tried) -> Response:
        with Session(reading(self._engine)) as session:
            found = [(each, path_of(each)) for each in todos(session)]
            cycles = {row.slug: row for row in overviews.cycles(session)}
        return self._pages.page(
            asked, "tasks.html.j2", here="tasks", status=tried.status, todos=found, cycles=cycles, tried=tried
        )


def path_of(todo: Todo) -> str:
    """Return the address of the page where a task is done."""
    cycle = f"/cycles/{quote(todo.task.cycle, safe='')}"
    step, body = quote(todo.step, safe=""), quote(todo.body, safe="")
    match todo.place:
        case Place.LETTER:
            return f"/outbox/{todo.letter}"
        case Place.PACK:
            return link("/outbox", {"cycle": todo.task.cycle})
        case Place.MOVE:
            return link(f"{cycle}/move", {"place": todo.step})
        case Place.DUTY:
            return f"{cycle}/duties/{step}/{body}"
        case Place.MEETING:
            return f"{cycle}/meetings/{step}/{body}"
        case Place.HEARING:
            return f"{cycle}/hearings/{step}"
        case Place.START:
            return "/start"
        case Place.YEAR:
            return cycle
