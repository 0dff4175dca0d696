"""Reading what comes back, as the settings say: from a mailbox, from a folder, from both, or not at all."""

from sqlalchemy import Engine

from inbox.folder import Folder
from inbox.imap import ImapMailbox
from inbox.poller import Poller
from inbox.sources import Source
from settings import Settings


def poller_of(settings: Settings, engine: Engine) -> Poller | None:
    """Return who reads the settings' sources into this record; None when there are none."""
    sources: list[Source] = []
    if settings.imap_host is not None:
        sources.append(_mailbox(settings, settings.imap_host))
    if settings.inbox_folder is not None:
        sources.append(Folder(settings.inbox_folder, settings.inbox_max_bytes))
    return Poller(engine, sources) if sources else None


def _mailbox(settings: Settings, host: str) -> ImapMailbox:
    password = settings.imap_password
    return ImapMailbox(
        host=host,
        port=settings.imap_port,
        security=settings.imap_security,
        username=settings.imap_username,
        password=password.get_secret_value() if password else "",
        folder=settings.imap_mailbox,
        max_bytes=settings.inbox_max_bytes,
        trust=str(settings.imap_trust) if settings.imap_trust else None,
    )
