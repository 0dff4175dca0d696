"""What the envelope says to relays that offer much, little or nothing, and what is refused before it is offered."""

from pathlib import Path

import pytest

from activities.envelope import xtext
from activities.pace import Pace
from activities.smtp import PATIENCE, Mailer
from activities.wire import Passing, Permanent, WireError
from tests.activities.relays import LOOPBACK, ScriptedRelay, real_relay, scripted
from tests.activities.test_smtp import MESSAGE, RECIPIENT, SENDER, mailer, refusal

LETTER = b"Message-ID: <0123abcd@kommune.example>\r\nSubject: x\r\n\r\nHej\r\n"
DSN = {"EHLO": "250-relay\r\n250-SIZE 2000000\r\n250 DSN"}


def envelope(relay: ScriptedRelay) -> list[str]:
    """The lines that name sender and recipient."""
    return [line for line in relay.heard if line.startswith(("MAIL", "RCPT"))]


async def test_relay_that_reports_is_asked_to_name_the_letter_in_its_reports() -> None:
    async with scripted(DSN) as relay, mailer(relay.port) as wire:
        await wire.send(SENDER, RECIPIENT, LETTER)

        assert envelope(relay) == [
            f"MAIL FROM:<{SENDER}> SIZE={len(LETTER)} RET=HDRS ENVID=0123abcd@kommune.example",
            f"RCPT TO:<{RECIPIENT}> NOTIFY=FAILURE,DELAY ORCPT=rfc822;{RECIPIENT}",
        ]


async def test_relay_that_offers_nothing_is_asked_for_nothing() -> None:
    async with scripted() as relay, mailer(relay.port) as wire:
        await wire.send(SENDER, RECIPIENT, LETTER)

        assert envelope(relay) == [f"MAIL FROM:<{SENDER}>", f"RCPT TO:<{RECIPIENT}>"]


async def test_relay_of_the_old_kind_is_greeted_in_its_own_way() -> None:
    async with scripted({"EHLO": "502 what?", "HELO": "250 relay"}) as relay, mailer(relay.port) as wire:
        await wire.send(SENDER, RECIPIENT, LETTER)

        assert relay.heard[:2] == ["EHLO localhost", "HELO localhost"]
        assert len(relay.stored) == 1


def test_envelope_id_survives_the_signs_that_commands_use() -> None:
    assert xtext("a+b=c d@å.dk") == "a+2Bb+3Dc+20d@+E5.dk"


@pytest.mark.parametrize("own", [None, 100_000_000])
async def test_letter_larger_than_the_relay_takes_is_refused_before_it_is_offered(own: int | None) -> None:
    async with scripted(DSN) as relay, mailer(relay.port, max_bytes=own) as wire:
        with pytest.raises(Permanent) as raised:
            await wire.send(SENDER, RECIPIENT, b"x" * 2_000_001)

        assert envelope(relay) == []
        assert "2,0 MB" in raised.value.sentence.da
        assert "smaller" in raised.value.sentence.en


async def test_own_limit_holds_where_the_relay_names_none() -> None:
    async with scripted() as relay, mailer(relay.port, max_bytes=1000) as wire:
        with pytest.raises(Permanent, match=r"0\.0 MB at most"):
            await wire.send(SENDER, RECIPIENT, b"x" * 1001)
        await wire.send(SENDER, RECIPIENT, b"x" * 1000)

        assert len(relay.stored) == 1


async def test_address_beyond_ascii_is_refused_with_a_sentence_and_never_offered() -> None:
    async with scripted(DSN) as relay, mailer(relay.port) as wire:
        with pytest.raises(Permanent) as raised:
            await wire.send(SENDER, "børn@kommune.example", LETTER)

        assert relay.heard == []
        assert "børn@kommune.example" in raised.value.sentence.da


