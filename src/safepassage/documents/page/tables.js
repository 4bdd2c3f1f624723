// Tables and figures: the plan's own numbers, and what is so at the slider's time.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

function row(cells, tag = "td") {
  return make("tr", {}, ...cells.map((cell) => (cell instanceof Node && /^T[DH]$/.test(cell.tagName) ? cell : make(tag, {}, cell))));
}

function heading(cells) {
  return make("thead", {}, make("tr", {}, ...cells.map((cell) => make("th", { scope: "col" }, cell))));
}

const numbers = { format: (value) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value) };
// A gap is never shown smaller than it is; the summary rounds in the same way.
const percentUp = (share) => new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Math.max(0, Math.ceil(share * 1000 - 1e-9)) / 10) + " %";
const sum = (values) => values.reduce((total, value) => total + value, 0);

function stateText(movement, state) {
  if (state.key === "waiting") return word("waiting until", { at: shortText(movement.departs) });
  if (state.key === "held") return word("held at", { place: nameOf(state.checkpoint) });
  if (state.key === "halted") return word("halted until", { at: shortText(movement.halts_until) });
  if (state.key === "arrived") return word("arrived at", { at: shortText(movement.arrives) });
  return word(state.key);
}

function makeMovements(select) {
  const body = make("tbody");
  for (const movement of data.movements) {
    const button = make("button", { type: "button", class: "link" }, movement.id);
    button.addEventListener("click", () => select(movement));
    const line = row([
      make("th", { scope: "row" }, button),
      make("td", {}, nameOf(movement.origin) + " → " + nameOf(movement.destination), make("div", { class: "state" })),
      make("td", { class: "number" }, movement.people ? numbers.format(movement.people) : movement.goods_kg ? numbers.format(movement.goods_kg / 1000) + " t" : "–"),
      make("td", { class: "number" }, movement.units),
    ]);
    line.dataset.movement = movement.id;
    body.append(line);
  }
  const head = heading([word("movement"), word("from – to") + ", " + word("state"), word("people or goods"), word("vehicles")]);
  document.getElementById("movements").replaceChildren(head, body);
}

// Those on the road come first, then those at a halt, those to come and those who have arrived; within each, the plan's order.
const STATE_ORDER = { driving: 1, held: 1, halted: 2, waiting: 3, "went on": 4, arrived: 5 };

function orderMovements() {
  const body = document.querySelector("#movements tbody");
  const lines = data.movements.map((movement) => movementLine(movement));
  const ordered = lines.map((line, place) => [STATE_ORDER[line.dataset.state], place, line])
    .sort((one, other) => one[0] - other[0] || one[1] - other[1]).map(([, , line]) => line);
  if (ordered.every((line, place) => body.children[place] === line)) return;
  const focused = document.activeElement;
  body.replaceChildren(...ordered);
  if (body.contains(focused)) focused.focus({ preventScroll: true });
  body.closest(".scroll").scrollTop = 0;
}

function movementLine(movement) {
  return document.querySelector('#movements tr[data-movement="' + CSS.escape(movement.id) + '"]');
}

function showMovementRows(second) {
  const tally = { "on the road": 0, "at a halt": 0, "received": 0 };
  const kinds = Object.fromEntries(data.places.map((place) => [place.id, place.kind]));
  for (const movement of data.movements) {
    const state = stateOf(movement, second);
    const line = movementLine(movement);
    line.dataset.state = state.key;
    line.querySelector(".state").textContent = stateText(movement, state);
    if (state.key === "driving" || state.key === "held") tally["on the road"] += movement.people;
    if (state.key === "halted") tally["at a halt"] += movement.people;
    if (state.key === "arrived" && ["reception_centre", "hospital"].includes(kinds[movement.destination])) tally.received += movement.people;
  }
  orderMovements();
  document.getElementById("tally").replaceChildren(
    ...Object.entries(tally).flatMap(([key, people]) => [make("dt", {}, word(key)), make("dd", {}, numbers.format(people))]),
  );
}

function showClocks(second) {
  const rows = clockZones.flatMap((zone) => [
    make("dt", {}, zone, zone === "UTC" ? "" : make("small", {}, " " + offsetText(second, zone))),
    make("dd", {}, make("strong", {}, clockText(second, zone)), make("small", {}, " " + dateText(second, zone))),
  ]);
  rows.push(make("dt", {}, word("light")), make("dd", {}, word(isDark(second) ? "dark" : "daylight")));
  document.getElementById("clocks").replaceChildren(...rows);
}

