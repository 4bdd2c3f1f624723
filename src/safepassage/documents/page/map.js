// The map: its only base is the plan's own roads. Labels are HTML, because a style without glyphs draws no text.
let map = null;
const placeMarkers = [];
const movementMarkers = new Map();
let segmentMarkers = [];

const ICONS = {
  gathering_point: '<circle cx="8" cy="5" r="2.6"/><path d="M3 14c0-4 2-5.4 5-5.4s5 1.4 5 5.4z"/>',
  reception_centre: '<path d="M8 2 1.8 7.6h1.7V14h3.4v-3.6h2.2V14h3.4V7.6h1.7z"/>',
  hospital: '<path d="M1.6 4v9h1.6v-2h9.6v2h1.6V8.4H7.4V6.2H3.2V4zM4 7h2.6v1.4H4z"/>',
  depot: '<path d="M2.5 3h11v8.6h-1.2v1.6h-1.8v-1.6h-5v1.6H3.7v-1.6H2.5zm1.3 1.4v3h8.4v-3z" fill-rule="evenodd"/>',
  checkpoint: '<path d="M2 4h12v3H2zM3 7h1.6v7H3zM11.4 7H13v7h-1.6z"/>',
  handover_point: '<path d="M1.5 6.5 5 3v2.4h7V7.6H5V10zM14.5 10 11 6.9v2.2" fill="none"/><path d="M1.5 5.6 5 2.6v2h8v2H5v2zM14.5 10.4 11 7.6v2H3v2h8v2z"/>',
  safe_halt: '<path d="M4 3h3v10H4zM9 3h3v10H9z"/>',
  waypoint: '<circle cx="8" cy="8" r="3"/>',
};
const PLACE_ORDER = ["gathering_point", "reception_centre", "safe_halt", "hospital", "handover_point", "checkpoint", "depot", "waypoint"];

function iconSvg(kind) {
  return '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="currentColor">' + ICONS[kind] + "</svg>";
}

function cssValue(name) {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}

function mapBounds() {
  const bounds = new maplibregl.LngLatBounds();
  for (const place of data.places) bounds.extend(place.at);
  for (const track of Object.values(data.tracks)) track.longitude.forEach((x, i) => bounds.extend([x, track.latitude[i]]));
  return bounds;
}

function fitMap() {
  const narrow = map.getContainer().clientWidth < 500;
  map.fitBounds(mapBounds(), { padding: narrow ? 34 : { top: 50, bottom: 50, left: 60, right: 90 }, animate: false, maxZoom: 15 });
}

function makeMap(whenReady) {
  try {
    map = new maplibregl.Map({
      container: "map", style: mapStyle(), bounds: mapBounds(), fitBoundsOptions: { padding: 50 }, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0, maxZoom: 17, renderWorldCopies: false,
      canvasContextAttributes: { preserveDrawingBuffer: true, antialias: true },
    });
  } catch (error) {
    document.getElementById("no-map").hidden = false;
    map = null;
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }), "bottom-right");
  map.on("load", () => { fitMap(); makePlaces(); whenReady(); map.on("move", arrangeLabels); arrangeLabels(); });
}

