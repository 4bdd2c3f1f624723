"""The map page in a real browser, opened from a file: what is drawn, what moves, and that nothing is asked of anybody."""

import base64
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.documents.sample import broken_plan, sample_plan, sample_scenario

from safepassage.documents.captions import captions
from safepassage.documents.map_page import write_map
from safepassage.documents.party_style import party_styles

pytestmark = pytest.mark.browser

HOUR = "Shift+ArrowRight"
TWO_HOURS_ON = "(slider) => { slider.value = Number(slider.value) + 7200; slider.dispatchEvent(new Event('input')); }"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    write_map(sample_plan(), sample_scenario(), folder / "map.html")
    write_map(broken_plan(), sample_scenario(), folder / "broken.html")
    nothing = {"convoys": (), "own_departures": (), "itineraries": (), "windows": (), "routes": ()}
    write_map(sample_plan().model_copy(update=nothing), sample_scenario(), folder / "nothing.html")
    crowd = sample_plan().crowds[0].model_copy(update={"waiting_people": 450})
    write_map(sample_plan().model_copy(update={"crowds": (crowd,)}), sample_scenario(), folder / "crowded.html")
    certificate = sample_plan().certificate.model_copy(update={"gap": 0.0101, "with_own_gap": 0.0511})
    write_map(sample_plan().model_copy(update={"certificate": certificate}), sample_scenario(), folder / "gap.html")
    closed = sample_plan().certificate.model_copy(update={"gap": 0.0})
    write_map(sample_plan().model_copy(update={"certificate": closed}), sample_scenario(), folder / "closed.html")
    return {path.stem: path for path in folder.iterdir()}


class Watched:
    """A page with everything it asked for and complained about."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=yes]", timeout=60_000)


@pytest.fixture
def watched(browser: Browser, files: dict[str, Path]) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    yield Watched(page, files["map"])
    page.close()


def pixels(png: bytes) -> dict[tuple[int, int, int], int]:
    """How often each colour stands in a PNG of 8 bits a channel, read by hand: no image library is needed."""
    position, data, width, channels = 8, b"", 0, 3
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        kind, body = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, _, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            data += body
        position += length + 12
    raw, stride = zlib.decompress(data), width * channels
    before, counts = bytearray(stride), dict[tuple[int, int, int], int]()
    for start in range(0, len(raw), stride + 1):
        line, rule = bytearray(raw[start + 1 : start + 1 + stride]), raw[start]
        for i in range(stride):
            left, up = line[i - channels] if i >= channels else 0, before[i]
            corner = before[i - channels] if i >= channels else 0
            guess = left + up - corner
            paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line[i] = (line[i] + (0, left, up, (left + up) // 2, paeth)[rule]) & 255
        for i in range(0, stride, channels):
            colour = (line[i], line[i + 1], line[i + 2])
            counts[colour] = counts.get(colour, 0) + 1
        before = line
    return counts


def test_it_asks_nobody_for_anything_and_complains_of_nothing(watched: Watched) -> None:
    page = watched.page
    page.keyboard.press("Space")
    page.wait_for_timeout(600)
    page.click("button[lang=ru]")
    page.click("#theme")
    outside = [url for url in watched.requests if not url.startswith(("file:", "blob:", "data:"))]
    assert outside == []
    assert [url for url in watched.requests if url.startswith("file:")] == [page.url]
    assert watched.complaints == []


def test_its_policy_refuses_a_request_even_if_a_script_tried_one(watched: Watched) -> None:
    failed = watched.page.evaluate("fetch('https://example.org/').then(() => 'sent', (error) => 'refused')")
    assert failed == "refused"
    assert any("Content Security Policy" in complaint for complaint in watched.complaints)


def test_the_map_is_really_drawn_in_the_colours_of_the_parties(watched: Watched) -> None:
    canvas = watched.page.locator(".maplibregl-canvas").screenshot()
    colours = pixels(canvas)
    assert len(colours) > 50
    styles = party_styles(sample_scenario())
    for party, least in (("alpha", 50), ("beta", 200)):
        code = styles[party].colour.lstrip("#")
        wanted = tuple(int(code[i : i + 2], 16) for i in (0, 2, 4))
        assert sum(count for colour, count in colours.items() if all(abs(a - b) <= 3 for a, b in zip(colour, wanted, strict=True))) > least


FIRST_FRAME = """new MutationObserver(() => {
  if (document.body && document.body.dataset.ready && !window.firstFrame) {
    window.firstFrame = document.querySelector(".maplibregl-canvas").toDataURL();
  }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });"""


def test_no_road_is_drawn_for_a_party_that_does_not_hold_it_even_in_the_first_frame(browser: Browser, files: dict[str, Path]) -> None:
    """Party Gamma holds the city only, a few kilometres in the east: its green may not be on the long roads."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.add_init_script(FIRST_FRAME)
    Watched(page, files["map"])
    colours = pixels(base64.b64decode(page.evaluate("window.firstFrame").split(",")[1]))
    styles = party_styles(sample_scenario())
    seen = {}
    for party in ("beta", "gamma"):
        code = styles[party].colour.lstrip("#")
        wanted = tuple(int(code[i : i + 2], 16) for i in (0, 2, 4))
        seen[party] = sum(count for colour, count in colours.items() if all(abs(a - b) <= 3 for a, b in zip(colour, wanted, strict=True)))
    assert seen["beta"] > 200
    assert seen["gamma"] < seen["beta"] / 10
    page.close()


