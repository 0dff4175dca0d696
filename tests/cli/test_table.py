"""Tables fit the terminal and lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from cli.shown.table import WIDTH, table

CELL = st.text(st.characters(categories=["L", "N"]), max_size=60)
ROWS = st.integers(1, 6).flatmap(
    lambda columns: st.lists(st.lists(CELL, min_size=columns, max_size=columns), min_size=1)
)


def test_columns_are_aligned_under_their_headings():
    assert table(("Trin", "Uge"), [("plan", "20"), ("workshop", "23")]) == (
        "Trin      Uge\n────────  ───\nplan      20\nworkshop  23"
    )


def test_a_long_cell_is_wrapped_between_words_and_not_at_a_hyphen():
    text = "første møde i udvalget mindst 10 hverdage efter second-reading"
    assert table(("A", "B"), [("x", text)], width=30).splitlines()[2:] == [
        "x  første møde i udvalget",
        "   mindst 10 hverdage efter",
        "   second-reading",
    ]


@given(ROWS)
def test_no_line_is_wider_than_the_terminal_and_no_letter_is_lost(rows):
    written = table([""] * len(rows[0]), rows)
    assert max(len(line) for line in written.splitlines()) <= WIDTH
    kept = sorted(letter for letter in written if letter not in " \n─")
    assert kept == sorted("".join("".join(row) for row in rows).replace("─", ""))
