"""The committee's page: what its link shows, what is done there, and what happens when something is wrong."""

import asyncio
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from desk.answers import Unknown
from models.bodies import Substitute
from models.correspondence import Letter
from models.feeds import Feed
from models.inbox import Attendance
from models.journal import JournalEntry
from models.links import LetterLink, LinkPurpose
from models.mail import Answer
from models.vocabulary import LetterKind, LetterState, Role
from planning.acts.permitted import NotPermitted
from tests.databases import fresh, gone
from tests.papers import PLAN, pdf
from tests.web.committee import Site, commands, site, spring
from tests.web.office import office_of

__all__ = ["site"]


def test_letters_to_the_secretary_lead_to_the_page_each_by_a_link_of_its_own(site: Site) -> None:
    links = [site.link(place=0), site.link(place=1)]
    assert len(set(links)) == 2

    with Session(site.year.engine) as session:
        rows = session.exec(select(LetterLink).where(LetterLink.purpose == LinkPurpose.COMMITTEE)).all()
        assert {row.body for row in rows} == {"TMU", "ØU"}
        assert not any(row.token_sha256 in link for row in rows for link in links)
    for link in links:
        page = site.visitor.get(link)
        assert page.status == 200
        assert "Teknik- og Miljøudvalget" in page.words
        assert "Frist: senest fredag den 16. maj 2031 kl. 12.00" in page.words
        assert "Økonomiudvalget" not in page.words


def test_looking_changes_nothing(site: Site) -> None:
    before = commands(site)
    for path in ("", "/hand-in/plan", "/extension/plan", "/substitute", "/letters/1"):
        assert site.visitor.get(site.link() + path).status == 200

    assert commands(site) == before
    with Session(site.year.engine) as session:
        assert [row for row in session.exec(select(Letter)).all() if row.state is LetterState.ACKNOWLEDGED] == []


def test_extension_is_asked_for_until_the_committees_own_next_meetings_or_another_day(site: Site) -> None:
    path = f"{site.link()}/extension/plan"
    shown = site.visitor.get(path)
    offered = re.findall(r'<option value="(2031-[\d-]+)"', shown.text)
    assert offered
    assert all(date.fromisoformat(day) > date(2031, 5, 16) for day in offered)

    empty = site.visitor.fill(path, path, {"until": "other", "reason": "Udvalgsmøde"})
    assert empty.status == 422
    assert "Vælg en dato, eller skriv en." in empty.words
    assert "Udvalgsmøde</textarea>" in empty.text
    early = site.visitor.fill(path, path, {"until": offered[0], "other": "2031-05-02", "reason": "Udvalgsmøde"})
    assert early.status == 422
    assert 'value="2031-05-02"' in early.text

    answer = site.visitor.fill(path, path, {"until": offered[0], "reason": "Udvalgsmøde"})
    assert answer.status == 303
    assert "I har søgt om udsættelse til" in site.visitor.get(answer.headers["location"]).words
    assert commands(site)[-1][:2] == ("request_extension", "TMU.secretary")


def test_extension_in_force_is_shown_with_the_first_deadline(site: Site) -> None:
    site.year.extend("plan", "TMU", date(2031, 6, 3))

    words = site.visitor.get(site.link()).words

    assert "Frist: senest tirsdag den 3. juni 2031 kl. 12.00" in words
    assert "I har fået udsættelse til tirsdag den 3. juni 2031; den første frist var fredag den 16. maj 2031" in words


