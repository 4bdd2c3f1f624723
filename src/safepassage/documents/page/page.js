// The page: one time, shown everywhere at once.
const slider = document.getElementById("slider");
const playButton = document.getElementById("play");
const SPEEDS_MIN_PER_S = [5, 15, 30, 60];
let shownSecond = Math.min(lastSecond, data.movements.length ? Math.min(...data.movements.map((movement) => movement.departs)) : firstSecond);
let playingSince = null;
let mapIsReady = false;
let drawnSecond = null;

// Movements follow every frame; tables, windows and lines only the minutes.
function show(second, anew = false) {
  if (anew) drawnSecond = null;
  shownSecond = Math.min(lastSecond, Math.max(firstSecond, second));
  const whole = Math.floor(shownSecond / 60) * 60;
  slider.value = whole;
  const zone = data.zones[0];
  const text = dateText(whole, zone) + " " + clockText(whole, zone) + " " + zone;
  slider.setAttribute("aria-valuetext", text + ", " + clockText(whole, "UTC") + " UTC");
  document.getElementById("shown").textContent = dateText(whole, zone) + " " + clockText(whole, zone) + " · " + clockText(whole, "UTC") + " UTC";
  if (mapIsReady) showMovements(shownSecond);
  if (whole === drawnSecond) return;
  drawnSecond = whole;
  showClocks(whole);
  showMovementRows(whole);
  showWindowRows(whole);
  showNowLines(whole);
  if (mapIsReady) showSegments(whole);
}

function play(on) {
  if (on && shownSecond >= lastSecond) show(firstSecond);
  playingSince = on ? performance.now() : null;
  playButton.textContent = on ? "❚❚" : "▶";
  playButton.setAttribute("aria-label", word(on ? "pause" : "play"));
  playButton.title = word(on ? "pause" : "play");
  if (on) requestAnimationFrame(advance);
}

function advance(at) {
  if (playingSince === null) return;
  const seconds = Math.max(0, at - playingSince) / 1000;
  playingSince = at;
  show(shownSecond + seconds * 60 * Number(document.getElementById("speed").value));
  if (shownSecond >= lastSecond) play(false); else requestAnimationFrame(advance);
}

function setLanguage(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.label);
  }
  for (const button of document.querySelectorAll(".languages button")) button.setAttribute("aria-pressed", String(button.lang === chosen));
  for (const diagram of document.querySelectorAll(".diagram-in")) diagram.hidden = diagram.dataset.language !== chosen;
  const speed = document.getElementById("speed");
  const kept = speed.value || SPEEDS_MIN_PER_S[1];
  speed.replaceChildren(...SPEEDS_MIN_PER_S.map((minutes) => make("option", { value: minutes }, word("per second", { minutes }))));
  speed.value = kept;
  makeMovements(selectMovement);
  makeFigures();
  makeWindows();
  makeWaves();
  makeLegend();
  showAlarm();
  document.getElementById("attribution").textContent = data.attribution;
  if (mapIsReady) nameMarkers();
  show(shownSecond, true);
  if (mapIsReady) arrangeLabels();
  play(playingSince !== null);
}

function showAlarm() {
  const alarm = document.getElementById("alarm");
  alarm.hidden = data.outside.length === 0;
  alarm.textContent = data.outside.map((one) =>
    "▲ " + one.movement + ": " + word("outside") + " – " + nameOf(one.segment) + ", " + shortText(one.span[0]) + "–" + clockText(one.span[1], data.zones[0]) + " " + data.zones[0]).join("; ");
}

function selectMovement(movement) {
  const state = stateOf(movement, shownSecond);
  if (state.key === "waiting") show(movement.departs);
  if (["arrived", "went on"].includes(state.key)) show(movement.departs + (movement.arrives - movement.departs) / 2);
  if (map) map.easeTo({ center: positionAt(movement.route, stateOf(movement, shownSecond).minutes), duration: 300 });
  for (const { element } of movementMarkers.values()) element.classList.toggle("chosen", element.dataset.movement === movement.id);
}

