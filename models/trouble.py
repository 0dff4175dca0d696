"""What the operating system refused, in words for readers: its own are in one language, and for programmers."""

import errno
import socket
import ssl

from models.schedule import Text

_WHY = {
    errno.ENOENT: Text(da="det findes ikke", en="it does not exist"),
    errno.EACCES: Text(da="adgang nægtet", en="access denied"),
    errno.EPERM: Text(da="adgang nægtet", en="access denied"),
    errno.EISDIR: Text(da="det er en mappe", en="it is a folder"),
    errno.ENOTDIR: Text(da="en del af stien er ikke en mappe", en="a part of the path is not a folder"),
    errno.EEXIST: Text(da="der ligger allerede noget af det navn", en="something of that name is there already"),
    errno.ENAMETOOLONG: Text(da="navnet er for langt", en="the name is too long"),
    errno.ELOOP: Text(da="genvejene går i ring", en="the links go round in a circle"),
    errno.ENOSPC: Text(da="disken er fuld", en="the disk is full"),
    errno.EDQUOT: Text(da="den tildelte plads er brugt", en="the space allotted is used up"),
    errno.EROFS: Text(da="disken kan kun læses", en="the disk is read-only"),
    errno.EIO: Text(da="disken fejler", en="the disk fails"),
    errno.ECONNREFUSED: Text(da="ingen lytter på adressen", en="nobody listens at the address"),
    errno.ECONNRESET: Text(da="forbindelsen blev afbrudt", en="the connection was cut"),
    errno.EPIPE: Text(da="forbindelsen blev afbrudt", en="the connection was cut"),
    errno.ENETUNREACH: Text(da="netværket kan ikke nås", en="the network cannot be reached"),
    errno.EHOSTUNREACH: Text(da="maskinen kan ikke nås", en="the machine cannot be reached"),
    errno.ETIMEDOUT: Text(da="intet svar i tide", en="no answer in time"),
    errno.EADDRINUSE: Text(da="adressen er optaget", en="the address is taken"),
}

_KINDS: tuple[tuple[type[OSError], Text], ...] = (
    (socket.gaierror, Text(da="navnet kendes ikke", en="the name is not known")),
    (ssl.SSLError, Text(da="certifikatet eller krypteringen duer ikke", en="the certificate or the encryption fails")),
    (TimeoutError, Text(da="intet svar i tide", en="no answer in time")),
)


def why(error: OSError) -> Text:
    """Return why, as words for brackets; of what has no words of ours, in English what the system says."""
    for kind, words in _KINDS:
        if isinstance(error, kind):
            return words
    unknown = Text(da="styresystemet afviser det", en=error.strerror or type(error).__name__)
    return _WHY.get(error.errno or 0, unknown)


def why_at_root(error: BaseException | None) -> Text | None:
    """Return why, by the system's error that this one came from; None when there is none."""
    while error is not None:
        if isinstance(error, OSError):
            return why(error)
        error = error.__cause__ or error.__context__
    return None