def test_labels_are_seen_in_latin_and_cyrillic_letters(watched: Watched) -> None:
    page = watched.page
    assert page.get_by_text("Tokmak", exact=True).first.is_visible()
    page.click("button[lang=uk]")
    label = page.locator(".place .label", has_text="Пологи, лікарня")
    assert label.is_visible()
    assert page.locator("html").get_attribute("lang") == "uk"
    assert page.locator(".voluntary").inner_text() == captions("uk")["voluntary"]
    assert page.locator(".diagram-in:visible").count() == 2
    assert page.locator(".diagram-in[data-language=uk]:visible").count() == 2


def test_the_slider_moves_convoys_and_the_line_of_now(watched: Watched) -> None:
    page = watched.page
    marker = page.locator('#map [data-movement="in-1"]')
    before, line_before = marker.bounding_box(), page.locator(".diagram-in:not([hidden]) .now-line").first.get_attribute("x1")
    page.locator("#slider").evaluate(TWO_HOURS_ON)
    after = marker.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["x"] - before["x"]) + abs(after["y"] - before["y"]) > 30
    assert page.locator(".diagram-in:not([hidden]) .now-line").first.get_attribute("x1") != line_before


def test_at_each_time_convoys_segments_and_people_stand_as_the_plan_has_them(watched: Watched) -> None:
    page = watched.page
    state = page.locator('#movements tr[data-movement="out-theatre-1"]')
    for _ in range(7):
        page.keyboard.press(HOUR)
    # 11:00 UTC: the convoys that came in have arrived, the one that goes out leaves at 11:20
    assert state.get_attribute("data-state") == "waiting"
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    # 11:25 UTC: 8 km at 60 km/h to the checkpoint in the west, where it is held for 15 minutes from 11:28
    assert state.get_attribute("data-state") == "driving"
    page.keyboard.press("ArrowRight")
    assert state.get_attribute("data-state") == "held"
    assert "West checkpoint" in state.inner_text()
    assert page.locator("#windows tr.open").count() == 2
    page.locator("#slider").focus()
    page.keyboard.press("End")
    assert page.locator('#movements tr[data-state="arrived"]').count() + page.locator('#movements tr[data-state="went on"]').count() == 10
    # 406 people by the fleet and 133 in own cars
    assert "539" in page.locator("#tally").inner_text()


def test_it_plays_and_stops_by_keyboard(watched: Watched) -> None:
    page = watched.page
    value = page.locator("#slider")
    start = int(value.input_value())
    page.keyboard.press("Space")
    # the page's policy forbids wait_for_function, which evaluates text
    expect(value).not_to_have_value(str(start))
    assert page.locator("#play").get_attribute("aria-label") == captions("en")["pause"]
    page.keyboard.press("Space")
    assert page.locator("#play").get_attribute("aria-label") == captions("en")["play"]
    stopped = value.input_value()
    page.wait_for_timeout(300)
    assert value.input_value() == stopped
    page.locator("#slider").focus()
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    assert int(value.input_value()) == int(value.get_attribute("min") or 0) + 3600


def test_every_control_has_a_name(watched: Watched) -> None:
    unnamed = watched.page.evaluate(
        "[...document.querySelectorAll('button, input, select, [tabindex]')]"
        ".filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim())).map((one) => one.outerHTML.slice(0, 80))"
    )
    assert unnamed == []


