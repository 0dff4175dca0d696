"""How a page acts: once for each form, not over what somebody else just did, and never losing what was typed."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from time import sleep
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from anyio import from_thread
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from desk.answers import Done
from desk.commands import Desk
from desk.sent_forms import Meanwhile, SentForms
from models.database import RecordUnusable
from models.schedule import Text
from models.vocabulary import ZONE, Language
from rendering.kinds import recipient_words
from web.forms import Tried
from web.guard import Asked
from web.headers import secured
from web.pages import LONGEST_ID

T = TypeVar("T")
LOOKS = 100
_BETWEEN = 0.1  # seconds; all looks together are longer than the engine is waited for
Act = Callable[[Desk], Coroutine[Any, Any, Done | Text]]
"""What is done at the desk; its answer is what the person is told."""


class Acts:
    """Lets pages act at the desk. Pages run in threads; what they do there runs in the office's event loop."""

    def __init__(self, desk: Desk, forms: SentForms, *, tls: bool) -> None:
        self._desk = desk
        self._forms = forms
        self._tls = tls
        self._undoing: set[str] = set()

    def do(
        self, asked: Asked, act: Act, *, then: str, again: Callable[[Tried], Response], about: str = "", by: str = ""
    ) -> Response:
        """Act, and lead to `then`, which shows what came of it; a form that was sent before is led there at once.

        `again` shows the form anew, with what was typed: when the rules refuse (status 422), or when somebody else
        has acted on `about` (a workflow's id) since the form was shown (409; sending it again acts). `by` is who acts
        where nobody is logged in.
        """
        form_id, actor = self._form_id(asked), by or (asked.visitor.name if asked.visitor else "")
        self._mend(form_id)
        if (before := self._forms.take(form_id, actor)) is not None:
            if before.said is None and not self._is_done_soon(form_id):
                raise HTTPException(409)
            return self._led(then, form_id)
        try:
            if refusal := self._others(asked, about, actor):
                return self._refused(again, form_id, Tried(asked.form, {}, refusal, 409))
            answer = from_thread.run(act, self._desk)
        except Exception as error:
            sentence = getattr(error, "sentence", None)
            self._undo(form_id)
            if isinstance(error, RecordUnusable) or not isinstance(sentence, Text):
                raise
            return again(Tried(asked.form, {}, sentence, 422))
        with suppress(RecordUnusable):  # it is done: only what came of it is not told, and nobody may do it again
            self._forms.done(form_id, _told(answer))
        return self._led(then, form_id)

    def _undo(self, form_id: str) -> None:
        """Let a form that did nothing be sent again: now, or as soon as the record can be written."""
        try:
            self._forms.undone(form_id)
        except RecordUnusable:
            self._undoing.add(form_id)

    def _mend(self, form_id: str) -> None:
        if form_id in self._undoing:
            self._forms.undone(form_id)
            self._undoing.discard(form_id)

    def _is_done_soon(self, form_id: str) -> bool:
        """Wait for the first sending of a form that is acting right now: somebody clicked twice."""
        for _ in range(LOOKS):
            sleep(_BETWEEN)
            sent = self._forms.sent(form_id)
            if sent is None or sent.said is not None:
                return sent is not None
        return False

    def ask(self, question: Callable[[Desk], Coroutine[Any, Any, T]]) -> T:
        """Ask the desk what would come of an act, and change nothing; raises what the desk raises."""
        return from_thread.run(question, self._desk)

    def since(self, asked: Asked, about: str) -> Text | None:
        """Return what others have done about a workflow since this form was shown; None when nothing."""
        return self._others(asked, about, asked.visitor.name if asked.visitor else "")

    def _refused(self, again: Callable[[Tried], Response], form_id: str, tried: Tried) -> Response:
        self._undo(form_id)
        return again(tried)

    def _others(self, asked: Asked, about: str, by: str) -> Text | None:
        seen = asked.form.get("seen", "")
        if not about or not (seen.isascii() and seen.isdecimal()) or len(seen) > 9:
            return None
        found = self._forms.meanwhile(about, int(seen), by)
        return _meanwhile(found) if found else None

    def _form_id(self, asked: Asked) -> str:
        form_id = asked.form.get("form_id", "")
        if not 16 <= len(form_id) <= LONGEST_ID:
            raise HTTPException(403, "form")
        return form_id

    def _led(self, then: str, form_id: str) -> Response:
        path, _, fragment = then.partition("#")
        joined = f"{path}{'&' if '?' in path else '?'}done={form_id}" if form_id else path
        return secured(RedirectResponse(f"{joined}#{fragment}" if fragment else joined, 303), tls=self._tls)


def _told(answer: Done | Text) -> tuple[Text, ...]:
    return (answer,) if isinstance(answer, Text) else (answer.what, *answer.next)


def _meanwhile(found: list[Meanwhile]) -> Text:
    da = "; ".join(f"{each.what.da.lower()} af {_who(each, Language.DA)} kl. {_hour(each.at)}" for each in found)
    en = "; ".join(f"{each.what.en.lower()} by {_who(each, Language.EN)} at {_hour(each.at)}" for each in found)
    return Text(
        da=f"Imens er der sket noget andet: {da}. Intet er gjort endnu; dine oplysninger står nedenfor. Se dem "
        "igennem, og send igen, hvis det stadig skal gøres.",
        en=f"Something else was done meanwhile: {en}. Nothing has been done yet; what you typed is below. Look it "
        "through, and send it again if it is still to be done.",
    )


def _who(each: Meanwhile, language: Language) -> str:
    return recipient_words(each.by, language)


def _hour(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(ZONE)):%H:%M}"
