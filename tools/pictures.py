"""Takes the documentation's pictures from a folder of results: `.venv/bin/python tools/pictures.py out/mariupol-2022-03 2022-03-15T09:30`.

Needs Chromium and the development packages. The time is UTC, and where the map's slider stands.
"""

import base64
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
TO_TIME = "(slider, second) => { slider.value = second; slider.dispatchEvent(new Event('input')); }"
PANEL = 2
"""Of the diagram, counted from the top: the corridor through Berdiansk."""


def main() -> None:
    results, time = Path(sys.argv[1]).resolve(), datetime.fromisoformat(sys.argv[2]).replace(tzinfo=UTC)
    chromium = shutil.which("chromium") or sys.exit("needs chromium: sudo apt-get install chromium")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        )
        take_map(browser.new_page(viewport={"width": 1400, "height": 860}), results / "map.html", time)
        take_diagram(browser.new_page(viewport={"width": 2434, "height": 2600}), results / "time-distance.svg")
        browser.close()


def take_map(page: Page, file: Path, time: datetime) -> None:
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready=yes]", timeout=60_000)
    page.locator("input[type=range]").evaluate(TO_TIME, int(time.timestamp()))
    page.wait_for_timeout(3000)
    save(page, "map.webp")


def take_diagram(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    panel = page.locator("g.panel").nth(PANEL - 1)
    box = panel.bounding_box() or sys.exit("the diagram has fewer panels")
    save(page, "time-distance.webp", {"x": 0, "y": box["y"] - 14, "width": 2434, "height": box["height"] + 28, "scale": 0.66})


def save(page: Page, name: str, clip: dict[str, float] | None = None) -> None:
    """As WebP, which playwright itself does not write: a third of a PNG."""
    settings = {"format": "webp", "quality": 82} | ({"clip": clip} if clip else {})
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", settings)
    (IMAGES / name).write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    main()