function makeStrip() {
  const part = (second) => ((second - firstSecond) / (lastSecond - firstSecond)) * 100;
  const strip = document.getElementById("strip");
  const block = (kind, from, until, text = "") => {
    const [left, right] = [Math.max(0, part(from)), Math.min(100, part(until))];
    if (right <= left && kind === "dark") return;
    const element = make("span", { class: kind }, text);
    element.style.left = left + "%";
    if (kind === "dark") element.style.width = right - left + "%";
    strip.append(element);
  };
  let darkFrom = firstSecond;
  for (const [starts, ends] of [...data.light, [lastSecond, lastSecond]]) {
    if (starts > darkFrom) block("dark", darkFrom, starts);
    darkFrom = Math.max(darkFrom, ends);
  }
  const zone = data.zones[0];
  let day = dateText(firstSecond, zone);
  for (let second = Math.ceil(firstSecond / 3600) * 3600; second < lastSecond; second += 3600) {
    const hour = Number(localParts(second, zone).hour);
    if (dateText(second, zone) !== day) { day = dateText(second, zone); block("day", second, second, day.slice(5)); }
    else if (hour % 6 === 0) block("hour", second, second, String(hour).padStart(2, "0"));
  }
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const focus = document.activeElement;
  const inMap = focus && focus.closest && focus.closest("#map");
  const inControl = focus && (/^(SELECT|BUTTON|SUMMARY)$/.test(focus.tagName) || inMap);
  const steps = { ArrowLeft: -300, ArrowRight: 300, ArrowDown: -300, ArrowUp: 300, PageDown: -3600, PageUp: 3600 };
  if (event.key === " " && !inControl) { play(playingSince === null); event.preventDefault(); return; }
  const onSlider = focus === slider;
  const vertical = /^(Arrow(Up|Down)|Page|Home|End)/.test(event.key);
  if (inMap || (focus && focus.tagName === "SELECT") || (vertical && !onSlider)) return;
  if (event.key in steps) show(shownSecond + steps[event.key] * (event.shiftKey ? 12 : 1));
  else if (event.key === "Home") show(firstSecond);
  else if (event.key === "End") show(lastSecond);
  else return;
  event.preventDefault();
}

// Paper has another width than the screen: the map is fitted to it, drawn at once, and fitted back.
// A browser prints the last frame that it showed of a WebGL canvas, so the frame drawn here is copied to a plain canvas.
function fitToPaper(printing) {
  document.body.classList.toggle("on-paper", printing);
  document.getElementById("legend").open = printing || window.innerWidth > 560;
  if (!mapIsReady) return;
  map.resize();
  fitMap();
  paintTheme();
  map.redraw();
  arrangeLabels();
  for (const old of document.querySelectorAll(".paper-map")) old.remove();
  if (!printing) return;
  const drawn = map.getCanvas();
  const copy = make("canvas", { class: "paper-map", width: drawn.width, height: drawn.height });
  copy.getContext("2d").drawImage(drawn, 0, 0);
  drawn.after(copy);
}

function start() {
  const names = { en: "EN", uk: "УКР", ru: "РУС" };
  document.querySelector(".languages").append(...Object.keys(names).map((code) => {
    const button = make("button", { type: "button", lang: code }, names[code]);
    button.addEventListener("click", () => setLanguage(code));
    return button;
  }));
  slider.min = firstSecond;
  slider.max = lastSecond;
  slider.addEventListener("input", () => show(Number(slider.value)));
  playButton.addEventListener("click", () => play(playingSince === null));
  document.getElementById("back").addEventListener("click", () => show(shownSecond - 900));
  document.getElementById("forward").addEventListener("click", () => show(shownSecond + 900));
  document.getElementById("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    paintTheme();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintTheme);
  document.addEventListener("keydown", onKey);
  window.addEventListener("beforeprint", () => fitToPaper(true));
  window.addEventListener("afterprint", () => fitToPaper(false));
  document.getElementById("legend").open = window.innerWidth > 560;
  makeStrip();
  makeNowLines();
  setLanguage(language);
  makeMap(() => { mapIsReady = true; nameMarkers(); show(shownSecond, true); arrangeLabels(); document.body.dataset.ready = "yes"; });
}

start();
