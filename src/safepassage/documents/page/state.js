// What each movement and each segment is doing at an instant. The page only reads the plan; it decides nothing.
let language = data.language;

function word(key, values = {}) {
  const pattern = data.words[language][key];
  if (pattern === undefined) throw new Error("no caption: " + key);
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function nameOf(id) {
  const names = data.names[id] || {};
  return names[language] || names[data.own_language] || id;
}

function stateOf(movement, second) {
  if (second < movement.departs) return { key: "waiting", minutes: 0 };
  const minutes = (second - movement.departs) / 60;
  const track = data.tracks[movement.route];
  const driveMinutes = track.minutes[track.minutes.length - 1];
  if (second >= movement.arrives) {
    const halted = movement.halts_until !== null && second < movement.halts_until;
    const wentOn = movement.halts_until !== null && !halted;
    return { key: halted ? "halted" : wentOn ? "went on" : "arrived", minutes: driveMinutes };
  }
  const hold = movement.holds.find(([starts, ends]) => starts <= minutes && minutes < ends);
  if (hold) return { key: "held", minutes, checkpoint: hold[2] };
  return { key: "driving", minutes: Math.min(minutes, driveMinutes) };
}

function positionAt(route, minutes) {
  const track = data.tracks[route];
  let low = 0;
  let high = track.minutes.length - 1;
  if (high === 0) return [track.longitude[0], track.latitude[0]];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (track.minutes[middle] <= minutes) low = middle; else high = middle;
  }
  const span = track.minutes[high] - track.minutes[low];
  const share = span > 0 ? Math.min(1, Math.max(0, (minutes - track.minutes[low]) / span)) : 0;
  const between = (values) => values[low] + share * (values[high] - values[low]);
  return [between(track.longitude), between(track.latitude)];
}

function openWindow(segment, second) {
  return segment.windows.find(([opens, closes]) => opens <= second && second < closes);
}

function holderOf(segment, second) {
  const span = segment.control.find(([since, until]) => since <= second && second < until);
  return span ? span[2] : segment.control.length ? segment.control[segment.control.length - 1][2] : "";
}

function partyName(party) {
  return party ? nameOf(party) : word("nobody says");
}

function segmentState(segment, second) {
  if (!segment.silence) return "no silence needed";
  return openWindow(segment, second) ? "silent now" : "not silent now";
}
