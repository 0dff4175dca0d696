"""Forms wait for an engine that does not answer; whoever only looks does not wait behind them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import create_connection

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from desk.doors import Doors
from tests.web.committee import site_of
from tests.web.office import Browser, serving
from web.guard import MOST_ACTING, Asked, Guard, form_token
from web.ways import Way

MORE = MOST_ACTING + 5


def test_page_opens_while_more_forms_act_than_can_at_once(record: Engine) -> None:
    goes_on, begun = threading.Event(), threading.Semaphore(0)

    def act(asked: Asked) -> Response:
        begun.release()
        goes_on.wait(60)
        return PlainTextResponse("done")

    guard = Guard(Doors(engine=record), "http://127.0.0.1")
    form, page = Way("POST", "/{token}", None), Way("GET", "/{token}", None)
    routes = [
        Route(form.path, guard.guarded(form, act), methods=["POST"]),
        Route(page.path, guard.guarded(page, lambda asked: PlainTextResponse("page")), methods=["GET"]),
    ]
    with serving(Starlette(routes=routes)) as port, ThreadPoolExecutor(MORE) as people:
        sent = [people.submit(Browser(port).post, "/x", {"form_token": form_token("x")}) for _ in range(MORE)]
        for _ in range(MOST_ACTING):
            assert begun.acquire(timeout=30)
        try:
            shown = Browser(port).get("/x").text
        finally:
            goes_on.set()
        done = [each.result(60).text for each in sent]

    assert shown == "page"
    assert done == ["done"] * MORE


def test_large_form_by_a_link_that_does_not_work_is_not_read(tmp_path: Path) -> None:
    head = b"POST /committee/%s/hand-in/plan HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 24000000\r\n\r\n"
    with site_of(tmp_path) as site, create_connection(("127.0.0.1", site.office.port), 30) as line:
        line.sendall(head % (b"x" * 43))  # and not a byte of the form: who waits for it never answers

        assert line.recv(4096).startswith(b"HTTP/1.1 404")