def test_a_broken_plan_says_so_before_anything_else(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.new_page()
    Watched(page, files["broken"])
    alarm = page.locator("#alarm")
    assert alarm.is_visible()
    assert "berdiansk-2" in alarm.inner_text()
    assert "Steppe" in alarm.inner_text()
    page.close()


def test_a_plan_in_which_nothing_moves_is_shown_too(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.new_page()
    watched = Watched(page, files["nothing"])
    assert watched.complaints == []
    assert captions("en")["nothing moves"] in page.locator(".diagram-in:visible").first.text_content()
    page.close()


def test_a_phone_of_360_pixels_needs_no_sideways_scrolling(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    Watched(page, files["map"])
    for language in ("en", "uk", "ru"):
        page.click(f"button[lang={language}]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("#play").is_visible()
    page.close()


def test_it_is_dark_where_the_reader_likes_it_dark(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.new_page(color_scheme="dark")
    Watched(page, files["map"])
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")[:3]
    assert max(red, green, blue) < 60
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


def test_it_prints_map_figures_and_diagram_in_order(watched: Watched, tmp_path: Path, pdftoppm: str) -> None:
    printed = tmp_path / "map.pdf"
    watched.page.pdf(path=printed, prefer_css_page_size=True)
    pages = [_text(printed, number) for number in range(1, 8)]
    first = pages[0]
    assert "internal" in first
    assert "Tokmak" in first
    parts = ("Tokmak", "Registered", "Polohy clinic – Bus depot")
    order = [next(number for number, text in enumerate(pages) if part in text) for part in parts]
    assert order == sorted(order)
    subprocess.run([pdftoppm, "-r", "40", "-f", "1", "-l", "1", "-png", str(printed), str(tmp_path / "page")], check=True)
    (drawn,) = tmp_path.glob("page*.png")
    # the orange road of Party Beta is on the paper
    assert sum(count for (r, g, b), count in pixels(drawn.read_bytes()).items() if r > 200 and 130 < g < 190 and b < 90) > 20


def _text(pdf: Path, number: int) -> str:
    program = shutil.which("pdftotext")
    assert program is not None, "poppler-utils brings pdftotext with pdftoppm"
    return subprocess.run(
        [program, "-f", str(number), "-l", str(number), str(pdf), "-"], capture_output=True, text=True, check=False
    ).stdout


def test_a_crowd_that_its_place_does_not_hold_is_marked_by_a_shape_and_words_in_each_language(
    browser: Browser, files: dict[str, Path]
) -> None:
    """450 wait where 400 fit."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    watched = Watched(page, files["crowded"])
    for language in ("en", "uk", "ru"):
        page.locator(f".languages button[lang={language}]").click()
        row = page.locator('#waves tr[data-over="yes"]')
        expect(row.locator(".crowd")).to_have_text("▲ " + captions(language)["too many"].format(count=50))
        expect(row).to_contain_text("1–306")
        expect(page.locator("#waves th").nth(1)).to_have_text(captions(language)["called"])
    assert watched.complaints == []
    page.close()


def test_a_crowd_that_fits_is_said_to_fit(watched: Watched) -> None:
    expect(watched.page.locator('#waves tr[data-over="no"] .crowd')).to_have_text("○ " + captions("en")["fits"])


def test_the_list_shows_those_on_the_road_first_and_loses_no_row(watched: Watched) -> None:
    """At every hour of the plan no convoy on the road stands below one that is not."""
    page, every = watched.page, watched.page.locator("#movements tr[data-movement]").count()
    page.locator("#slider").focus()
    page.keyboard.press("Home")
    seen = set()
    for _ in range(30):
        states = page.eval_on_selector_all("#movements tr[data-movement]", "rows => rows.map(row => row.dataset.state)")
        moving = [state in ("driving", "held") for state in states]
        assert moving == sorted(moving, reverse=True)
        assert len(states) == every
        seen.add(sum(moving))
        page.keyboard.press(HOUR)
    assert len(seen) > 2
    assert watched.complaints == []


def test_a_reason_stands_once_with_everybody_it_holds_for(watched: Watched) -> None:
    """Four classes at two places stay for one reason: 48 + 16 + 14 + 230 people."""
    table = watched.page.locator("#figures table", has_text=captions("en")["who stays and why"])
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table).to_contain_text("no seat left before dark")
    expect(table).to_contain_text("308")
    expect(table).to_contain_text("Drama Theatre: Children and carers 48, Others 230")


def test_the_gap_is_never_shown_smaller_than_it_is(browser: Browser, files: dict[str, Path]) -> None:
    """0.0101 is 1.1 %, not 1.0 %; with own transport, where the plan says it, 0.0511 is 5.2 %."""
    page = browser.new_page()
    Watched(page, files["gap"])
    expect(page.locator("#cards")).to_contain_text("1.1 %")
    expect(page.locator("#cards")).to_contain_text("5.2 %")
    page.close()


def test_a_gap_of_nothing_has_no_sign(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.new_page()
    Watched(page, files["closed"])
    expect(page.locator("#cards")).to_contain_text("0.0 %")
    expect(page.locator("#cards")).not_to_contain_text("-0.0")
    page.close()


def test_no_gap_with_own_transport_is_shown_where_the_plan_says_none(watched: Watched) -> None:
    expect(watched.page.locator("#cards")).not_to_contain_text("own transport included")