def test_invitation_is_answered_where_an_answer_by_mail_is_kept(site: Site) -> None:
    site.year.open("workshop")
    site.year.climb(site.year.at + timedelta(days=30))
    site.office.clock.now = site.year.at
    shown = site.visitor.get(site.link()).text
    found = re.search(r'href="(/committee/[^"]+/answer/\d+)"', shown)
    assert found

    assert site.visitor.fill(found[1], found[1], {"answer": "maybe"}).status == 422
    answer = site.visitor.fill(found[1], found[1], {"answer": "tentative", "comment": "Vi ser på det"})
    page = site.visitor.get(answer.headers["location"])

    assert "Svaret er noteret: I kommer måske (Workshop)." in page.words
    assert site.visitor.fill(found[1], found[1], {"answer": "accepted"}).status == 303
    with Session(site.year.engine) as session:
        [kept] = session.exec(select(Attendance)).all()
        assert (kept.answer, kept.recipient, kept.attendee, kept.mail) == (
            Answer.ACCEPTED, "TMU.secretary", "sekretaer@tmu.example", None,
        )  # fmt: skip
        lines = [row for row in session.exec(select(JournalEntry)).all() if row.event == "invitation_answered"]
        assert [(row.by, row.after) for row in lines] == [("TMU.secretary", "tentative"), ("TMU.secretary", "accepted")]


def test_letter_is_acknowledged_by_its_button_and_its_papers_can_be_saved(site: Site) -> None:
    page = site.visitor.get(site.link())
    found = re.search(r'action="(/committee/[^"]+/acknowledge/(\d+))"', page.text)
    assert found

    answer = site.visitor.fill(site.link(), found[1], {})

    assert "Brevet er noteret som modtaget" in site.visitor.get(answer.headers["location"]).words
    with Session(site.year.engine) as session:
        letter = session.get_one(Letter, int(found[2]))
        assert (letter.kind, letter.state) == (LetterKind.CHALLENGE, LetterState.ACKNOWLEDGED)
    letters = site.visitor.get(f"{site.link()}/letters/{found[2]}")
    assert "Papir.pdf" in letters.words
    shown = site.visitor.get(f"{site.link()}/letters/{found[2]}/shown")
    assert (shown.status, "sandbox" in shown.headers["content-security-policy"]) == (200, True)
    assert "bidrage til" in shown.text
    for text in (shown.text, letters.text.partition("letter-text")[2].partition("</pre>")[0]):
        assert not re.search(r"/(?:letters|committee)/[\w-]{43}", text)
    paper = re.search(r'href="([^"]+/papers/1)" download', letters.text)
    assert paper
    status, headers, content = site.visitor.raw(paper[1])
    assert (status, content[:5], headers["content-disposition"][:10]) == (200, b"%PDF-", "attachment")


def test_calendar_is_made_on_demand_and_its_address_shown_once(site: Site) -> None:
    action = f"{site.link()}/calendar"
    hidden = site.visitor.hidden(site.link(), action)

    made = site.visitor.post(action, hidden)
    again = site.visitor.post(action, hidden)

    found = re.search(r'href="webcal://127\.0\.0\.1(/feeds/[\w-]{43}\.ics)"', made.text)
    assert found
    assert site.visitor.raw(found[1])[2].startswith(b"BEGIN:VCALENDAR")
    assert again.status == 303
    shown = site.visitor.get(again.headers["location"])
    assert "Kalenderens adresse blev vist én gang" in shown.words
    assert found[1] not in shown.text
    with Session(site.year.engine) as session:
        [feed] = session.exec(select(Feed)).all()
        assert (feed.whose, feed.cycle, feed.created_by) == ("TMU", site.year.slug, "TMU.secretary")


def test_substitute_is_named_for_a_role_of_the_committee(site: Site) -> None:
    path = f"{site.link()}/substitute"
    typed = {"role": "secretary", "name": "Vikar", "address": "vikar tmu", "first": "2031-05-06", "last": "2031-05-20"}
    wrong = site.visitor.fill(path, path, typed)
    assert wrong.status == 422
    assert "er ikke en mailadresse" in wrong.words
    assert 'value="Vikar"' in wrong.text
    past = {**typed, "address": "vikar@tmu.example", "first": "2031-01-01", "last": "2031-01-02"}
    assert "Vælg en senere dato" in site.visitor.fill(path, path, past).words

    answer = site.visitor.fill(path, path, {**typed, "address": "vikar@tmu.example"})

    assert "Vikar" in site.visitor.get(answer.headers["location"]).words
    with Session(site.year.engine) as session:
        [row] = session.exec(select(Substitute)).all()
        assert (row.body, row.role, row.address, row.by) == (
            "TMU",
            Role.SECRETARY,
            "vikar@tmu.example",
            "TMU.secretary",
        )


