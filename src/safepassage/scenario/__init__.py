"""What a user writes: a folder of TOML, CSV and GeoJSON, read strictly into one frozen value. Start with `read.py`."""

from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.read import read_scenario
from safepassage.scenario.scenario import Area, ColumnRules, Daylight, Precedence, Scenario, SilenceRules, Weights
from safepassage.scenario.template import write_template

__all__ = [
    "Area",
    "ColumnRules",
    "Daylight",
    "Precedence",
    "Scenario",
    "SilenceRules",
    "Weights",
    "read_scenario",
    "scenario_hash",
    "write_template",
]
