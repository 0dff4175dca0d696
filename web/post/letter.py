"""One letter as its recipient sees it, with all that a person can do about it in the state that it is in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from desk.acts.drafts import Preview
from desk.answers import Done
from desk.commands import Desk
from desk.shown import overviews, post
from desk.shown.held import Looks
from desk.shown.rows import LetterInFull
from models.database import reading
from models.schedule import Text
from models.vocabulary import LetterState
from rendering.opened import Opened, attached, opened
from rendering.trial import without_link
from web.acting import Act, Acts
from web.downloads import attachment
from web.forms import BLANK, Fields, Tried
from web.guard import Asked
from web.headers import LETTER_POLICY, secured
from web.pages import Pages
from web.post.step import step_path
from web.post.trial_address import TrialAddress
from web.post.writing import Writing
from web.words.outbox import tested

WAITING = (LetterState.HELD, LetterState.DRAFTED)
AGAIN = (LetterState.UNKNOWN, LetterState.REFUSED, LetterState.BOUNCED)


@dataclass(frozen=True)
class Seen:
    """The letter as it left or would leave now; or, where nothing can be shown, why."""

    preview: Preview | None = None
    opened: Opened | None = None
    hindrance: Text | None = None


class PostPages:
    """The page of one letter."""

    def __init__(
        self, pages: Pages, engine: Engine, acts: Acts, writing: Writing, clock: Callable[[], datetime], *, tls: bool
    ) -> None:
        self._pages = pages
        self._engine = engine
        self._acts = acts
        self._writing = writing
        self._clock = clock
        self._looks = Looks(engine=engine, clock=clock)
        self._trial_address = TrialAddress(tls=tls)
        self._tls = tls

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "letter": self.letter,
            "letter_shown": self.shown,
            "letter_file": self.file,
            "letter_looked": self.looked,
            "letter_test": self.test,
            "letter_arrived": self.arrived,
            "letter_again": self.again,
            "letter_reached": self.reached,
            "letter_revoke": self.revoke,
        }

    def letter(self, asked: Asked) -> Response:
        """Show the letter with all that its recipient gets."""
        return self._page(asked, BLANK)

    def shown(self, asked: Asked) -> Response:
        """Give the letter's own HTML, for a frame that can do nothing."""
        seen = self._seen(self._letter(asked))
        if not seen.opened or not seen.opened.html:
            raise HTTPException(404)
        return secured(HTMLResponse(seen.opened.html), tls=self._tls, policy=LETTER_POLICY)

    def file(self, asked: Asked) -> Response:
        """Give one of the files that travel with the letter; `?open` shows a PDF instead of saving it."""
        seen, place = self._seen(self._letter(asked)), int(asked.request.path_params["place"])
        found = attached(seen.preview.message, place) if seen.preview else None
        if found is None:
            raise HTTPException(404)
        shown = "open" in asked.request.query_params
        return attachment(found[0].name, found[0].media_type, found[1], shown=shown, tls=self._tls)

    def looked(self, asked: Asked) -> Response:
        """Note that the visitor has looked at this draft, and lead to the next one of the step."""
        letter, fields, by = self._letter(asked), Fields(asked), _name(asked)
        sha256 = fields.text("sha256", needed=True, longest=100)
        with Session(reading(self._engine)) as session:
            after = post.around(session, letter, self._clock()).after

        async def act(_: Desk) -> Text:
            return await asyncio.to_thread(self._looks.looked, letter.number, sha256, by=by)

        return self._act(asked, act, f"/outbox/{after}" if after else step_path(letter.cycle, letter.step))

    def test(self, asked: Asked) -> Response:
        """Send the letter to oneself, marked and harmless; the address is remembered for the session."""
        fields, by, number = Fields(asked), _name(asked), self._letter(asked).number
        to = fields.text("to", needed=True, longest=200)
        if fields.errors:
            return self._page(asked, fields.tried())

        async def act(_: Desk) -> Text:
            drafts = self._writing.drafts
            address, message = await asyncio.to_thread(drafts.trial, number, to, by=by)
            await self._writing.hand_over(address, message)
            await asyncio.to_thread(drafts.tried, number, address, by=by)
            return tested(number, address)

        answer = self._act(asked, act)
        return self._trial_address.remembered(answer, asked, to) if answer.status_code == 303 else answer

    def arrived(self, asked: Asked) -> Response:
        """Say of a letter in doubt that it has arrived."""
        number, by = self._letter(asked).number, _name(asked)
        return self._act(asked, lambda desk: desk.settle_doubt(number, True, by=by))

    def again(self, asked: Asked) -> Response:
        """Send it again, to a corrected address perhaps."""
        fields, by, number = Fields(asked), _name(asked), self._letter(asked).number
        address = fields.text("address", longest=200)
        if fields.errors:
            return self._page(asked, fields.tried())
        return self._act(asked, lambda desk: desk.send_again(number, address=address or None, by=by))

    def reached(self, asked: Asked) -> Response:
        """Note that the recipient of a letter that came back has been reached in another way."""
        fields, by, number = Fields(asked), _name(asked), self._letter(asked).number
        note = fields.text("note", needed=True)
        if fields.errors:
            return self._page(asked, fields.tried())
        return self._act(asked, lambda desk: desk.reached(number, note, by=by))

    def revoke(self, asked: Asked) -> Response:
        """Take back the link that stands in the letter."""
        number, by = self._letter(asked).number, _name(asked)

        async def act(desk: Desk) -> Done:
            return await desk.revoke_link(number, by=by)

        return self._act(asked, act)

    def _act(self, asked: Asked, act: Act, then: str = "") -> Response:
        number = int(asked.request.path_params["number"])
        return self._acts.do(asked, act, then=then or f"/outbox/{number}", again=lambda tried: self._page(asked, tried))

    def _page(self, asked: Asked, tried: Tried) -> Response:
        letter = self._letter(asked)
        with Session(reading(self._engine)) as session:
            zones = {each.slug: each.zone for each in overviews.cycles(session)}
            steps = post.steps(session, letter.cycle)
            around = post.around(session, letter, self._clock())
        remembered = {"to": self._trial_address.of(asked)}
        return self._pages.page(
            asked,
            "letter.html.j2",
            here="outbox",
            status=tried.status,
            letter=replace(letter, message=None),
            zone=zones[letter.cycle],
            step=(steps.get(letter.step), step_path(letter.cycle, letter.step)),
            view=self._seen(letter),
            around=around,
            waits=letter.state in WAITING,
            troubled=letter.state in AGAIN,
            may_again=letter.state in AGAIN and not around.later and not around.answered,
            looked=_name(asked) in around.looked_by,
            tried=replace(tried, values={**remembered, **tried.values}),
        )

    def _seen(self, letter: LetterInFull) -> Seen:
        try:
            preview = self._writing.drafts.preview(letter.number)
        except Exception as error:
            sentence = getattr(error, "sentence", None)
            if not isinstance(sentence, Text):
                raise
            return Seen(hindrance=sentence)
        # The links in it are the recipient's: who looks a letter through gets no secret to act with.
        shown = opened(preview.message)
        return Seen(preview, replace(shown, html=without_link(shown.html), text=without_link(shown.text)))

    def _letter(self, asked: Asked) -> LetterInFull:
        number = int(asked.request.path_params["number"])
        with Session(reading(self._engine)) as session:
            found = overviews.letter(session, number) if number < 1 << 31 else None
        if found is None:
            raise HTTPException(404)
        return found


def _name(asked: Asked) -> str:
    return asked.visitor.name if asked.visitor else ""
