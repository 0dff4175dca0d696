"""The settings of one office: read from the environment (`AARSHJUL_…`), by composition roots only.

`docs/operating.md` lists them for operators. Temporal's own environment configuration (TLS, API keys) is read where the
connection is made.
"""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent
Port = Annotated[int, Field(ge=1, le=65535)]
Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
File = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]


class Settings(BaseSettings):
    """Where the state lies, which addresses are used, and in whose name letters leave."""

    model_config = SettingsConfigDict(env_prefix="AARSHJUL_", env_ignore_empty=True, frozen=True, extra="ignore")

    home: Folder = CHECKOUT / "var"
    lang: Literal["da", "en"] | None = None  # None: `LANG` decides
    database_url: SecretStr | None = None  # None: a SQLite file below `home`

    temporal_port: Port = 7233
    temporal_ui_port: Port = 8233
    temporal_address: str | None = None  # of a server that somebody else runs; None: the embedded one
    temporal_namespace: str = "default"
    task_queue: str = "aarshjul"

    smtp_host: str | None = None  # the relay; None: the embedded mail catcher
    smtp_port: Port = 1025
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_local_hostname: str = "localhost"
    smtp_timeout: Annotated[float, Field(gt=0, le=600)] = 30.0
    smtp_trust: File | None = None  # a city's own certificate authorities, beside the system's
    smtp_connections: Annotated[int, Field(ge=1, le=50)] = 4
    smtp_idle: Annotated[float, Field(ge=0, le=3600)] = 30.0  # seconds that a connection is kept for the next letter
    smtp_per_minute: Annotated[int, Field(ge=1)] | None = None  # how many letters may leave; None: no limit
    smtp_max_bytes: Annotated[int, Field(ge=10_000)] | None = None  # of a letter, beside the relay's own limit
    mail_port: Port = 8025  # the mail catcher's pages

    imap_host: str | None = None  # of the mailbox that letters come from; None: it is not read
    imap_port: Port = 993
    imap_security: Literal["none", "starttls", "tls"] = "tls"
    imap_username: str = ""
    imap_password: SecretStr | None = None
    imap_mailbox: str = "INBOX"
    imap_trust: File | None = None
    inbox_folder: Folder | None = None  # of `.eml` files that somebody exports; None: none is read
    inbox_every: Annotated[float, Field(ge=1, le=86_400)] = 60.0  # seconds between two looks
    inbox_max_bytes: Annotated[int, Field(ge=10_000)] = 10_000_000  # of one mail; of a larger one the beginning is kept

    web_host: str = "127.0.0.1"  # where the office's calendars are served: this machine only, unless told otherwise
    web_port: Port = 8080
    web_url: str | None = None  # the address that people reach them by; None: http://127.0.0.1:<web_port>
    upload_max_bytes: Annotated[int, Field(ge=10_000, le=200_000_000)] = 25_000_000  # of one file that is handed in
    web_proxy: str = ""  # addresses of the servers in front, with commas: only they are believed who asks
    contact: str | None = None  # whom to ask, on the about page; None: the sender's mailbox
    accessibility: str | None = None  # the accessibility statement: its address, or a text file

    oidc_issuer: str | None = None  # the city's login; None: links open the pages, on this machine only
    oidc_client_id: str = "aarshjul"
    oidc_client_secret: SecretStr | None = None  # None: a public client, which proves itself by PKCE alone
    oidc_scope: str = "openid profile email"
    oidc_name_claim: str = "preferred_username"  # what the journal calls people
    oidc_groups_claim: str = "groups"  # or a way to it: realm_access.roles
    oidc_secretariat: str = ""  # the groups that have each role, with semicolons
    oidc_managers: str = ""
    oidc_readers: str = ""
    oidc_trust: File | None = None  # a city's own certificate authorities, beside the system's
    oidc_skew: Annotated[float, Field(ge=0, le=300)] = 60.0  # seconds that two clocks may differ

    domain: str = "aarshjul.example"  # of Message-IDs and calendar entries: never change it while a cycle runs
    sender: str | None = None  # None: aarshjul@<domain>
    calendars: Folder | None = None  # None: `calendars` below `home`
    templates: Folder = CHECKOUT / "templates" / "emails"
    cycles: Folder = CHECKOUT / "cycles"  # the definitions that `CYCLE` may name without a path
    without: str = ""  # what `make test` may leave out: `postgres`, `browser`, `readers`, …

    @cached_property
    def database(self) -> str:
        """The database's SQLAlchemy address."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'aarshjul.db'}"

    @property
    def smtp_address(self) -> tuple[str, int]:
        """Host and port that letters are handed to: the relay, or the mail catcher on this machine."""
        return self.smtp_host or "127.0.0.1", self.smtp_port

    @property
    def reads_mail(self) -> bool:
        """Whether what comes back is read at all."""
        return self.imap_host is not None or self.inbox_folder is not None

    @property
    def temporal_target(self) -> str:
        """Host and port of the Temporal server."""
        return self.temporal_address or f"127.0.0.1:{self.temporal_port}"

    @property
    def sender_address(self) -> str:
        """The mailbox that letters come from; it is also the organizer of invitations."""
        return self.sender or f"aarshjul@{self.domain}"

    @property
    def web_address(self) -> str:
        """Where people find the office's calendars: the address that links begin with."""
        return self.web_url or f"http://127.0.0.1:{self.web_port}"

    @property
    def link_address(self) -> str | None:
        """What links in letters begin with; None: nobody outside would find the office, so letters have none.

        Letters that stay in this machine's mail catcher may lead to this machine.
        """
        return self.web_url or (None if self.smtp_host else self.web_address)

    @property
    def calendar_folder(self) -> Path:
        """Where the calendar files are written."""
        return self.calendars or self.home / "calendars"

    @property
    def mail_folder(self) -> Path:
        """Where the mail catcher keeps its mails."""
        return self.home / "mails"