function scrolling(table) {
  return make("div", { class: "scroll-x", tabindex: "0", role: "region", "aria-label": table.caption.textContent }, table);
}

function card(label, value, more = "") {
  return make("div", { class: "card" }, make("span", {}, label), make("strong", {}, value), make("small", {}, more));
}

function grouped(lines, key, value) {
  const groups = new Map();
  for (const line of lines) groups.set(key(line), [...(groups.get(key(line)) || []), value(line)]);
  return [...groups];
}

const byReason = (lines) => grouped(lines, (line) => line.reason, (line) => line);
const byPlace = (lines) => grouped(lines, (line) => line.place, (line) => word("class " + line.priority) + " " + numbers.format(line.people));

function makeFigures() {
  const figures = data.figures;
  const left = figures.registered.map((people, index) => people - figures.out[index]);
  const needed = sum(figures.goods.map((line) => line.needed_kg));
  const delivered = sum(figures.goods.map((line) => line.delivered_kg));
  document.getElementById("cards").replaceChildren(
    card(word("registered"), numbers.format(sum(figures.registered))),
    card(word("planned out"), numbers.format(sum(figures.out))),
    card(word("stay"), numbers.format(sum(left)), word("stay protected")),
    card(word("own transport"), numbers.format(sum(figures.own_transport_out)), word("of", { total: numbers.format(sum(figures.own_transport_registered)) })),
    card(word("goods"), numbers.format(delivered / 1000) + " t", word("of", { total: numbers.format(needed / 1000) + " t" })),
    card(word("gap"), percentUp(figures.gap), word("gap means")),
    ...(figures.gap_with_own === null ? [] : [card(word("gap with own transport"), percentUp(figures.gap_with_own), word("gap means"))]),
  );
  const rowOf = (key, values) => row([make("th", { scope: "row" }, word(key)), ...[...values, sum(values)].map((value) => make("td", { class: "number" }, numbers.format(value)))]);
  const people = make("table", {}, make("caption", {}, word("people by class")),
    heading(["", ...figures.classes.map((name) => word("class " + name)), word("all")]),
    make("tbody", {}, rowOf("registered", figures.registered), rowOf("planned out", figures.out), rowOf("stay", left),
      rowOf("own transport registered", figures.own_transport_registered), rowOf("own transport out", figures.own_transport_out)));
  const goods = make("table", {}, make("caption", {}, word("goods")),
    heading([word("place"), word("kind"), word("priority"), word("needed"), word("delivered")]),
    make("tbody", {}, ...figures.goods.map((line) => row([nameOf(line.place), word("goods " + line.kind), line.priority,
      make("td", { class: "number" }, numbers.format(line.needed_kg) + " kg"), make("td", { class: "number" }, numbers.format(line.delivered_kg) + " kg")]))));
  const stay = make("table", {}, make("caption", {}, word("who stays and why")),
    heading([word("reason"), word("place") + ", " + word("class"), word("people")]),
    make("tbody", {}, ...byReason(figures.left).map(([reason, lines]) => row([reason,
      make("td", {}, ...byPlace(lines).map(([place, who]) => make("div", {}, nameOf(place) + ": " + who.join(", ")))),
      make("td", { class: "number" }, numbers.format(sum(lines.map((line) => line.people))))]))));
  const why = make("div", { class: "why" }, make("h3", {}, word("why no more")), make("ul", {}, ...[...new Set([...figures.reasons, ...figures.bindings])].map((text) => make("li", {}, text))));
  document.getElementById("figures").replaceChildren(scrolling(people),
    ...(figures.goods.length ? [scrolling(goods)] : []), ...(figures.left.length ? [scrolling(stay)] : []),
    ...(figures.reasons.length + figures.bindings.length ? [why] : []));
}

