"""The hash of a scenario: two scenarios with the same hash give the same plan from the same roads."""

import hashlib
import json

from safepassage.scenario.scenario import Scenario


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256, in hexadecimal, of the scenario's canonical JSON: keys in order, no spaces, UTF-8.

    Of the OSM file only the name counts, not the folder it lies in; its content has the network's own hash. The order of
    rows counts: plans refer to rows by number.
    """
    content = scenario.model_dump(mode="json")
    content["osm_file"] = scenario.osm_file.name if scenario.osm_file else None
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
