"""Handing in on the committee's page: received once with its receipt, or told why not, with nothing lost."""

import asyncio
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlmodel import Session, select
from temporalio.client import Client

from models.obligations import SubmissionFile
from models.vocabulary import CommandState
from tests.papers import PLAN, docx, pdf, xlsx
from tests.runtime.offices import until
from tests.web.committee import Site, commands, site, site_of
from tests.web.office import HIDDEN, away, multipart

__all__ = ["site"]


def test_hand_in_is_received_with_hash_and_the_deadline_that_applied(site: Site) -> None:
    answer = site.submit(approved_by="Udvalgsformanden", approved_on="2.5.2031", agenda_item="7")
    assert answer.status == 303

    page = site.visitor.get(answer.headers["location"])

    [row] = site.submissions()
    assert (row.content, row.file_name, row.approved_by, row.approved_on, row.agenda_item, row.by) == (
        PLAN, "plan.pdf", "Udvalgsformanden", date(2031, 5, 2), "7", "TMU.secretary",
    )  # fmt: skip
    assert "Plan (TMU) er modtaget som version 1" in page.words
    assert "Udgave 1 Modtaget man. 5. maj 2031 kl. 10.00, til tiden" in page.words
    assert "Frist, der gjaldt fre. 16. maj 2031 kl. 12.00" in page.words
    assert f"SHA-256 {row.sha256}" in page.words
    done = answer.headers["location"].partition("?")[2]
    assert "er modtaget" not in site.visitor.get(f"{site.link('ØU')}?{done}").words
    found = re.search(r'href="(/committee/[^"]+/hand-in/plan/\d+\?file=1)" download', page.text)
    assert found
    status, headers, content = site.visitor.raw(found[1])
    assert (status, content) == (200, PLAN)
    assert headers["content-disposition"].startswith("attachment;")
    assert headers["x-content-type-options"] == "nosniff"


def test_engine_that_is_down_is_said_and_the_receipt_is_there_at_once(site: Site) -> None:
    answer = site.submit()

    page = site.visitor.get(answer.headers["location"])

    assert "Modtaget og gemt: Plan (TMU) er modtaget som version 1" in page.words
    assert "Motoren kan ikke nås lige nu; den får besked, så snart den kan." in page.words
    assert "Status: afleveret" in page.words
    assert commands(site)[-1] == ("submit", "TMU.secretary", CommandState.STORED)


def test_several_files_are_one_version(site: Site) -> None:
    path = f"{site.link()}/hand-in/plan"
    hidden = site.visitor.hidden(path, path)
    kind, body = multipart(hidden, {"file": ("plan.docx", docx())})
    second = multipart({}, {"file": ("tal.xlsx", xlsx())})[1].removesuffix(b"--aarshjul-form--\r\n")
    answer = site.visitor.post_raw(path, second + body, kind)

    assert answer.status == 303
    [row] = site.submissions()
    with Session(site.year.engine) as session:
        [further] = session.exec(select(SubmissionFile)).all()
        assert [(row.version, row.file_name), further.file_name] == [(1, "tal.xlsx"), "plan.docx"]
    page = site.visitor.get(answer.headers["location"])
    assert further.sha256 in page.text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.pdf", b"#!/bin/sh\nrm -rf /\n", "Filen plan.pdf er efter sit indhold hverken PDF, Word"),
        ("plan.docx", docx(**{"word/media/x.bmp": bytes(60_000_000)}), "fylder langt mere udpakket"),
        ("plan.docx", docx(**{"word/vbaProject.bin": b"x"}), "indeholder makroer"),
        ("plan.pdf", b"%PDF-" + bytes(25_999_995), "fylder 26,0 MB, og højst 25 MB tages imod"),
        ("plan.pdf", b"", "Filen plan.pdf er tom"),
    ],
)
def test_file_that_is_not_taken_is_told_why_and_nothing_typed_is_lost(
    name: str, content: bytes, sentence: str, site: Site
) -> None:
    answer = site.submit(content, name, approved_by="Udvalgsformanden", agenda_item="7 <b>")

    assert answer.status == 422
    assert sentence in answer.words
    assert 'value="Udvalgsformanden"' in answer.text
    assert 'value="7 &lt;b&gt;"' in answer.text
    assert "En browser må ikke huske filer: vælg filen igen." in answer.words
    assert (site.submissions(), commands(site)) == ([], [])