def test_link_opens_nothing_of_another_committee(site: Site) -> None:
    assert site.submit().status == 303
    [row] = site.submissions()
    other = site.link("ØU")

    assert site.visitor.get(f"{other}/hand-in/plan/{row.id}?file=1").status == 404
    assert site.visitor.get(f"{other}/letters/1").status == 404
    assert site.visitor.get(f"{site.link()}/hand-in/nothing").status == 404
    assert site.visitor.get("/cycles").status == 303


def test_revoked_expired_and_unknown_links_are_one_page(site: Site) -> None:
    link, other = site.link(), site.link("ØU")
    unknown = site.visitor.get("/committee/" + "x" * 43)
    asyncio.run(site.year.desk.revoke_committee(site.year.slug, "TMU", by="sekretariat"))
    revoked = [site.visitor.get(link), site.visitor.get(site.link(place=1))]
    site.office.clock.goes_on(days=366)
    expired = site.visitor.get(other)

    for page in (*revoked, expired):
        assert (page.status, page.words) == (404, unknown.words)
    assert "Linket virker ikke" in unknown.words
    assert "svar på det: så skriver I til sekretariatet" in unknown.words
    assert site.visitor.post(f"{link}/calendar", {}).status == 403
    with pytest.raises(NotPermitted):
        asyncio.run(site.year.desk.revoke_committee(site.year.slug, "TMU", by="sekretariat"))
    with pytest.raises(Unknown):
        asyncio.run(site.year.desk.revoke_committee(site.year.slug, "XYZ", by="sekretariat"))


def test_who_guesses_has_to_wait_and_a_right_link_works_all_the_time(site: Site) -> None:
    answers = [site.visitor.get(f"/committee/{'x' * 42}{number % 10}{number}") for number in range(22)]

    assert [each.status for each in answers] == [404] * 20 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) <= 600
    assert "For mange forsøg herfra" in answers[-1].words
    assert site.visitor.get(site.link()).status == 200
    assert site.visitor.get(site.office.link()).status == 200  # a door of the office


def test_database_that_is_away_is_said_and_nothing_is_half_done(site: Site) -> None:
    path = f"{site.link()}/hand-in/plan"
    hidden = site.visitor.hidden(path, path)
    with gone(site.year.engine):
        answer = site.visitor.post_again(path, hidden, {"file": ("plan.pdf", PLAN)})

    assert answer.status == 503
    assert answer.headers["retry-after"] == "60"
    assert "Gå tilbage i browseren: det, I skrev, står der endnu." in answer.words
    assert site.submissions() == []


def test_page_is_served_from_postgresql_too(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as engine:
        year = spring(engine)
        with office_of(engine, year.at) as office:
            site = Site(year, office)
            assert site.submit(pdf("one"), approved_by="Formanden").status == 303
            assert site.submit(pdf("two")).status == 303
            path = f"{site.link()}/acknowledge/{site.letter()}"
            assert site.visitor.fill(site.link(), path, {}).status == 303
            words = site.visitor.get(site.link()).words
            asyncio.run(year.desk.revoke_committee(year.slug, "TMU", by="sekretariat"))
            assert site.visitor.get(site.link()).status == 404

    assert words.index("Udgave 2") < words.index("Udgave 1")
    assert "noteret som modtaget" in words


def test_letter_leads_to_the_page_in_its_own_language(site: Site) -> None:
    danish, english = (str(site.mails(body)[0].get_body(("plain",)).get_content()) for body in ("TMU", "ØU"))

    assert f"{site.link('ØU')}?lang=en\n" in english.replace("\r", "")
    assert "?lang" not in danish


def test_page_speaks_english_and_carries_no_secret_elsewhere(site: Site) -> None:
    page = site.visitor.get(f"{site.link()}?lang=en")

    assert "What you are to hand in" in page.words
    assert "Deadline: no later than Friday 16 May 2031" in page.words
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    assert "script-src" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert len(page.text.encode()) < 300_000