function makeWaves() {
  const instant = (second) => make("td", { class: "time" }, shortText(second), data.zones[0] === "UTC" ? "" : make("small", {}, clockText(second, "UTC") + " UTC"));
  const number = (value) => make("td", { class: "number" }, value === null ? word("not known") : numbers.format(value));
  const marks = { yes: (line) => "▲ " + word("too many", { count: numbers.format(line.waiting - line.holds) }), no: () => "○ " + word("fits"), unknown: () => "? " + word("not known") };
  document.getElementById("waves-in").hidden = data.waves.length === 0;
  document.getElementById("waves").replaceChildren(...data.waves.map((at) => {
    const table = make("table", {}, make("caption", {}, nameOf(at.place)),
      heading([word("wave"), word("called"), word("boards"), word("people"), word("tickets"), word("most waiting"), word("place holds"), ""]),
      make("tbody", {}, ...at.rows.map((line) => {
        const cells = row([make("th", { scope: "row" }, line.wave), instant(line.called), instant(line.boards), number(line.people),
          make("td", { class: "number" }, line.tickets.join("–")), number(line.waiting ?? 0), number(line.holds), make("td", { class: "crowd" }, marks[line.over](line))]);
        cells.dataset.over = line.over;
        return cells;
      })));
    return scrolling(table);
  }));
}

function makeWindows() {
  const body = make("tbody");
  for (const segment of data.segments.filter((one) => one.silence)) {
    for (const [opens, closes, status, parties] of segment.windows) {
      const line = row([make("th", { scope: "row" }, nameOf(segment.id)), partyName(holderOf(segment, opens)),
        ...["UTC", ...clockZones.slice(1)].map((zone) => make("td", { class: "time" }, dateText(opens, zone).slice(5) + " " + clockText(opens, zone) + " – " + (dateText(opens, zone) === dateText(closes, zone) ? "" : dateText(closes, zone).slice(5) + " ") + clockText(closes, zone))),
        parties.map(partyName).join(", "), word(status), make("td", { class: "now" })]);
      line.dataset.opens = opens;
      line.dataset.closes = closes;
      body.append(line);
    }
  }
  const head = heading([word("segment"), word("held by"), ...clockZones, word("parties asked"), word("status"), word("now")]);
  document.getElementById("windows").replaceChildren(head, body);
}

function showWindowRows(second) {
  for (const line of document.querySelectorAll("#windows tbody tr")) {
    const open = Number(line.dataset.opens) <= second && second < Number(line.dataset.closes);
    line.classList.toggle("open", open);
    line.querySelector(".now").textContent = open ? "○ " + word("silent now") : "✕ " + word("not silent now");
  }
}

function makeLegend() {
  const svgLine = (inside) => '<svg width="44" height="14" viewBox="0 0 44 14" aria-hidden="true">' + inside + "</svg>";
  const stroke = (colour, width, dash, cap = "butt") => '<line x1="1" y1="7" x2="43" y2="7" stroke="' + colour + '" stroke-width="' + width + '" stroke-linecap="' + cap + '" stroke-dasharray="' + dash.join(" ") + '"/>';
  const line = (sample, text) => { const entry = make("div", {}); entry.innerHTML = sample; entry.append(make("span", {}, text)); return entry; };
  const rows = data.parties.filter((party) => party.id || data.roads.features.some((road) => road.properties.party === ""))
    .map((party) => line(svgLine(stroke("var(--casing)", 8, []) + stroke(party.colour, 5, party.dash.map((part) => part * 5))), word("held by") + ": " + partyName(party.id)));
  rows.push(line(svgLine(stroke("var(--open)", 13, [], "round") + stroke("var(--ink)", 4, [])), "○ " + word("silent now")));
  rows.push(line(svgLine(stroke("var(--ink)", 4, [])), "✕ " + word("not silent now")));
  rows.push(line(svgLine(stroke("var(--faint)", 3, [])), word("no segment")));
  for (const kind of PLACE_ORDER) {
    if (data.places.some((place) => place.kind === kind)) rows.push(line('<span class="icon">' + iconSvg(kind) + "</span>", word(kind)));
  }
  if (data.dangers.features.length) rows.push(line('<span class="danger">⚠</span>', word("danger area")));
  rows.push(line('<span class="movement outbound">▶ 1</span>', word("convoy outbound") + ", " + word("with people")), line('<span class="movement inbound">◁</span>', word("convoy inbound")));
  rows.push(line('<span class="movement car outbound"></span>', word("own transport")));
  rows.push(line('<span class="movement outbound">‖</span>', word("held")), line('<span class="movement outbound">■</span>', word("halted")));
  document.getElementById("legend-rows").replaceChildren(...rows);
}
