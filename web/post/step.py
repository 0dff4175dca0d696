"""The letters of a step that wait for a release: written, looked through, written anew, and released together."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import quote

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.acts.drafts import Drafts, Written
from desk.answers import Done
from desk.commands import Desk
from desk.shown.held import MOST, Holding, holding
from models.database import reading
from models.schedule import Text
from models.vocabulary import cycle_id
from web.acting import Act, Acts
from web.forms import BLANK, Fields, Tried
from web.guard import Asked
from web.pages import Pages
from web.post.differences import changed
from web.words.outbox import NONE_CHOSEN, OTHER_COUNT, REASON_WANTED, drafted, renewed, written_anew


class StepPages:
    """What a step holds, and what is done about it."""

    def __init__(self, pages: Pages, engine: Engine, acts: Acts, drafts: Drafts) -> None:
        self._pages = pages
        self._engine = engine
        self._acts = acts
        self._drafts = drafts

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "held": self.held,
            "leaving": self.leaving,
            "draft": self.draft,
            "difference": self.difference,
            "regenerate": self.regenerate,
            "release": self.release,
            "refused_again": self.again,
        }

    def held(self, asked: Asked) -> Response:
        """Show what waits, who has looked and asked, and who may release."""
        return self._shown(asked, BLANK)

    def leaving(self, asked: Asked) -> Response:
        """Give the part of the page that tells how far the letters have come."""
        return self._pages.page(asked, "_leaving.html.j2", step=self._holding(asked))

    def draft(self, asked: Asked) -> Response:
        """Write the letters, so that what is looked at is what leaves."""
        cycle, step, by = about(asked)
        return self._act(asked, _in_thread(lambda: drafted(self._drafts.draft(cycle, step, by=by))))

    def difference(self, asked: Asked) -> Response:
        """Show what would become of the drafts by the texts of today; nothing is changed by looking."""
        return self._differences(asked, BLANK)

    def regenerate(self, asked: Asked) -> Response:
        """Write the drafts anew."""
        cycle, step, by = about(asked)
        act = _in_thread(lambda: written_anew(self._drafts.regenerate(cycle, step, by=by)))
        return self._act(asked, act, lambda tried: self._differences(asked, tried))

    def release(self, asked: Asked) -> Response:
        """Release all letters that the page told of, or those that were chosen, with a reason."""
        cycle, step, by = about(asked)
        fields, waits = Fields(asked), self._holding(asked)
        reason, chosen = fields.text("reason"), _chosen(fields, asked, waits)
        if fields.errors:
            return self._shown(asked, fields.tried())
        anew: list[Written] = []

        async def act(desk: Desk) -> Done:
            anew.extend(await asyncio.to_thread(self._drafts.renew, cycle, step, by=by))
            if anew:
                raise renewed([each.number for each in anew])
            return await desk.release(cycle, step, numbers=chosen, reason=reason, by=by)

        return self._act(asked, act, lambda tried: self._shown(asked, tried, anew))

    def again(self, asked: Asked) -> Response:
        """Send the refused letters of the step again: those of a pack that was incomplete."""
        cycle, step, by = about(asked)
        return self._act(asked, lambda desk: desk.send_step_again(cycle, step, by=by))

    def _act(self, asked: Asked, act: Act, again: Callable[[Tried], Response] | None = None) -> Response:
        cycle, step, _ = about(asked)
        return self._acts.do(
            asked,
            act,
            then=step_path(cycle, step),
            again=again or (lambda tried: self._shown(asked, tried)),
            about=cycle_id(cycle),
        )

    def _shown(self, asked: Asked, tried: Tried, anew: Sequence[Written] = ()) -> Response:
        return self._pages.page(
            asked,
            "held.html.j2",
            here="outbox",
            status=tried.status,
            step=self._holding(asked),
            tried=tried,
            chosen=frozenset(asked.many("number")),
            anew=changed(anew),
            most=MOST,
        )

    def _differences(self, asked: Asked, tried: Tried) -> Response:
        waits = self._holding(asked)
        try:
            found = self._drafts.differences(waits.cycle, waits.step)
        except Exception as error:
            sentence = getattr(error, "sentence", None)
            if not isinstance(sentence, Text):
                raise
            found, tried = (), tried if tried.refusal else replace(tried, refusal=sentence)
        different = changed(found)
        return self._pages.page(
            asked,
            "difference.html.j2",
            here="outbox",
            status=tried.status,
            step=waits,
            changed=different,
            same=len(found) - len(different),
            tried=tried,
        )

    def _holding(self, asked: Asked) -> Holding:
        cycle, step, by = about(asked)
        with Session(reading(self._engine)) as session:
            return holding(session, cycle, step, by)


def step_path(cycle: str, step: str) -> str:
    """Return the address of the page of what a step holds."""
    return f"/outbox/steps/{quote(cycle, safe='')}/{quote(step, safe='')}"


def about(asked: Asked) -> tuple[str, str, str]:
    """Return the cycle and the step of the address, and who asks."""
    path = asked.request.path_params
    return str(path["cycle"]), str(path["step"]), asked.visitor.name if asked.visitor else ""


def _chosen(fields: Fields, asked: Asked, waits: Holding) -> tuple[int, ...]:
    """The numbers that are released; none for all, when they are as many as the page told of."""
    if fields.text("which") != "some":
        if fields.text("count") != str(waits.count):
            fields.wrong("which", OTHER_COUNT)
        return ()
    numbers = tuple(int(each) for each in asked.many("number") if each.isascii() and each.isdecimal() and len(each) < 9)
    if not numbers:
        fields.wrong("which", NONE_CHOSEN)
    elif len(numbers) < waits.count and not fields.text("reason"):
        fields.wrong("reason", REASON_WANTED)
    return numbers


def _in_thread(act: Callable[[], Text]) -> Act:
    """An act that renders letters: beside the event loop, not in it."""

    async def acting(_: Desk) -> Text:
        return await asyncio.to_thread(act)

    return acting
