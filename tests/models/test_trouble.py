"""A reader is told in their own language what the operating system refused."""

import errno
import socket
import ssl
from pathlib import Path

import pytest

from models.schedule import Text
from models.trouble import why, why_at_root


def test_file_that_is_not_there_is_told_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as missing:
        (tmp_path / "plan.pdf").read_bytes()

    assert why(missing.value) == Text(da="det findes ikke", en="it does not exist")


def test_danish_reader_gets_no_english_for_what_has_no_words_of_ours() -> None:
    told = why(OSError(errno.EUCLEAN, "Structure needs cleaning"))

    assert (told.da, told.en) == ("styresystemet afviser det", "Structure needs cleaning")


@pytest.mark.parametrize(
    ("error", "danish"),
    [
        (socket.gaierror(-2, "Name or service not known"), "navnet kendes ikke"),
        (ssl.SSLCertVerificationError("certificate verify failed"), "certifikatet eller krypteringen duer ikke"),
        (TimeoutError(), "intet svar i tide"),
    ],
)
def test_trouble_of_the_network_is_named(error: OSError, danish: str) -> None:
    assert why(error).da == danish


def test_what_a_library_has_wrapped_is_found_again() -> None:
    wrapped = RuntimeError("Connect call failed")
    wrapped.__cause__ = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

    assert why_at_root(wrapped) == Text(da="ingen lytter på adressen", en="nobody listens at the address")
    assert why_at_root(RuntimeError("something else")) is None
