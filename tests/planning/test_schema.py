"""The published JSON Schema."""

import json

from planning.format.schema import json_schema, keys_at


def test_the_schema_is_json_and_names_every_part_of_the_format():
    schema = json.loads(json.dumps(json_schema()))
    assert set(schema["properties"]) == {"cycle", "closed", "policy", "ladder", "body", "step"}
    assert schema["additionalProperties"] is False
    assert "class" in schema["$defs"]["Step"]["properties"]  # as it is written, not as the model names it


def test_the_keys_of_a_place_are_known_through_lists_tables_and_unions():
    assert "own_approval" in keys_at(("step", 3))
    assert keys_at(("body", "TMU", "meetings")) == ("weekday", "weeks")
    assert keys_at(("step", 0, "class", 1, "name")) == ("da", "en")
    assert keys_at(("nowhere", 3)) == ()
