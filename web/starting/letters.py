"""The letters of the year as their recipients will see them, and the start itself."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from desk.preparing.copies import with_source
from desk.preparing.prepared_year import Outlook
from desk.preparing.previews import Coming, coming
from models.schedule import Text
from models.vocabulary import LetterKind
from planning.papers.preparing import with_hold
from rendering.opened import Opened, attached, opened
from web.downloads import attachment
from web.forms import BLANK, Tried
from web.guard import Asked
from web.headers import LETTER_POLICY, secured
from web.starting.draft import Table, name_of, path_of, seen_of, slug_of

HELD = Text(
    da="Udfordringsskrivelserne tilbageholdes, til de er set igennem og frigivet.",
    en="The challenge letters are held until they have been looked through and released.",
)
NOT_HELD = Text(
    da="Udfordringsskrivelserne sendes, når det, de venter på, er besluttet.",
    en="The challenge letters leave once what they wait for has been decided.",
)


@dataclass(frozen=True)
class Shown:
    """A letter as it will look, or why it cannot be written yet."""

    message: bytes = b""
    opened: Opened | None = None
    hindrance: Text | None = None


class StartLetterPages:
    """The last page of the walk."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "start_letters": self.letters,
            "start_held": self.hold,
            "start_letter": self.letter,
            "start_letter_shown": self.shown,
            "start_letter_file": self.file,
            "start_year": self.start,
        }

    def letters(self, asked: Asked) -> Response:
        """List what the year will send, and offer to start it."""
        return self._page(asked, BLANK)

    def hold(self, asked: Asked) -> Response:
        """Hold the letters of the packs until somebody releases them, or let them leave once they are decided."""
        held = asked.form.get("hold") == "yes"
        return self._table.mend(
            asked,
            with_source(lambda source: with_hold(source, LetterKind.CHALLENGE, held=held)),
            HELD if held else NOT_HELD,
            path_of(slug_of(asked), "letters"),
            lambda tried: self._page(asked, tried),
        )

    def letter(self, asked: Asked) -> Response:
        """Show one letter."""
        found = self._table.outlook(asked)
        every, number = _coming(found), _number(asked)
        if number >= len(every):
            raise HTTPException(404)
        return self._table.page(
            asked,
            "letter",
            BLANK,
            found,
            number=number,
            one=every[number],
            after=number + 1 if number + 1 < len(every) else None,
            seen_as=self._shown(found, every[number]),
        )

    def shown(self, asked: Asked) -> Response:
        """Give the letter's own HTML, for a frame that can do nothing."""
        letter = self._letter(asked)
        if not letter.opened or not letter.opened.html:
            raise HTTPException(404)
        return secured(HTMLResponse(letter.opened.html), tls=self._table.tls, policy=LETTER_POLICY)

    def file(self, asked: Asked) -> Response:
        """Give one of the files that will travel with it."""
        found = attached(self._letter(asked).message, int(asked.request.path_params["place"]))
        if found is None:
            raise HTTPException(404)
        shown = "open" in asked.request.query_params
        return attachment(found[0].name, found[0].media_type, found[1], shown=shown, tls=self._table.tls)

    def start(self, asked: Asked) -> Response:
        """Start the year."""
        slug, by, seen = slug_of(asked), name_of(asked), seen_of(asked)
        return self._table.acts.do(
            asked,
            lambda desk: desk.start_prepared(slug, seen=seen, by=by),
            then=f"/cycles/{slug}",
            again=lambda tried: self._page(asked, tried),
        )

    def _letter(self, asked: Asked) -> Shown:
        found, number = self._table.outlook(asked), _number(asked)
        every = _coming(found)
        if number >= len(every):
            raise HTTPException(404)
        return self._shown(found, every[number])

    def _shown(self, found: Outlook, one: Coming) -> Shown:
        try:
            message = self._table.workshop.previews.write(found.timeline, found.prepared.source.files, one.order)
        except Exception as error:
            sentence = getattr(error, "sentence", None)
            if not isinstance(sentence, Text):
                raise
            return Shown(hindrance=sentence)
        return Shown(message, opened(message))

    def _page(self, asked: Asked, tried: Tried) -> Response:
        found = self._table.outlook(asked)
        every = list(enumerate(_coming(found)))
        packs = found.packs(self._table.workshop.previews.limit)
        return self._table.page(
            asked,
            "letters",
            tried,
            found,
            challenges=[each for each in every if each[1].order.kind is LetterKind.CHALLENGE],
            others=[each for each in every if each[1].order.kind is not LetterKind.CHALLENGE],
            packs=packs,
            held=LetterKind.CHALLENGE in found.definition.cycle.hold,
            complete=sum(each.is_complete for each in packs),
            zone=found.definition.cycle.zone,
        )


def _coming(found: Outlook) -> tuple[Coming, ...]:
    """The letters of a year that can be planned; none while the lint has errors."""
    return () if found.errors else coming(found.timeline)


def _number(asked: Asked) -> int:
    return int(asked.request.path_params["number"])
