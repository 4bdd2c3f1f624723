"""The flow of own transport as a file. Invariant: equal results give equal bytes."""

import json
from pathlib import Path

from safepassage.planning.flow.result import OwnFlow

FLOW_NAME = "flow.json"


def write_flow(flow: OwnFlow, path: Path) -> None:
    """Write the result; `OwnFlow.model_validate_json` reads it back."""
    path.write_text(json.dumps(flow.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
