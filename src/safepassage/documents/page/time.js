// Clocks: every instant is seconds since 1970 UTC; people read it on UTC and on each party's clock.
const data = JSON.parse(document.getElementById("data").textContent);
const [firstSecond, lastSecond] = data.span;
const clockZones = ["UTC", ...data.zones.filter((zone) => zone !== "UTC")];
const formats = new Map();

function localParts(second, zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }));
  }
  return Object.fromEntries(formats.get(zone).formatToParts(new Date(second * 1000)).map((part) => [part.type, part.value]));
}

function offsetText(second, zone) {
  const part = localParts(second, zone);
  const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute) / 60000;
  const minutes = local - Math.floor(second / 60);
  const size = Math.abs(minutes);
  const rest = size % 60 ? ":" + String(size % 60).padStart(2, "0") : "";
  return "UTC" + (minutes < 0 ? "−" : "+") + Math.floor(size / 60) + rest;
}

function clockText(second, zone) {
  const part = localParts(second, zone);
  return part.hour + ":" + part.minute;
}

function dateText(second, zone) {
  const part = localParts(second, zone);
  return part.year + "-" + part.month + "-" + part.day;
}

// The main zone's date and clock, and UTC: what a table cell shows.
function shortText(second) {
  const zone = data.zones[0];
  return dateText(second, zone).slice(5) + " " + clockText(second, zone);
}

function isDark(second) {
  return !data.light.some(([starts, ends]) => starts <= second && second < ends);
}
