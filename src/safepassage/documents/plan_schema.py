"""The JSON Schema of plan.json, generated from the plan's own definition.

`python -m safepassage.documents.plan_schema` writes it anew; a test says when that is due.
"""

import json
from pathlib import Path

from safepassage.planning.result import PLAN_FORMAT, Plan

PLAN_SCHEMA_FILE = Path(__file__).with_name("plan.schema.json")


def plan_schema_text() -> str:
    """The schema (draft 2020-12) as text, keys in alphabetical order."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Plan.model_json_schema(mode="serialization"),
        "title": f"safepassage plan, format {PLAN_FORMAT}",
    }
    return json.dumps(schema, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


if __name__ == "__main__":
    PLAN_SCHEMA_FILE.write_text(plan_schema_text(), encoding="utf-8", newline="\n")