def test_file_far_too_large_and_a_form_that_is_cut_off_leave_nothing(site: Site) -> None:
    large = site.submit(bytes(31_000_000))
    assert (large.status, site.submissions()) == (413, [])
    assert "Formularen eller filen er for stor" in large.words
    assert "Gå tilbage i browseren" in large.words

    path = f"{site.link()}/hand-in/plan"
    kind, body = multipart(site.visitor.hidden(path, path), {"file": ("plan.pdf", pdf("x" * 100_000))})
    line = HTTPConnection("127.0.0.1", site.office.port, timeout=30)
    line.putrequest("POST", path)
    line.putheader("Content-Type", kind)
    line.putheader("Content-Length", str(len(body)))
    line.endheaders(body[:50_000])
    line.close()
    for end in (50_000, body.rindex(b"--aarshjul-form--")):
        cut = site.visitor.post_raw(path, body[:end], kind)
        assert cut.status == 400
        assert "Intet er gemt." in cut.words
    assert (site.submissions(), commands(site)) == ([], [])


def test_empty_form_says_next_to_the_field_what_is_missing(site: Site) -> None:
    path = f"{site.link()}/hand-in/plan"
    answer = site.visitor.fill(path, path, {"agenda_item": "7"}, {})

    assert answer.status == 422
    assert '<p class="error" id="e-file">Vælg den fil, I afleverer.</p>' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'value="7"' in answer.text


def test_form_that_is_sent_twice_makes_one_version_and_both_see_the_receipt(site: Site) -> None:
    path = f"{site.link()}/hand-in/plan"
    hidden = site.visitor.hidden(path, path)

    both = [site.visitor.post_again(path, hidden, {"file": ("plan.pdf", PLAN)}) for _ in range(2)]

    assert [each.status for each in both] == [303, 303]
    assert both[0].headers["location"] == both[1].headers["location"]
    assert [row.version for row in site.submissions()] == [1]


def test_form_that_is_clicked_twice_leads_both_times_to_the_one_receipt(tmp_path: Path) -> None:
    goes_on = threading.Event()

    async def slow() -> Client:
        await asyncio.to_thread(goes_on.wait)
        return await away()

    with site_of(tmp_path, slow) as site, ThreadPoolExecutor(2) as clicks:
        path = f"{site.link()}/hand-in/plan"
        hidden, files = site.visitor.hidden(path, path), {"file": ("plan.pdf", PLAN)}
        first = clicks.submit(site.visitor.post_again, path, hidden, files)
        until(site.submissions)
        second = clicks.submit(site.visitor.post_again, path, hidden, files)
        goes_on.set()
        both = [first.result(60), second.result(60)]

        assert [each.status for each in both] == [303, 303]
        assert len(site.submissions()) == 1


def test_second_of_two_people_sees_what_the_first_did_and_loses_nothing(site: Site) -> None:
    path = f"{site.link()}/hand-in/plan"
    second = site.visitor.hidden(path, path)
    assert site.submit(link=site.link(place=1)).status == 303

    warned = site.visitor.post_again(path, second | {"agenda_item": "8"}, {"file": ("plan.pdf", pdf("other"))})
    assert warned.status == 409
    assert "Imens er der sket noget andet: afleveringen af TMU, udvalgssekretær kl. 10:00." in warned.words
    assert 'value="8"' in warned.text
    assert [row.version for row in site.submissions()] == [1]

    again = dict(HIDDEN.findall(warned.text.partition(f'action="{path}"')[2].partition("</form>")[0]))
    assert site.visitor.post_again(path, again, {"file": ("plan.pdf", pdf("other"))}).status == 303
    assert [row.version for row in site.submissions()] == [1, 2]


def test_form_that_nobody_was_shown_does_nothing(site: Site) -> None:
    path = f"{site.link()}/hand-in/plan"
    hidden = site.visitor.hidden(path, path)
    files = {"file": ("plan.pdf", PLAN)}

    assert site.visitor.post_again(path, {}, files).status == 403
    assert site.visitor.post_again(path, hidden | {"form_token": "0" * 64}, files).status == 403
    other = f"{site.link('ØU')}/hand-in/plan"
    assert site.visitor.post_again(other, hidden, files).status == 403
    assert site.submissions() == []
