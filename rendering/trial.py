"""A letter as a test to oneself: the same words and papers, marked, and harmless to calendars and to the thread.

What a calendar program would act on travels as a text to read: a test must not put a meeting, or take one out.
"""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from models.schedule import Text
from models.vocabulary import Language
from rendering.message import Attachment, Envelope, RenderedLetter, compose

MARK = Text(da="[PRØVE]", en="[TEST]")
"""What the subject of a test begins with."""

_LINK = re.compile(r"(/(?:letters|committee)/)[A-Za-z0-9_-]{43}")
_CALENDARS = frozenset({"text/calendar", "application/ics"})


def as_trial(message: bytes, envelope: Envelope) -> bytes:
    """Return the finished message as a test in this envelope; raises `Unrenderable` for an unusable address."""
    whole = BytesParser(policy=policy.default).parsebytes(message)
    mark = MARK.da if envelope.language is Language.DA else MARK.en
    said = RenderedLetter(subject=f"{mark} {whole['Subject']}", text=_body(whole, "plain"), html=_body(whole, "html"))
    return compose(envelope, said, [_harmless(part) for part in whole.iter_attachments() if part.get_filename()])


def _body(whole: EmailMessage, subtype: str) -> str:
    body = whole.get_body((subtype,))
    return without_link(str(body.get_content())) if body else ""


def without_link(text: str) -> str:
    """Return a text whose links lead nowhere: who tries a letter out has not received it, nor acts for anybody."""
    return _LINK.sub(r"\1test", text)


def _harmless(part: EmailMessage) -> Attachment:
    name, content = part.get_filename() or "", part.get_payload(decode=True)
    media_type = part.get_content_type()
    assert isinstance(content, bytes), f"{name} is no single file"
    if media_type in _CALENDARS:
        return Attachment(
            name=f"{name}.txt", content=content, media_type="text/plain", parameters=(("charset", "utf-8"),)
        )
    return Attachment(name=name, content=content, media_type=media_type)