function mapStyle() {
  const source = (features) => ({ type: "geojson", data: features });
  const width = (small, large) => ["interpolate", ["linear"], ["zoom"], 6, small, 14, large];
  const layers = [
    { id: "ground", type: "background", paint: { "background-color": cssValue("--ground") } },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": "#888888", "fill-opacity": 0.12 } },
    { id: "areas-edge", type: "line", source: "areas", paint: { "line-color": "#888888", "line-dasharray": [2, 2], "line-width": 1 } },
    { id: "dangers", type: "fill", source: "dangers", paint: { "fill-color": "#D55E00", "fill-opacity": 0.16 } },
    { id: "dangers-edge", type: "line", source: "dangers", paint: { "line-color": "#D55E00", "line-width": 2, "line-dasharray": [1, 1] } },
    { id: "legs", type: "line", source: "legs", paint: { "line-color": cssValue("--faint"), "line-width": 1, "line-dasharray": [3, 3] } },
    { id: "open", type: "line", source: "roads", layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": cssValue("--open"), "line-width": width(15, 26), "line-opacity": 0.9 } },
    { id: "casing", type: "line", source: "roads", layout: { "line-join": "round" },
      paint: { "line-color": cssValue("--casing"), "line-width": width(6.5, 12) } },
    { id: "road", type: "line", source: "roads", filter: ["==", ["get", "party"], "-"],
      paint: { "line-color": cssValue("--faint"), "line-width": width(3, 6) } },
    ...data.parties.map((party) => ({
      id: "party-" + party.id, type: "line", source: "roads", layout: { "line-join": "round" },
      paint: {
        "line-color": party.colour, "line-width": width(4.2, 8), ...(party.dash.length ? { "line-dasharray": party.dash } : {}),
      },
    })),
  ];
  // never a frame in which a road is drawn for a party that does not hold it then
  const filters = filtersAt(shownSecond);
  for (const layer of layers) if (filters[layer.id]) layer.filter = filters[layer.id];
  return {
    version: 8, layers, transition: { duration: 0, delay: 0 },
    sources: { roads: source(data.roads), legs: source(data.legs), areas: source(data.areas), dangers: source(data.dangers) },
  };
}

function paintTheme() {
  if (!map) return;
  map.setPaintProperty("ground", "background-color", cssValue("--ground"));
  map.setPaintProperty("casing", "line-color", cssValue("--casing"));
  map.setPaintProperty("open", "line-color", cssValue("--open"));
  for (const id of ["legs", "road"]) map.setPaintProperty(id, "line-color", cssValue("--faint"));
}

function makePlaces() {
  const stacked = new Map();
  const places = [...data.places].sort((a, b) => PLACE_ORDER.indexOf(a.kind) - PLACE_ORDER.indexOf(b.kind));
  for (const place of places) {
    const spot = place.at.map((degrees) => degrees.toFixed(3)).join();
    const row = stacked.get(spot) || 0;
    stacked.set(spot, row + 1);
    const element = document.createElement("div");
    element.className = "place " + place.kind;
    element.innerHTML = '<span class="icon">' + iconSvg(place.kind) + '</span><span class="label"></span>';
    new maplibregl.Marker({ element, anchor: "center", offset: [0, row * 24] }).setLngLat(place.at).addTo(map);
    placeMarkers.push({ element, place, row });
  }
  for (const feature of data.dangers.features) {
    const element = document.createElement("div");
    element.className = "danger";
    element.textContent = "⚠";
    new maplibregl.Marker({ element }).setLngLat(feature.properties.at).addTo(map);
    placeMarkers.push({ element, danger: feature.properties });
  }
  segmentMarkers = data.segments.flatMap((segment) => {
    const road = data.roads.features.find((feature) => feature.properties.segment === segment.id);
    if (!road) return [];
    const line = road.geometry.coordinates.reduce((longest, part) => (part.length > longest.length ? part : longest), []);
    const element = document.createElement("div");
    element.className = "segment";
    const at = line[line.length >> 1];
    new maplibregl.Marker({ element, anchor: "center" }).setLngLat(at).addTo(map);
    return [{ element, segment, at }];
  });
}

function nameMarkers() {
  for (const { element, place, danger } of placeMarkers) {
    if (danger) { element.title = word("danger area"); continue; }
    element.querySelector(".label").textContent = nameOf(place.id);
    element.title = nameOf(place.id) + ", " + word(place.kind);
  }
}

// Labels that would cover another are put on the other side or left out; the mark and its tip stay.
function arrangeLabels() {
  const taken = [];
  const marks = [];
  const free = (box, boxes) => boxes.every((other) => box.x + box.w < other.x || other.x + other.w < box.x || box.y + box.h < other.y || other.y + other.h < box.y);
  const frame = map.getContainer();
  const inside = (box) => box.x >= 0 && box.x + box.w <= frame.clientWidth && box.y >= 0 && box.y + box.h <= frame.clientHeight;
  for (const { place, row } of placeMarkers) {
    if (!place) continue;
    const at = map.project(place.at);
    marks.push({ x: at.x - 11, y: at.y - 11 + row * 24, w: 22, h: 22 });
  }
  for (const { element, place, row } of placeMarkers) {
    if (!place) continue;
    const at = map.project(place.at);
    const label = element.querySelector(".label");
    const [w, h] = [label.offsetWidth, 18];
    const y = at.y + row * 24;
    const sides = { right: { x: at.x + 14, y: y - 9, w, h }, left: { x: at.x - 14 - w, y: y - 9, w, h },
      below: { x: at.x - w / 2, y: y + 12, w, h }, above: { x: at.x - w / 2, y: y - 12 - h, w, h } };
    const fits = (key) => inside(sides[key]) && free(sides[key], taken);
    // where people leave from and where they arrive is named even if the name covers another mark
    const side = Object.keys(sides).find((key) => fits(key) && free(sides[key], marks))
      || (["gathering_point", "reception_centre"].includes(place.kind) ? Object.keys(sides).find(fits) : undefined);
    element.dataset.side = side || "none";
    if (side) taken.push(sides[side]);
  }
  for (const { element, at } of segmentMarkers) {
    const spot = map.project(at);
    const box = { x: spot.x - element.offsetWidth / 2, y: spot.y - 10, w: element.offsetWidth, h: 20 };
    const shown = free(box, [...taken, ...marks]) && inside(box);
    element.classList.toggle("covered", !shown);
    if (shown) taken.push(box);
  }
  stackMovements();
}

function stackMovements() {
  const taken = [];
  for (const { marker, element, at } of [...movementMarkers.values()].filter((shown) => shown.at && !shown.own)) {
    const spot = map.project(at);
    let lift = 0;
    const width = element.offsetWidth + 4;
    while (taken.some((other) => Math.abs(other.x - spot.x) < (width + other.w) / 2 && Math.abs(other.y - (spot.y - lift)) < 22)) lift += 23;
    marker.setOffset([0, -lift]);
    taken.push({ x: spot.x, y: spot.y - lift, w: width });
  }
}

function movementElement(movement) {
  const element = document.createElement("div");
  element.className = "movement " + movement.kind + (movement.inbound ? " inbound" : " outbound");
  element.dataset.movement = movement.id;
  return element;
}

function showMovements(second) {
  for (const movement of data.movements) {
    const state = stateOf(movement, second);
    const shown = ["driving", "held", "halted"].includes(state.key);
    let entry = movementMarkers.get(movement.id);
    if (!shown) {
      if (entry) { entry.marker.remove(); movementMarkers.delete(movement.id); }
      continue;
    }
    const at = positionAt(movement.route, state.minutes);
    if (!entry) {
      const element = movementElement(movement);
      const own = movement.kind !== "convoy";
      entry = { element, own, marker: new maplibregl.Marker({ element, anchor: own ? "center" : "bottom" }) };
      entry.marker.setLngLat(at).addTo(map);
      movementMarkers.set(movement.id, entry);
    }
    entry.at = at;
    entry.marker.setLngLat(at);
    const sign = { driving: movement.inbound ? "◁" : "▶", held: "‖", halted: "■" }[state.key];
    const load = movement.people ? String(movement.people) : movement.goods_kg ? movement.goods_kg / 1000 + " t" : "";
    const text = entry.own ? "" : sign + " " + movement.id + (load ? " · " + load : "");
    if (entry.element.textContent !== text) entry.element.textContent = text;
    entry.element.title = movement.id + ": " + nameOf(movement.origin) + " → " + nameOf(movement.destination) + ", " + stateText(movement, state);
    entry.element.dataset.state = state.key;
  }
  stackMovements();
}

function filtersAt(second) {
  const open = data.segments.filter((segment) => segment.silence && openWindow(segment, second)).map((segment) => segment.id);
  const held = ["all", ["<=", ["get", "since"], second], [">", ["get", "until"], second]];
  const filters = { open: ["in", ["get", "segment"], ["literal", open]] };
  for (const party of data.parties) filters["party-" + party.id] = ["all", ["==", ["get", "party"], party.id], held];
  for (const id of ["dangers", "dangers-edge"]) filters[id] = held;
  return filters;
}

function showSegments(second) {
  for (const [id, filter] of Object.entries(filtersAt(second))) {
    const text = JSON.stringify(filter);
    if (JSON.stringify(map.getFilter(id)) !== text) map.setFilter(id, filter);
  }
  for (const { element, danger } of placeMarkers) {
    if (danger) element.hidden = !(danger.since <= second && second < danger.until);
  }
  for (const { element, segment } of segmentMarkers) {
    const state = segmentState(segment, second);
    const sign = { "silent now": "○", "not silent now": "✕", "no silence needed": "–" }[state];
    element.textContent = sign + " " + nameOf(segment.id);
    element.title = nameOf(segment.id) + ": " + word(state) + ", " + partyName(holderOf(segment, second));
    element.dataset.state = state;
  }
}
