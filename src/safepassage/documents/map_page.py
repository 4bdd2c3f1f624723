"""The map page: one HTML file that opens with no network and shows the plan moving.

Invariant: the page's own policy forbids every request to anywhere, so that who opens it tells nobody.
"""

import base64
import hashlib
import json
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template

from safepassage.documents.captions import LANGUAGES
from safepassage.documents.map_data import map_data
from safepassage.documents.time_distance import time_distance_svgs
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

_PARTS = Path(__file__).with_name("page")
_SCRIPTS = ("time.js", "state.js", "map.js", "tables.js", "diagram.js", "page.js")


def write_map(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write the page, about 1.2 MB with MapLibre GL JS inside (3-clause BSD, from the PyPI package `maplibre`)."""
    library_js, library_css = _map_library()
    script = '(() => {\n"use strict";\n' + "\n".join((_PARTS / name).read_text(encoding="utf-8") for name in _SCRIPTS) + "})();\n"
    style = (_PARTS / "page.css").read_text(encoding="utf-8")
    data = map_data(plan, scenario)
    page = Template((_PARTS / "page.html").read_text(encoding="utf-8")).substitute(
        language=data["language"],
        policy=_policy((library_js, script), (library_css, style)),
        title=escape(plan.scenario_title),
        planner=escape(plan.planner),
        audience=escape(plan.audience),
        library_css=library_css,
        style=style,
        library_js=library_js,
        script=script,
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
        diagrams="".join(
            f'<div class="diagram-in" data-language="{language}" tabindex="0">{sheet}</div>'
            for language in LANGUAGES
            for sheet in time_distance_svgs(plan, scenario, language=language)
        ),
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _map_library() -> tuple[str, str]:
    """The script and the style sheet that the package `maplibre` carries, without importing it (that costs a second)."""
    spec = find_spec("maplibre")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package 'maplibre' is not installed; run: pip install maplibre")
    folder = Path(next(iter(spec.submodule_search_locations))) / "srcjs"
    script, style = ((folder / name).read_text(encoding="utf-8") for name in ("maplibre-gl.js", "maplibre-gl.css"))
    # the last line names a source map that is not here
    script = "\n".join(line for line in script.splitlines() if not line.startswith("//# sourceMappingURL="))
    return script.replace("</script", "<\\/script"), style


def _policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """A content security policy under which only these texts run and nothing is fetched."""
    allowed_scripts, allowed_styles = (" ".join(f"'sha256-{_sha256(text)}'" for text in texts) for texts in (scripts, styles))
    return (
        f"default-src 'none'; script-src {allowed_scripts}; style-src {allowed_styles}; "
        "img-src data: blob:; worker-src blob:; child-src blob:; base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
