// A row is one button. Rows are kept and only what changed is written, so the focus stays.

function span(className, text = "") {
  return Object.assign(document.createElement("span"), { className, textContent: text });
}

function makeRow() {
  const row = Object.assign(document.createElement("button"), { type: "button", className: "row" });
  row.append(span("glyph"), span("name"), span("images"), span("bars"));
  return row;
}

function writeBars(box, bars, colour) {
  box.className = bars.length > 1 ? "bars pair" : "bars";
  box.replaceChildren(...bars.map(({ length, text, grey }) => {
    const line = span("line");
    const bar = span("bar");
    bar.style.setProperty("--length", length);
    bar.style.background = colour;
    line.append(bar, span("text", text), span("grey", grey));
    return line;
  }));
}

function writeRow(row, { name, glyph, images, bars }, pressable) {
  const [shape, words, pictures, box] = row.children;
  const colour = `var(--gx-class-${glyph})`;
  shape.style.setProperty("--shape", `var(--gx-glyph-${glyph})`);
  shape.style.background = colour;
  words.textContent = name;
  while (pictures.children.length > images.length) pictures.lastElementChild.remove();
  while (pictures.children.length < images.length) pictures.append(Object.assign(document.createElement("img"), { alt: "" }));
  images.forEach((src, i) => { if (pictures.children[i].getAttribute("src") !== src) pictures.children[i].src = src; });
  writeBars(box, bars, colour);
  row.disabled = !pressable;
}

function showPicked(root) {
  [...root.children].forEach((row, i) => {
    row.classList.toggle("picked", i === root.picked);
    if (row.disabled) row.removeAttribute("aria-pressed");
    else row.setAttribute("aria-pressed", String(i === root.picked));
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  while (root.children.length > data.rows.length) root.lastElementChild.remove();
  while (root.children.length < data.rows.length) root.append(makeRow());
  data.rows.forEach((row, i) => writeRow(root.children[i], row, data.pressable));
  if (root.turn !== data.turn) [root.turn, root.picked] = [data.turn, data.told];
  showPicked(root);
  comeIntoView(root, data.seen, "center");
  root.onclick = (event) => {
    const row = event.target.closest("button");
    if (!row || row.disabled) return;
    const at = [...root.children].indexOf(row);
    root.picked = root.picked === at ? null : at;
    showPicked(root);
    setTriggerValue("pressed", [root.picked]);
  };
}
