"""A real Postfix on loopback, from which no mail leaves the machine: some recipients it takes, some it returns.

`@taken.example` and the sender's own domain end in the Maildir. `@returned.example` and `@away.example` are taken, and
handed on to doors of the same machine that refuse for good, or for now. Anybody else is refused at once.
"""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.activities.relays import CERTIFICATE, LOOPBACK

PATIENCE = 20.0
SIZE_LIMIT = 200_000
_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = relay.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {certificate}
smtpd_tls_security_level = may
smtpd_peername_lookup = no
message_size_limit = {size}
default_transport = error:5.7.1 no mail leaves this machine
relay_transport = error:5.7.1 no mail leaves this machine
transport_maps = inline:{{
  {{ returned.example = smtp:[127.0.0.1]:{returning} }}
  {{ away.example = smtp:[127.0.0.1]:{away} }} }}
smtpd_relay_restrictions = reject_unauth_destination
relay_domains = returned.example, away.example
relay_recipient_maps =
virtual_mailbox_domains = aarshjul.example, taken.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {{ aarshjul@aarshjul.example = own/ }} {{ tmu@taken.example = taken/ }} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
delay_warning_time = 1s
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
bounce_size_limit = 1000
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{returning} inet n - n - - smtpd
  -o myhostname=mx.returned.example
  -o {{ smtpd_recipient_restrictions = check_recipient_access static:{{550 5.1.1 moved away}} }}
127.0.0.1:{away} inet n - n - - smtpd
  -o myhostname=mx.away.example
  -o {{ smtpd_recipient_restrictions = check_recipient_access static:{{450 4.2.2 mailbox full}} }}
smtp unix - - n - - smtp
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running relay."""

    folder: Path
    port: int

    def arrived(self, box: str, number: int = 1) -> list[bytes]:
        """Return the mails of a box (`own`, `taken`) as soon as there are so many."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            mails = [path.read_bytes() for path in sorted((self.folder / "mail" / box / "new").glob("*"))]
            if len(mails) >= number:
                return mails
            time.sleep(0.05)
        raise AssertionError(f"{len(mails)} mails in {box}\n{(self.folder / 'log').read_text()}")


@contextmanager
def running(program: str, folder: Path) -> Iterator[Postfix]:
    """Start the relay with a queue of its own, wait until it answers, and end it afterwards."""
    folder.chmod(0o755)
    port, nobody = _free_port(), pwd.getpwnam("nobody")
    _configure(folder, port, nobody)
    words = [program, "-c", str(folder / "etc"), "start-fg"]
    said = (folder / "said").open("wb")
    process = subprocess.Popen(words, start_new_session=True, stdout=said, stderr=said)
    try:
        _answering(folder, port, process)
        yield Postfix(folder, port)
    finally:
        subprocess.run([*words[:-1], "abort"], stdout=said, stderr=said)  # its script passes no signal on
        process.wait(PATIENCE)
        said.close()


def _configure(folder: Path, port: int, nobody: pwd.struct_passwd) -> None:
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    given = {
        "folder": folder,
        "certificate": CERTIFICATE,
        "size": SIZE_LIMIT,
        "uid": nobody.pw_uid,
        "gid": nobody.pw_gid,
        "port": port,
        "returning": _free_port(),
        "away": _free_port(),
    }
    (folder / "etc" / "main.cf").write_text(_MAIN.format(**given), "utf-8")
    (folder / "etc" / "master.cf").write_text(_MASTER.format(**given), "utf-8")


def _answering(folder: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection((LOOPBACK, port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    log = folder / "log"
    raise RuntimeError((folder / "said").read_text() + (log.read_text() if log.exists() else ""))


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as free:
        return int(free.getsockname()[1])
