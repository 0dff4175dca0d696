"""A form of the office acts once, not over what somebody else just did, and comes back with all that was typed."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from desk.commands import Desk
from desk.doors import Doors
from desk.sent_forms import SentForms
from models.journal import Command
from models.office import OfficeRole
from settings import CHECKOUT
from tests.web.office import Browser, Clock, away, office_of, serving
from web import acting
from web.acting import Acts
from web.doors.entrance import Entrance
from web.errors import STATUSES, Errors
from web.forms import BLANK, Fields, Tried
from web.guard import Asked, Guard
from web.limits import Limits
from web.pages import Pages
from web.ways import WAYS, Way

NOW = datetime(2031, 5, 21, 7, tzinfo=UTC)
PATH = "/pause"
PAGE = """{% extends "_office.html.j2" %}{% import "_forms.html.j2" as form with context %}
{% block title %}Pause{% endblock %}
{% block content %}{{ form.problems(tried) }}
<form method="post" action="/pause" enctype="multipart/form-data">{{ form.head() }}
{{ form.area("reason", "Hvorfor", tried, needed=true) }}{{ form.day("until", "Til", tried) }}
{{ form.file("note", "Bilag", tried) }}{{ form.send("Sæt på pause") }}</form>
<p class="files">{{ files }}</p>{% endblock %}"""


class Pausing:
    """One page with one form, as the office's pages are made."""

    def __init__(self, pages: Pages, acts: Acts) -> None:
        self._pages = pages
        self._acts = acts

    def form(self, asked: Asked, tried: Tried = BLANK) -> Response:
        """Show the form."""
        return self._pages.page(asked, "pause.html.j2", status=tried.status, tried=tried, files="")

    def act(self, asked: Asked) -> Response:
        """Pause the year."""
        fields = Fields(asked)
        reason, _ = fields.text("reason", needed=True), fields.day("until")
        if fields.errors:
            return self.form(asked, fields.tried())
        assert asked.visitor
        by, files = asked.visitor.name, "".join(f" [{each.name} {len(each.content)}]" for each in asked.files("note"))
        return self._acts.do(
            asked,
            lambda desk: desk.pause("sample-2031", reason + files, by=by),
            then=PATH,
            again=lambda tried: self.form(asked, tried),
            about="cycle:sample-2031",
        )


@pytest.fixture
def office(record: Engine, year: object, tmp_path: Path) -> Iterator[tuple[int, Doors]]:
    """Give the port of the page, and the doors to it."""
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "pause.html.j2").write_text(PAGE, "utf-8")
    for source in (CHECKOUT / "templates" / "office").iterdir():
        (tmp_path / "office" / source.name).write_text(source.read_text("utf-8"), "utf-8")
    for sheet in ("office/office.css", "pages/year.css"):
        (tmp_path / sheet).parent.mkdir(exist_ok=True)
        (tmp_path / sheet).write_text("", "utf-8")
    doors, clock = Doors(engine=record, clock=Clock(NOW)), Clock(NOW)
    guard, forms = Guard(doors, "http://127.0.0.1"), SentForms(engine=record, clock=clock)
    pages = Pages(tmp_path, guard, forms)
    desk = Desk(engine=record, connect=away, clock=clock, patience=0.2)
    page, entrance = Pausing(pages, Acts(desk, forms, tls=False)), Entrance(pages, doors, guard, Limits())
    ways = {
        Way("GET", PATH, OfficeRole.SECRETARIAT): page.form,
        Way("POST", PATH, OfficeRole.SECRETARIAT, 1_000_000): page.act,
        **{WAYS[name]: entrance.answers[name] for name in ("link", "enter")},
    }
    routes = [Route(way.path, guard.guarded(way, answer), methods=[way.method]) for way, answer in ways.items()]
    errors = Errors(pages, guard)
    with serving(Starlette(routes=routes, exception_handlers=dict.fromkeys(STATUSES, errors.page))) as port:
        yield port, doors


def entered(office: tuple[int, Doors], name: str) -> Browser:
    """Somebody of the secretariat, in."""
    port, doors = office
    browser, link = Browser(port), f"/door/{doors.new_link(name, OfficeRole.SECRETARIAT)}"
    assert browser.press(link, link).status == 303
    return browser


def commands(record: Engine) -> list[tuple[str, str]]:
    """Who gave which reason."""
    with Session(record) as session:
        rows = session.exec(select(Command).where(Command.name == "pause")).all()
        return [(row.by, row.payload["reason"]) for row in rows]


def test_form_acts_and_leads_to_a_page_that_says_what_came_of_it(office: tuple[int, Doors], record: Engine) -> None:
    browser = entered(office, "anna")

    answer = browser.fill(PATH, PATH, {"reason": "ferie"}, {"note": ("a.pdf", b"%PDF-1.7")})

    assert answer.status == 303
    assert "ingen breve sendes" in browser.get(answer.headers["location"]).words
    assert commands(record) == [("anna", "ferie [a.pdf 8]")]


def test_same_form_sent_again_gets_the_first_answer_and_acts_no_second_time(
    office: tuple[int, Doors], record: Engine
) -> None:
    browser = entered(office, "anna")
    form = browser.hidden(PATH, PATH) | {"reason": "ferie"}

    first, second = browser.post(PATH, form), browser.post(PATH, form)

    assert (first.status, first.headers["location"]) == (second.status, second.headers["location"])
    assert len(commands(record)) == 1


