"""How often one address may guess: wrong links and logins are counted, and too many of them wait.

Counted in this process's memory, for a bounded number of addresses, and kept only as hashes with a salt of this run: no
address is stored or logged. Who asks with what is right is never counted.
"""

import hashlib
import math
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Lock

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST = 20
WITHIN = 600.0
ADDRESSES = 10_000
_HOUSE = 64
"""Of an IPv6 address, the bits that one subscriber has: all addresses behind them are one."""

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a list with commas: `10.0.0.5, 10.1.0.0/16`; raises ValueError for what is none."""
    return tuple(ip_network(each.strip(), strict=False) for each in text.split(",") if each.strip())


@dataclass
class Limits:
    """At most `most` wrong attempts of one address within so many seconds; the next one is answered 429.

    Behind `proxies` the address is the last one that they did not write themselves; nobody else is believed.
    """

    most: int = MOST
    within: float = WITHIN
    proxies: Sequence[Network] = ()
    clock: Callable[[], float] = time.monotonic
    _wrong: OrderedDict[bytes, deque[float]] = field(init=False, default_factory=OrderedDict)
    _lock: Lock = field(init=False, default_factory=Lock)
    _salt: bytes = field(init=False, default_factory=lambda: secrets.token_bytes(16))

    def apart(self) -> "Limits":
        """Return the same rule with a memory of its own: who guesses one thing is not kept from another."""
        return replace(self)

    def check(self, request: Request) -> None:
        """Raise HTTPException 429, with when to come again, for an address that has guessed too often."""
        now = self.clock()
        with self._lock:
            wrong = self._of(self._key(request), now)
        if len(wrong) >= self.most:
            wait = max(1, math.ceil(wrong[-self.most] + self.within - now))
            raise HTTPException(429, headers={"Retry-After": str(wait)})

    def failed(self, request: Request) -> None:
        """Count one wrong attempt."""
        key, now = self._key(request), self.clock()
        with self._lock:
            wrong = self._wrong.setdefault(key, deque(maxlen=self.most))
            wrong.append(now)
            self._wrong.move_to_end(key)
            while len(self._wrong) > ADDRESSES:
                self._wrong.popitem(last=False)

    def _of(self, key: bytes, now: float) -> deque[float]:
        wrong = self._wrong.get(key, deque())
        while wrong and wrong[0] <= now - self.within:
            wrong.popleft()
        if not wrong:
            self._wrong.pop(key, None)
        return wrong

    def _key(self, request: Request) -> bytes:
        address = address_of(request, self.proxies)
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return self._hash(address)
        if isinstance(found, IPv6Address):
            found = found.ipv4_mapped or found
        house = f"{found}/{_HOUSE}" if isinstance(found, IPv6Address) else str(found)
        return self._hash(str(ip_network(house, strict=False)))

    def _hash(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), digest_size=16, key=self._salt).digest()


def address_of(request: Request, proxies: Sequence[Network] = ()) -> str:
    """Return who asks: the other end of the line, or behind a trusted proxy whom that one had at its other end."""
    address = request.client.host if request.client else ""
    told = [each.strip() for line in request.headers.getlist("x-forwarded-for") for each in line.split(",")]
    while told and _is_in(address, proxies):
        address = told.pop()
    return address


def _is_in(address: str, proxies: Sequence[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in proxies)
