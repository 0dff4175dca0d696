"""What is taken out before a text reaches a mail or a calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.clean import clean_file_name, clean_line, clean_text


def test_control_characters_go_and_line_ends_become_lf() -> None:
    assert clean_text("a\x00b\x0bc\r\nd\re\tf") == "abc\nd\ne\tf"


def test_line_is_one_line() -> None:
    assert clean_line(" Børne-\r\nBcc: x@y.example\u2028og ") == "Børne- Bcc: x@y.exampleog"


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("3b Udfordringspapir, ØU.pdf", "3b Udfordringspapir, ØU.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("\x00", "file"),
        ("å" * 200 + ".pdf", "å" * 58 + ".pdf"),
    ],
)
def test_file_name_is_safe_to_store(given_name: str, safe: str) -> None:
    assert clean_file_name(given_name) == safe


@given(st.text())
def test_file_name_never_leaves_its_folder(name: str) -> None:
    safe = clean_file_name(name)

    assert safe
    assert not set(safe) & set('/\\\x00\r\n"')
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 130
