"""What the outbox's pages need besides the desk; whoever runs the office builds it (`runtime.pages.drafting`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from desk.acts.drafts import Drafts


@dataclass(frozen=True)
class Writing:
    """Letters as they will leave, a wire for a test of one, and the readable text of a mail that came in."""

    drafts: Drafts
    hand_over: Callable[[str, bytes], Awaitable[None]]
    mail_text: Callable[[bytes], str]
