"""The hash of a scenario: two scenarios with the same hash give the same plan from the same roads."""

import hashlib
import json

from safepassage.scenario.scenario import Scenario


def canonical_json(scenario: Scenario) -> str:
    """A scenario as one line of JSON: keys in order, no spaces. Equal scenarios give equal text.

    Of the OSM file only the name is there, not the folder it lies in; its content has the network's own hash. The order of
    rows counts: plans refer to rows by number.
    """
    content = scenario.model_dump(mode="json")
    content["osm_file"] = scenario.osm_file.name if scenario.osm_file else None
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256, in hexadecimal, of the scenario's canonical JSON in UTF-8."""
    return hashlib.sha256(canonical_json(scenario).encode()).hexdigest()