def test_form_that_is_still_acting_when_it_comes_again_is_not_done_twice(
    office: tuple[int, Doors], record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "LOOKS", 1)
    browser = entered(office, "anna")
    form = browser.hidden(PATH, PATH) | {"reason": "ferie"}
    SentForms(engine=record).take(form["form_id"], "anna")

    answer = browser.post(PATH, form)

    assert answer.status == 409
    assert "allerede sendt" in answer.words
    assert commands(record) == []


def test_what_is_wrong_stands_by_the_field_and_all_that_was_typed_is_kept(office: tuple[int, Doors]) -> None:
    answer = entered(office, "anna").fill(PATH, PATH, {"reason": "<b>ferie</b>", "until": "31.2.2031"})

    assert answer.status == 422
    assert "Den 31. februar 2031 findes ikke" in answer.words
    assert 'id="f-until" name="until" aria-invalid="true" aria-describedby=" e-until" value="31.2.2031"' in answer.text
    assert "&lt;b&gt;ferie&lt;/b&gt;</textarea>" in answer.text


def test_summary_names_each_field_that_is_wrong_and_leads_to_it(office: tuple[int, Doors]) -> None:
    answer = entered(office, "anna").fill(PATH, PATH, {"reason": " ", "until": ""})

    summary = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert answer.status == 422
    assert '<a href="#f-reason">Hvorfor: Udfyld feltet.</a>' in summary


def test_rules_refusal_stands_above_and_the_form_can_be_sent_again(office: tuple[int, Doors], record: Engine) -> None:
    browser = entered(office, "anna")
    browser.fill(PATH, PATH, {"reason": "ferie"})

    answer = browser.fill(PATH, PATH, {"reason": "mere ferie"})

    assert answer.status == 422
    assert "allerede sat på pause" in answer.words
    assert "mere ferie" in answer.text
    assert len(commands(record)) == 1


def test_second_of_two_people_sees_what_the_first_did_and_loses_nothing(
    office: tuple[int, Doors], record: Engine
) -> None:
    first, second = entered(office, "anna"), entered(office, "bo")
    form = second.hidden(PATH, PATH) | {"reason": "min begrundelse"}
    first.fill(PATH, PATH, {"reason": "ferie"})

    answer = second.post(PATH, form)

    assert answer.status == 409
    assert "pausen af anna kl. 09:00" in answer.words
    assert "min begrundelse" in answer.text
    assert commands(record) == [("anna", "ferie")]


def test_notice_is_for_the_one_who_sent_the_form(office: tuple[int, Doors]) -> None:
    location = entered(office, "anna").fill(PATH, PATH, {"reason": "ferie"}).headers["location"]

    assert "ingen breve sendes" not in entered(office, "bo").get(location).words


def test_form_over_the_limit_is_answered_with_a_page_and_stores_nothing(
    office: tuple[int, Doors], record: Engine
) -> None:
    answer = entered(office, "anna").fill(PATH, PATH, {"reason": "ferie"}, {"note": ("a.pdf", b"x" * 1_000_001)})

    assert answer.status == 413
    assert "intet er gemt" in answer.words
    assert commands(record) == []


def test_upload_cut_off_in_the_middle_stores_nothing(office: tuple[int, Doors], record: Engine) -> None:
    browser = entered(office, "anna")
    form = browser.hidden(PATH, PATH) | {"reason": "ferie"}
    body = "&".join(f"{name}={value}" for name, value in form.items()).encode()
    head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: aarshjul={browser.cookies['aarshjul']}\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", office[0])) as line:
        line.sendall(head.encode() + body[:-3])

    assert browser.get(PATH).status == 200
    assert commands(record) == []


def test_half_a_form_with_files_is_told_to_be_half(office: tuple[int, Doors], record: Engine) -> None:
    browser = entered(office, "anna")

    answer = browser.post(PATH, {"reason": "x"}, content_type="multipart/form-data")

    assert answer.status == 400
    assert "ikke helt frem" in answer.words


def test_who_is_logged_out_meanwhile_gets_back_what_was_written(office: tuple[int, Doors], record: Engine) -> None:
    browser = entered(office, "anna")
    form = browser.hidden(PATH, PATH) | {"reason": "en lang <b>begrundelse</b>"}
    office[1].leave(browser.cookies["aarshjul"])

    answer = browser.post(PATH, form)

    assert answer.status == 401
    assert "Du er logget ud" in answer.words
    assert "en lang &lt;b&gt;begrundelse&lt;/b&gt;</pre>" in answer.text
    assert form["form_token"] not in answer.text
    assert commands(record) == []


def test_what_a_foreign_site_sends_is_not_shown_back(office: tuple[int, Doors]) -> None:
    answer = Browser(office[0]).post(PATH, {"reason": "køb her og nu"}, sec_fetch_site="cross-site")

    assert "køb her" not in answer.text


def test_mistake_of_ours_is_told_on_a_page_and_shows_nothing_of_it(
    record: Engine, year: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr("desk.shown.overviews.cycles", broken)
    with office_of(record, NOW) as office:
        answer = office.entered().get("/cycles")

    assert answer.status == 500
    assert "Noget gik galt hos os" in answer.words
    assert "secret inside" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "spoilt", [{"form_token": "0" * 64}, {"form_token": ""}, {"form_id": ""}, {"form_id": "x" * 65}]
)
def test_forged_form_acts_on_nothing(spoilt: dict[str, str], office: tuple[int, Doors], record: Engine) -> None:
    browser = entered(office, "anna")

    answer = browser.post(PATH, browser.hidden(PATH, PATH) | {"reason": "ferie"} | spoilt)

    assert answer.status == 403
    assert commands(record) == []