@pytest.mark.parametrize(
    ("answers", "advice"),
    [
        ({"RCPT": "550 5.1.1 unknown user"}, "Correct the address"),
        ({"RCPT": "552 5.2.2 mailbox full"}, "mailbox is full"),
        ({".": "552 5.3.4 too large"}, "attachments smaller"),
        ({"MAIL": "552 5.3.4 too large"}, "attachments smaller"),
        ({".": "554 5.6.0 content refused"}, "read the answer"),
        ({"MAIL": "550 5.7.1 sender not allowed"}, "read the answer"),
        ({".": "550 5.1.1 unknown user"}, "Correct the address"),
    ],
)
async def test_refusal_says_what_can_be_mended(answers: dict[str, str], advice: str) -> None:
    error = await refusal(answers)

    assert isinstance(error, Permanent)
    assert advice in error.sentence.en


async def test_login_that_the_relay_does_not_offer_makes_letters_wait() -> None:
    error = await refusal({}, username="aarshjul", password="secret")

    assert isinstance(error, Passing)


async def test_password_never_stands_in_what_is_said() -> None:
    async with (
        real_relay(starttls=True, password=b"right") as (port, _),
        mailer(port, security="none", username="aarshjul", password="hemmelig-kode") as wire,
    ):
        with pytest.raises(WireError) as raised:
            await wire.send(SENDER, RECIPIENT, LETTER)

    assert "hemmelig-kode" not in str(raised.value) + raised.value.sentence.da


@pytest.mark.parametrize("content", [None, "no certificate"])
async def test_file_of_certificates_that_cannot_be_used_makes_letters_wait(tmp_path: Path, content: str | None) -> None:
    trust = tmp_path / "ca.pem"
    if content is not None:
        trust.write_text(content)
    async with real_relay(tls=True) as (port, stored), mailer(port, security="tls", trust=str(trust)) as wire:
        with pytest.raises(Passing):
            await wire.send(SENDER, RECIPIENT, LETTER)

    assert stored.messages == []


async def test_relay_that_speaks_plainly_where_tls_is_demanded_gets_nothing() -> None:
    async with scripted() as relay, mailer(relay.port, security="tls", timeout=2) as wire:
        with pytest.raises(Passing):
            await wire.send(SENDER, RECIPIENT, LETTER)

        assert relay.stored == []


class Watch:
    """A clock that stands still, and goes on by what it is asked to sleep."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


async def test_letters_follow_each_other_evenly_at_the_pace_that_is_set(watch: Watch) -> None:
    pace, left = Pace(30, watch, watch.sleep), []
    for _ in range(4):
        await pace.turn()
        left.append(watch.now)

    assert left == [0, 2, 4, 6]


async def test_pause_is_not_made_up_for_by_a_burst(watch: Watch) -> None:
    pace = Pace(60, watch, watch.sleep)
    await pace.turn()
    watch.now = 600.0
    left = []
    for _ in range(3):
        await pace.turn()
        left.append(watch.now)

    assert left == [600, 601, 602]


async def test_no_pace_is_no_waiting(watch: Watch) -> None:
    pace = Pace(None, watch, watch.sleep)
    for _ in range(1000):
        await pace.turn()

    assert watch.now == 0


async def test_turn_that_will_not_come_soon_is_told_to_come_again() -> None:
    async with scripted() as relay:
        wire = Mailer(host=LOOPBACK, port=relay.port, security="none", per_minute=1, connections=9)
        async with wire.turn():
            pass
        for _ in range(int(PATIENCE // 60)):
            wire._pace._next += 60  # as if so many had been given their turns
        with pytest.raises(Passing, match="its turn comes in"):
            async with wire.turn():
                raise AssertionError

        assert relay.connections == 0


async def test_message_without_an_id_has_no_envelope_id() -> None:
    async with scripted(DSN) as relay, mailer(relay.port) as wire:
        await wire.send(SENDER, RECIPIENT, MESSAGE + b"Message-ID: <not-a-header@kommune.example>\r\n")

        assert "ENVID" not in envelope(relay)[0]
