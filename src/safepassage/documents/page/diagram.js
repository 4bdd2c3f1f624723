// The moving line of the time-distance diagrams. The diagram itself is drawn beforehand and needs no script.
function makeNowLines() {
  for (const svg of document.querySelectorAll(".diagram-in svg")) {
    for (const panel of svg.querySelectorAll(".panel")) {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      line.setAttribute("class", "now-line");
      line.setAttribute("y1", Number(panel.dataset.top) - 6);
      line.setAttribute("y2", panel.dataset.bottom);
      panel.append(line);
    }
  }
}

function showNowLines(second) {
  for (const svg of document.querySelectorAll(".diagram-in svg")) {
    const { starts, ends, left, right } = svg.dataset;
    const share = (second - starts) / (ends - starts);
    const x = Number(left) + Math.min(1, Math.max(0, share)) * (right - left);
    for (const line of svg.querySelectorAll(".now-line")) {
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    }
  }
}
