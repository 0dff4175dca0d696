"""Markdown-light: what it reads, and that a person's signs stay signs."""

from hypothesis import given
from hypothesis import strategies as st

from rendering import prose

SOURCE = """# Title

A paragraph that goes on
in a second line, with **weight**.

- one
- two,
  and more of two

1. first
2. second

| Measure | Amount |
| --- | --- |
| School | 4.5 |

!! **Frist:** senest mandag
"""


def test_every_kind_of_block_is_read() -> None:
    assert [block.kind for block in prose.parse(SOURCE)] == [
        "heading",
        "paragraph",
        "bullets",
        "numbers",
        "table",
        "callout",
    ]


def test_plain_text_has_no_markup_left() -> None:
    assert prose.plain(SOURCE) == (
        "Title\n\n"
        "A paragraph that goes on in a second line, with weight.\n\n"
        "- one\n- two, and more of two\n\n"
        "1. first\n2. second\n\n"
        "Measure | Amount\nSchool | 4.5\n\n"
        "Frist: senest mandag\n"
    )


def test_backslash_at_a_line_end_keeps_the_break() -> None:
    assert prose.plain("one\\\ntwo\nthree\n") == "one\ntwo three\n"


def test_paragraphs_of_a_person_keep_their_lines_and_lose_their_meaning() -> None:
    assert prose.plain(prose.escape_paragraphs("# no title\n- no item\n\n**no weight**")) == (
        "# no title\n- no item\n\n**no weight**\n"
    )


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs"])
        | st.sampled_from(" *#-!|\\1.")
    )
)
def test_escaped_value_is_read_back_as_it_was_written(value: str) -> None:
    written = " ".join(value.split())

    assert prose.inline(prose.escape(value)) == written
    assert all(block.kind == "paragraph" for block in prose.parse(prose.escape(value)))


@given(st.text())
def test_any_text_can_be_read(source: str) -> None:
    assert prose.plain(source).endswith("\n")
