"""The mail catcher through its two ports: mails in by SMTP, pages out by HTTP."""

import asyncio
import http.client
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.smtp import Mailer
from models.vocabulary import Language
from rendering.message import Attachment, Envelope, Mailbox, RenderedLetter, compose
from runtime.catcher.catcher import MailCatcher
from runtime.catcher.folder import MailFolder

TEMPLATES = Path(__file__).parents[2] / "templates" / "catcher"
LOOPBACK = "127.0.0.1"


@dataclass
class Page:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Desk:
    """Somebody with a browser and a mail program at a running catcher."""

    def __init__(self, catcher: MailCatcher, folder: Path) -> None:
        self.catcher, self.folder = catcher, folder
        self.mailer = Mailer(host=LOOPBACK, port=catcher.smtp_port, security="none", timeout=5)

    async def send(self, message: bytes, recipient: str = "tmu@kommune.example") -> None:
        await self.mailer.send("aarshjul@kommune.example", recipient, message)

    async def get(self, path: str, **headers: str) -> Page:
        return await asyncio.to_thread(self._get, path, headers)

    def _get(self, path: str, headers: dict[str, str]) -> Page:
        connection = http.client.HTTPConnection(LOOPBACK, self.catcher.http_port, timeout=10)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Page(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    folder = tmp_path / "mails"
    catcher = MailCatcher(folder=folder, templates=TEMPLATES, smtp_port=0, http_port=0)
    await catcher.start()
    desk = Desk(catcher, folder)
    try:
        yield desk
    finally:
        await desk.mailer.close()
        await catcher.stop()


def a_letter(
    number: int = 1, html: str = "<p>Frist</p>", attachments: tuple[Attachment, ...] = (), text: str = "Frist <i>\n"
) -> bytes:
    envelope = Envelope(
        key=f"cycle:x:{number}",
        message_id=f"<{number}@kommune.example>",
        at=datetime(2011, 5, 9, 8, tzinfo=timezone(timedelta(hours=2))),
        language=Language.DA,
        sender=Mailbox(name="Sekretariatet", address="aarshjul@kommune.example"),
        recipient=Mailbox(name="Udvalgssekretær, TMU", address="tmu@kommune.example"),
        reply_to=Mailbox(name="Sekretariatet", address="aarshjul@kommune.example"),
    )
    return compose(envelope, RenderedLetter(subject=f"Påmindelse nr. {number}", text=text, html=html), attachments)


async def test_mail_is_stored_as_it_came_and_stands_first_in_the_inbox(desk: Desk) -> None:
    for number in (1, 2):
        await desk.send(a_letter(number))

    inbox = (await desk.get("/?lang=da")).text
    assert [path.name for path in sorted(desk.folder.iterdir())] == [
        "000001_tmu@kommune.example.eml",
        "000002_tmu@kommune.example.eml",
    ]
    assert (desk.folder / "000001_tmu@kommune.example.eml").read_bytes() == a_letter(1)
    assert inbox.index("Påmindelse nr. 2") < inbox.index("Påmindelse nr. 1")
    assert "9. maj 2011 kl. 08.00" in inbox
    assert "Udvalgssekretær, TMU" in inbox


async def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    for number in (1, 2):
        MailFolder(tmp_path).store(a_letter(number), "tmu@kommune.example")

    assert [summary.number for summary in MailFolder(tmp_path).summaries()] == [2, 1]


async def test_search_keeps_what_matches_every_word(desk: Desk) -> None:
    for number in (1, 2, 3):
        await desk.send(a_letter(number))

    found = (await desk.get("/?q=P%C3%85MINDELSE+2")).text

    assert "Påmindelse nr. 2" in found
    assert "Påmindelse nr. 1" not in found


async def test_one_mail_shows_letter_text_headers_and_attachments(desk: Desk) -> None:
    paper = Attachment(name="3b Økonomi.pdf", content=b"%PDF-1.7 x")
    await desk.send(a_letter(attachments=(paper,)))

    page = (await desk.get("/mail/1?lang=da")).text
    frame = await desk.get("/mail/1/html")
    download = await desk.get("/mail/1/part/2")
    source = await desk.get("/mail/1/source")

    assert '<iframe sandbox src="/mail/1/html"' in page
    assert "Frist &lt;i&gt;" in page
    assert "auto-generated" in page
    assert "3b Økonomi.pdf" in page
    assert "<p>Frist</p>" in frame.text
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    assert download.body == paper.content
    assert download.headers["Content-Disposition"] == "attachment; filename*=UTF-8''3b%20%C3%98konomi.pdf"
    assert (source.body, source.headers["Content-Type"]) == (
        a_letter(attachments=(paper,)),
        "text/plain; charset=utf-8",
    )


async def test_links_of_a_letter_can_be_followed_from_beside_its_frame(desk: Desk) -> None:
    address = "http://127.0.0.1:8080/committee/abc"
    text = f"Udvalgets side: {address}. Igen: {address}\njavascript:alert(1)"
    await desk.send(a_letter(text=text))

    page = (await desk.get("/mail/1?lang=da")).text

    assert "Links i brevet" in page
    assert page.count(f'<a href="{address}"') == 1
    assert 'href="javascript' not in page


@pytest.mark.parametrize("path", ["/", "/mail/1", "/mail/1/html", "/mail/1/source", "/mail/1/part/2", "/mail/9"])
async def test_no_page_can_run_a_script_or_be_guessed_into_one(desk: Desk, path: str) -> None:
    await desk.send(
        a_letter(html="<script>alert(1)</script>", attachments=(Attachment(name="x.html", content=b"<script>"),))
    )

    page = await desk.get(path)

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"


async def test_language_follows_the_link_and_then_what_was_chosen_on_the_offices_pages(desk: Desk) -> None:
    danish = await desk.get("/", Accept_Language="en-GB,en;q=0.8")
    english = await desk.get("/", Cookie="aarshjul_lang=en")
    chosen = await desk.get("/?lang=da", Cookie="aarshjul_lang=en")

    assert '<html lang="da">' in danish.text
    assert '<html lang="en">' in english.text
    assert "There are no mails yet." in english.text
    assert '<html lang="da">' in chosen.text


@pytest.mark.parametrize("path", ["/mail/7", "/mail/7/html", "/mail/7/source", "/mail/1/part/0", "/nothing"])
async def test_what_is_not_there_is_a_page_that_says_so(desk: Desk, path: str) -> None:
    await desk.send(a_letter())

    page = await desk.get(path)

    assert page.status == 404
    assert "Der er ingen mail med det nummer." in page.text


async def test_other_host_names_are_refused(desk: Desk) -> None:
    assert (await desk.get("/", Host="evil.example")).status == 400


async def test_many_mails_come_in_pages(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    store = MailFolder(folder)
    for number in range(1, 206):
        store.store(a_letter(number), "tmu@kommune.example")
    catcher = MailCatcher(folder=folder, templates=TEMPLATES, smtp_port=0, http_port=0)
    await catcher.start()
    try:
        desk = Desk(catcher, folder)
        first, second = await desk.get("/"), await desk.get("/?page=1")
    finally:
        await catcher.stop()

    assert "page=1" in first.text
    assert (first.text.count("Påmindelse nr."), second.text.count("Påmindelse nr.")) == (200, 5)


async def test_taken_page_port_leaves_no_smtp_port_open(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken, socket.socket() as free:
        free.bind((LOOPBACK, 0))
        smtp_port = free.getsockname()[1]
        free.close()
        catcher = MailCatcher(
            folder=tmp_path, templates=TEMPLATES, smtp_port=smtp_port, http_port=taken.getsockname()[1]
        )
        with pytest.raises(OSError, match="in use"):
            await catcher.start()

        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(LOOPBACK, smtp_port)


async def test_full_disk_is_a_passing_trouble(desk: Desk) -> None:
    desk.folder.parent.mkdir(exist_ok=True)
    desk.folder.write_text("a file stands where the folder should be")

    with pytest.raises(Exception, match="451"):
        await desk.send(a_letter())


HOSTILE = [
    b"",
    b"\r\n\r\n",
    b"no header at all",
    b"Subject: =?utf-9?q?x?=\r\nFrom: =?utf-8?b?####?=\r\nDate: Foo, 99 Bar 2011\r\n\r\nx",
    b"Subject: \xff\xfe\x00raw\r\nTo: \xe6\xf8\xe5\r\n\r\n\xff",
    b"Content-Type: text/html; charset=nonsense\r\n\r\n<script>",
    b"Content-Type: text/html; charset=rot13\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno parts",
    b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nx",
    b"Content-Type: application/x;\r\n name*0*=utf-9''%ff; name*x=1\r\nContent-Disposition: attachment;"
    b' filename="../../../etc/passwd\r\n"\r\n\r\nx',
    b'Content-Type: text/plain; name="\x00\x01<b>"\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666\r\nx',
    b'Content-Type: te<x>t/ht"ml\r\n\r\nx',
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500)),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
async def test_hostile_mail_breaks_no_page(desk: Desk, number: int) -> None:
    MailFolder(desk.folder).store(HOSTILE[number], "x@kommune.example")
    MailFolder(desk.folder).store(a_letter(), "x@kommune.example")

    pages = [await desk.get(path) for path in ("/", "/mail/1", "/mail/1/source", "/mail/1/html", "/mail/1/part/0")]

    assert [page.status for page in pages[:3]] == [200, 200, 200]
    assert {page.status for page in pages[3:]} <= {200, 404}
    assert "Påmindelse nr. 1" in pages[0].text
    assert pages[2].body == HOSTILE[number]


_LINE = st.binary(max_size=40) | st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=b",
        b"--b",
        b"--b--",
        b"Content-Type: text/html",
        b"",
        b" folded",
        b"Subject:",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(_LINE, max_size=15))
def test_any_bytes_can_be_taken_apart(tmp_path: Path, lines: list[bytes]) -> None:
    folder = MailFolder(tmp_path)
    folder.store(b"\r\n".join(lines), "x@kommune.example")

    mail = folder.mail(folder.summaries()[0].number)

    assert mail is not None
    assert mail.source == b"\r\n".join(lines)


async def test_stopping_closes_lines_that_clients_keep_open(tmp_path: Path) -> None:
    catcher = MailCatcher(folder=tmp_path, templates=TEMPLATES, smtp_port=0, http_port=0)
    await catcher.start()
    reader, writer = await asyncio.open_connection(LOOPBACK, catcher.smtp_port)
    await reader.readline()

    async with asyncio.timeout(5):
        await catcher.stop()
        assert await reader.read() == b""
    writer.close()
