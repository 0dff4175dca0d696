"""A real Dovecot on loopback with one mailbox: any user name, one password, TLS with the tests' own certificate."""

import getpass
import grp
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.activities.relays import CERTIFICATE, LOOPBACK

PASSWORD = "hemmelig-æøå"  # beyond ASCII: LOGIN could not say it
PATIENCE = 30.0
_CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
disable_plaintext_auth = yes
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """A running server; mails are put into its Maildir as a delivery agent does."""

    folder: Path
    plain: int
    tls: int
    user: str
    group: str

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def deliver(self, raw: bytes, folder: str = "") -> None:
        """Put a mail into the mailbox: written beside, then renamed."""
        name = f"{next(self._numbers):04d}.test"
        beside, there = (self.maildir(folder) / part / name for part in ("tmp", "new"))
        beside.write_bytes(raw)
        self._give(beside)
        beside.rename(there)

    def maildir(self, folder: str = "") -> Path:
        """Return a folder's Maildir, made when it is not there."""
        path = self.folder / "mail" / (f".{folder}" if folder else "")
        for each in (path, *(path / part for part in ("new", "cur", "tmp"))):
            if not each.exists():
                each.mkdir(parents=True)
                self._give(each)
        return path

    def empty(self) -> None:
        """Take every mail out, and forget how they were numbered, as a restored mailbox does."""
        shutil.rmtree(self.folder / "mail")
        self.maildir()
        self._give(self.folder / "mail")

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, self.user, self.group)


@contextmanager
def running(program: str, folder: Path) -> Iterator[Dovecot]:
    """Start the server, wait until it answers, and end it afterwards."""
    folder.chmod(0o755)
    server = Dovecot(folder, _free_port(), _free_port(), *_people())
    server.maildir()
    server._give(folder / "mail")
    configuration = folder / "dovecot.conf"
    configuration.write_text(_configuration(server), "utf-8")
    process = subprocess.Popen([program, "-F", "-c", configuration], start_new_session=True)
    try:
        _answering(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _configuration(server: Dovecot) -> str:
    text = _CONFIGURATION.format(
        folder=server.folder, certificate=CERTIFICATE, password=PASSWORD, plain=server.plain, tls=server.tls,
        user=server.user, group=server.group,
    )  # fmt: skip
    if os.geteuid() != 0:
        text += f"default_internal_user = {server.user}\ndefault_login_user = {server.user}\n"
        text += f"default_internal_group = {server.group}\n"
    return text


def _people() -> tuple[str, str]:
    if os.geteuid() == 0:  # it refuses to hand out mail as root
        return "nobody", "nogroup"
    return getpass.getuser(), grp.getgrgid(os.getegid()).gr_name


def _answering(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection((LOOPBACK, server.tls), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    log = server.folder / "log"
    raise RuntimeError(f"Dovecot does not answer: {log.read_text() if log.exists() else process.returncode}")


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as free:
        return int(free.getsockname()[1])
