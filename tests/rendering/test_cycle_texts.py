"""The texts of a cycle: names are filled in, and what cannot be filled in is one sentence."""

import pytest

from rendering.letters import cycle_text
from rendering.refusal import Unrenderable

NAMES = {
    "year": 2011,
    "committee": "Børne- og Ungdomsudvalget",
    "lead": "Beskæftigelses- og Integrationsudvalget",
    "secretariat": "Sekretariatet",
    "case_number": "2011-4711",
    "cycle": "Årshjul *2011*",
    "date_of": lambda step: {"plan": "mandag den 16. maj 2011"}[step],
}


def test_cycle_text_gets_its_names_filled_in() -> None:
    source = '# Til {{ committee }}\n\nSenest **{{ date_of("plan") }}** i {{ cycle }}.\n'

    assert cycle_text(source, NAMES) == (
        "# Til Børne- og Ungdomsudvalget\n\nSenest **mandag den 16. maj 2011** i Årshjul \\*2011\\*.\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        "{{ comittee }}",
        "{{ committee",
        '{{ date_of("no-such-step") }}',
        '{{ date_of("plan", 2) }}',
        "{{ committee.__class__.__mro__ }}",
        '{{ "a" * 1000000000 }}',
        "{{ 9 ** 99999999 }}",
        "{% for x in range(9999999) %}x{% endfor %}",
        "{% include 'x' %}",
        '{{ "x" | center(10000000000) }}',
        '{{ "x".ljust(10000000000) }}',
        "{% filter center(9999999999) %}x{% endfilter %}",
        "{% set a = cycle ~ cycle %}" + "{% set a = a ~ a %}" * 40,
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% block x %}{{ self.x() }}{% endblock %}",
        "{{ " + "not " * 60 + "year }}",
        "{{ " + "(" * 5000 + "year" + ")" * 5000 + " }}",
        "{{ cycle + 1 }}",
        "{{ date_of }}",
    ],
)
def test_cycle_text_that_cannot_be_filled_is_one_sentence(source: str) -> None:
    with pytest.raises(Unrenderable) as refusal:
        cycle_text(source, NAMES)

    assert "\n" not in refusal.value.sentence.da


def test_unknown_name_in_a_cycle_text_is_named_with_its_line() -> None:
    with pytest.raises(Unrenderable) as refusal:
        cycle_text("# Title\n\n{{ comittee }}\n", NAMES)

    assert refusal.value.sentence.en.startswith("texts, line 3: ")
    assert "comittee" in refusal.value.sentence.en
