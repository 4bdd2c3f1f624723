"""Names of places, segments and parties in each language that the scenario has them in."""

from collections.abc import Iterable

from safepassage.scenario.scenario import Scenario


def names_of(scenario: Scenario, any_id: str, own_name: str, languages: Iterable[str]) -> dict[str, str]:
    """The name in the scenario's own language, and in every language asked for that names.csv has it in."""
    written = {entry.language: entry.name for entry in reversed(scenario.names) if entry.id == any_id and not entry.is_alias}
    named = {scenario.language: own_name} | written
    return {language: named[language] for language in dict.fromkeys((*languages, scenario.language)) if language in named}
