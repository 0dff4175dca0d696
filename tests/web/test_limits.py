"""Who guesses too often waits; nobody else does, and no proxy is believed that nobody named."""

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from web import limits
from web.limits import Limits, address_of, networks


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def asked(host: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    return Request({"type": "http", "client": (host, 1), "headers": headers})


def wait(guard: Limits, request: Request) -> int:
    """How many seconds this address has to wait; 0: it may ask."""
    try:
        guard.check(request)
    except HTTPException as error:
        return int((error.headers or {})["Retry-After"]) if error.status_code == 429 else -1
    return 0


def guessed(guard: Limits, request: Request, times: int) -> None:
    for _ in range(times):
        guard.check(request)
        guard.failed(request)


def test_address_waits_after_too_many_wrong_attempts_and_no_longer_than_it_is_told() -> None:
    clock = Clock()
    guard = Limits(most=3, within=60, clock=clock)
    guessed(guard, asked("192.0.2.1"), 2)
    clock.now = 10
    guessed(guard, asked("192.0.2.1"), 1)

    assert (wait(guard, asked("192.0.2.1")), wait(guard, asked("192.0.2.2"))) == (50, 0)
    clock.now = 59
    assert wait(guard, asked("192.0.2.1")) == 1
    clock.now = 60
    assert wait(guard, asked("192.0.2.1")) == 0


def test_whole_house_of_an_ipv6_subscriber_is_one_address() -> None:
    guard = Limits(most=1)
    guessed(guard, asked("2001:db8::1"), 1)

    assert wait(guard, asked("2001:db8::ffff:1")) > 0
    assert wait(guard, asked("2001:db8:0:1::1")) == 0


def test_address_that_is_mapped_into_ipv6_is_the_same_one() -> None:
    guard = Limits(most=1)
    guessed(guard, asked("::ffff:192.0.2.1"), 1)

    assert wait(guard, asked("192.0.2.1")) > 0
    assert wait(guard, asked("::ffff:192.0.2.2")) == 0


def test_only_a_named_proxy_is_believed_and_only_what_it_wrote_last() -> None:
    named = networks("127.0.0.1, 10.0.0.0/8")

    assert address_of(asked("127.0.0.1", "198.51.100.9, 192.0.2.1"), named) == "192.0.2.1"
    assert address_of(asked("127.0.0.1", "198.51.100.9", "192.0.2.1, 10.1.2.3"), named) == "192.0.2.1"
    assert address_of(asked("192.0.2.7", "198.51.100.9"), named) == "192.0.2.7"
    assert address_of(asked("127.0.0.1", "198.51.100.9")) == "127.0.0.1"
    assert address_of(asked("127.0.0.1"), named) == "127.0.0.1"


def test_memory_is_bounded_and_holds_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESSES", 100)
    guard = Limits(most=2)
    for number in range(300):
        guessed(guard, asked(f"192.0.{number // 250}.{number % 250}"), 1)

    assert len(guard._wrong) == 100
    assert "192.0." not in repr(guard._wrong)
