"""The committee's page, behind the link in its letters: no account, no cookie. GET shows, and only POST acts.

A link that does not work is answered by one page, whatever the reason; who tries many of them has to wait.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from anyio import from_thread
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from desk.acts.feeds import Issued
from desk.commands import Desk
from desk.sent_forms import SentForms
from desk.shown.committee import CommitteeLetter, Committees, Guest
from models.schedule import Text
from models.vocabulary import FeedScope
from rendering.opened import Attached, attached, opened
from web.acting import Acts
from web.downloads import download, file_wished
from web.guard import Asked, Page
from web.headers import LETTER_POLICY, secured
from web.limits import Limits
from web.pages import LONGEST_ID, Pages, language_of

_KEPT = 500
_LINK = re.compile(r"https?://[^\s\"<>]+/(?:letters|committee)/[\w-]{43}(?:\?lang=\w\w)?")
_HREF = re.compile(r'<a href="[^"]*">')
GuestPage = Callable[[Asked, Guest], Response]
_SHOWN_ONCE = Text(
    da="Kalenderens adresse blev vist én gang. Er den væk, så hent en ny; den gamle virker stadig.",
    en="The calendar's address was shown once. If it is gone, get a new one; the old one still works.",
)


class Visits:
    """Lets in who has a link that works, always: a whole town hall can have one address. Counts those who have none."""

    def __init__(self, pages: Pages, committees: Committees, limits: Limits) -> None:
        self._pages = pages
        self._committees = committees
        self._limits = limits

    def opened(self, page: GuestPage) -> Page:
        """Return the page behind the link."""

        def answer(asked: Asked) -> Response:
            guest = self._committees.guest(str(asked.request.path_params["token"]))
            if guest is None:
                self._limits.check(asked.request)
                self._limits.failed(asked.request)
                return self._pages.page(asked, "committee_gone.html.j2", status=404)
            return page(asked, guest)

        return answer


class CommitteePages:
    """What a committee sees, and the two buttons that need no form. `address` is where people find the office."""

    def __init__(
        self, pages: Pages, committees: Committees, acts: Acts, desk: Desk, forms: SentForms, *, address: str, tls: bool
    ) -> None:
        self._pages = pages
        self._committees = committees
        self._acts = acts
        self._desk = desk
        self._forms = forms
        self._address = address.rstrip("/")
        self._tls = tls
        self._known: dict[str, tuple[Attached, ...]] = {}

    @property
    def answers(self) -> dict[str, GuestPage]:
        """Who answers on which way."""
        return {
            "committee": self.show,
            "committee_letter": self.letter,
            "committee_letter_shown": self.letter_shown,
            "committee_paper": self.paper,
            "committee_file": self.file,
            "committee_acknowledge": self.acknowledge,
            "committee_calendar": self.calendar,
        }

    def show(self, asked: Asked, guest: Guest) -> Response:
        """Show everything of the committee."""
        return self._page(asked, guest, self._told(asked, guest))

    def letter(self, asked: Asked, guest: Guest) -> Response:
        """Show one letter, and its papers to be saved."""
        letter = self._letter(asked, guest)
        message = self._committees.message(guest, letter.number)
        shown = opened(message) if message else None
        return self._pages.page(
            asked,
            "committee_letter.html.j2",
            page=self._committees.page(guest),
            path=path_of(asked),
            letter=letter,
            shown=shown,
            text=_LINK.sub("…", shown.text) if shown else "",
        )

    def letter_shown(self, asked: Asked, guest: Guest) -> Response:
        """Give the letter's own HTML, for a frame that can do nothing; its links lead nowhere from there."""
        message = self._committees.message(guest, self._letter(asked, guest).number)
        html = opened(message).html if message else ""
        if not html:
            raise HTTPException(404)
        return secured(HTMLResponse(_HREF.sub("<a>", _LINK.sub("…", html))), tls=self._tls, policy=LETTER_POLICY)

    def paper(self, asked: Asked, guest: Guest) -> Response:
        """Give a paper of a letter."""
        message = self._committees.message(guest, self._letter(asked, guest).number)
        found = attached(message, int(asked.request.path_params["place"])) if message else None
        if found is None:
            raise HTTPException(404)
        return download(found[0].name, found[1], tls=self._tls)

    def file(self, asked: Asked, guest: Guest) -> Response:
        """Give back what the committee handed in."""
        number = int(asked.request.path_params["number"])
        step = str(asked.request.path_params["step"])
        found = self._committees.file(guest, step, number, file_wished(asked)) if number < 1 << 31 else None
        if found is None:
            raise HTTPException(404)
        return download(found.file_name, found.content, tls=self._tls)

    def acknowledge(self, asked: Asked, guest: Guest) -> Response:
        """Note that a letter has arrived."""
        number = self._letter(asked, guest).number
        return self._acts.do(
            asked,
            lambda desk: desk.acknowledge_letter(guest.cycle, guest.body, number, by=guest.by),
            then=path_of(asked),
            again=lambda tried: self._page(asked, guest, (tried.refusal,) if tried.refusal else ()),
            by=guest.one,
        )

    def calendar(self, asked: Asked, guest: Guest) -> Response:
        """Make the committee's calendar and show its address, this once: the record keeps only a hash of it."""
        form_id = asked.form.get("form_id", "")
        if not 16 <= len(form_id) <= LONGEST_ID:
            raise HTTPException(403, "form")
        if self._forms.take(form_id, guest.one) is not None:
            led = RedirectResponse(f"{path_of(asked)}?done={form_id}", 303)
            return secured(led, tls=self._tls)
        address = f"{self._address}/{self._issued(asked, guest).path}"
        self._forms.done(form_id, [_SHOWN_ONCE])
        return self._pages.page(
            asked,
            "committee_calendar.html.j2",
            page=self._committees.page(guest),
            path=path_of(asked),
            address=address,
            subscribing=address.replace(urlsplit(address).scheme, "webcal", 1),
        )

    def _issued(self, asked: Asked, guest: Guest) -> Issued:
        async def create() -> Issued:
            return await self._desk.create_feed(
                FeedScope.COMMITTEE, guest.body, cycle=guest.cycle, language=language_of(asked.request), by=guest.by
            )

        return from_thread.run(create)

    def _letter(self, asked: Asked, guest: Guest) -> CommitteeLetter:
        number = int(asked.request.path_params["number"])
        found = self._committees.letter(guest, number) if number < 1 << 31 else None
        if found is None:
            raise HTTPException(404)
        return found

    def _page(self, asked: Asked, guest: Guest, told: tuple[Text, ...]) -> Response:
        page = self._committees.page(guest)
        papers = self._papers(guest, page.beginning)
        return self._pages.page(asked, "committee.html.j2", page=page, path=path_of(asked), told=told, papers=papers)

    def _papers(self, guest: Guest, letter: CommitteeLetter | None) -> tuple[Attached, ...]:
        """What lies with a letter; kept, for the same message has the same papers and may be large to read."""
        if letter is None or letter.sha256 is None:
            return ()
        if letter.sha256 not in self._known:
            message = self._committees.message(guest, letter.number)
            self._known[letter.sha256] = opened(message).files if message else ()
            while len(self._known) > _KEPT:
                self._known.pop(next(iter(self._known)), None)
        return self._known.get(letter.sha256, ())

    def _told(self, asked: Asked, guest: Guest) -> tuple[Text, ...]:
        """What came of the form that led here, for whoever has the same link."""
        form_id = asked.request.query_params.get("done", "")
        sent = self._forms.sent(form_id) if 16 <= len(form_id) <= LONGEST_ID else None
        return sent.said or () if sent and sent.by == guest.one else ()


def path_of(asked: Asked) -> str:
    """Return the address of the committee's page, below the office's."""
    return f"/committee/{asked.request.path_params['token']}"
