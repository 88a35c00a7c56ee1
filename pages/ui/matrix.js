// One tab stop; arrow keys move, Enter or Space picks. Buttons are kept between drawings, so a redraw keeps the focus.
// Places are [row, column] as drawn; -1 is the row or column of class names. What is picked are class numbers.

function build(grid, k) {
  grid.replaceChildren();
  grid.style.setProperty("--k", k);
  grid.buttons = new Map();
  for (let r = -1; r < k; r++) {
    const row = grid.appendChild(Object.assign(document.createElement("div"), { className: "row" }));
    row.setAttribute("role", "row");
    for (let c = -1; c < k; c++) row.append(r + c === -2 ? corner() : place(grid, r, c));
  }
}

function corner() {
  const box = Object.assign(document.createElement("div"), { className: "corner" });
  for (const [text, icon] of [["model says", "arrow-right"], ["in truth", "arrow-down"]]) {
    const line = box.appendChild(document.createElement("div"));
    const arrow = document.createElement("i");
    arrow.style.setProperty("--shape", `var(--gx-icon-${icon})`);
    line.append(text, arrow);
  }
  return box;
}

function place(grid, r, c) {
  const box = document.createElement("div");
  box.setAttribute("role", r < 0 ? "columnheader" : c < 0 ? "rowheader" : "gridcell");
  const button = box.appendChild(document.createElement("button"));
  button.type = "button";
  button.tabIndex = -1;
  button.at = [r, c];
  grid.buttons.set(`${r},${c}`, button);
  return box;
}

function writeName(button, label, isRow, before) {
  button.className = `name ${isRow ? "across" : "down"}`;
  const text = Object.assign(document.createElement("span"), { textContent: label.short });
  const glyph = Object.assign(document.createElement("span"), { className: "glyph" });
  glyph.style.setProperty("--shape", `var(--gx-glyph-${label.glyph})`);
  glyph.style.background = `var(--gx-class-${label.glyph})`;
  button.replaceChildren(text, glyph);
  button.title = label.name;
  button.setAttribute("aria-label", before + (isRow ? `All that are ${label.name} in truth` : `All that it called ${label.name}`));
}

function writeCell(button, [text, level, kind, label], before) {
  button.className = `cell ${kind}`;
  button.textContent = text;
  button.title = label;
  button.setAttribute("aria-label", before + label);
  button.setAttribute("aria-disabled", String(kind === "none"));
  button.style.background = kind === "none" ? "" : `var(--gx-${kind}-${level})`;
  button.style.color = kind === "none" ? "" : `var(--gx-${kind}-ink-${level})`;
}

function numbers(grid, at) {
  return at.map((place) => (place < 0 ? null : grid.order[place]));
}

function placeOf(grid, picked) {
  return (picked ?? [grid.order[0], grid.order[0]]).map((number) => (number === null ? -1 : grid.order.indexOf(number)));
}

function showPicked(grid) {
  const [row, column] = grid.picked ?? [null, null];
  for (const button of grid.buttons.values()) {
    const [r, c] = numbers(grid, button.at);
    const picked = grid.picked != null && r === row && c === column;
    button.classList.toggle("picked", picked);
    button.classList.toggle("bold", (c === null && r === row && r !== null) || (r === null && c === column));
    button.setAttribute("aria-pressed", String(picked));
  }
}

function setStop(grid, button) {
  if (grid.stop) grid.stop.tabIndex = -1;
  grid.stop = button;
  button.tabIndex = 0;
}

function writeKey(key, show) {
  const swatches = (kind) => [1, 3, 5, 7, 9].map((level) => {
    const box = document.createElement("i");
    box.style.background = `var(--gx-${kind}-${level})`;
    return box;
  });
  const part = (...nodes) => {
    const span = document.createElement("span");
    span.append(...nodes);
    return span;
  };
  const shown = { share: "numbers: % of a row", precision: "numbers: % of a column", count: "numbers: images" }[show];
  key.replaceChildren(part(...swatches("right"), "right: 0–100 %"), part(...swatches("wrong"), "wrong: 0–40 % and more"), part(shown));
}

function keys(grid, event, k) {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const at = event.target.at;
  if (!at) return;
  let next = null;
  if (steps[event.key]) next = [at[0] + steps[event.key][0], at[1] + steps[event.key][1]];
  if (event.key === "Home") next = [at[0], 0];
  if (event.key === "End") next = [at[0], k - 1];
  const button = next && grid.buttons.get(next.join());
  if (!next) return;
  event.preventDefault();
  if (!button) return;
  setStop(grid, button);
  button.focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector(".grid");
  const { labels, cells, show, order, told, turn, before } = data;
  const k = labels.length;
  if (grid.buttons?.size !== (k + 1) ** 2 - 1) build(grid, k);
  grid.setAttribute("aria-label", `${before}Confusion matrix: rows in truth, columns what the model says`);
  grid.order = order;
  order.forEach((row, i) => {
    writeName(grid.buttons.get(`${i},-1`), labels[row], true, before);
    writeName(grid.buttons.get(`-1,${i}`), labels[row], false, before);
    order.forEach((column, j) => writeCell(grid.buttons.get(`${i},${j}`), cells[row][column], before));
  });
  if (grid.turn !== turn) [grid.turn, grid.picked] = [turn, told];
  writeKey(parentElement.querySelector(".key"), show);
  showPicked(grid);
  if (!grid.stop?.isConnected) setStop(grid, grid.buttons.get(placeOf(grid, grid.picked).join()) ?? grid.buttons.get("0,0"));
  grid.onkeydown = (event) => keys(grid, event, k);
  grid.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    setStop(grid, button);
    const next = numbers(grid, button.at);
    grid.picked = button.classList.contains("picked") ? null : next;
    showPicked(grid);
    setTriggerValue("pressed", [grid.picked]);
  };
}
