// Cards are kept and only what changed is written: the focus stays and images don't flicker.

function element(tag, className) {
  return Object.assign(document.createElement(tag), { className });
}

function makeItem() {
  const item = element("div", "item");
  const card = item.appendChild(Object.assign(element("button", "card"), { type: "button" }));
  card.append(Object.assign(document.createElement("img"), { alt: "", loading: "lazy", decoding: "async" }));
  card.append(element("span", "lines"), element("span", "bars"));
  return item;
}

function writeLines(box, lines) {
  while (box.children.length > lines.length) box.lastElementChild.remove();
  while (box.children.length < lines.length) box.append(document.createElement("span"));
  lines.forEach((text, i) => Object.assign(box.children[i], { className: i ? "line second" : "line", textContent: text }));
}

function makeBar() {
  const bar = element("span", "bar");
  const ground = element("span", "ground");
  ground.append(document.createElement("i"));
  bar.append(element("span", "glyph"), ground);
  return bar;
}

function writeBars(box, bars) {
  while (box.children.length > bars.length) box.lastElementChild.remove();
  while (box.children.length < bars.length) box.append(makeBar());
  bars.forEach(({ glyph, share, kind, text }, i) => {
    const [shape, ground] = box.children[i].children;
    box.children[i].title = text;
    shape.style.setProperty("--shape", `var(--gx-glyph-${glyph})`);
    shape.style.background = `var(--gx-class-${glyph})`;
    ground.firstElementChild.style.width = `${(100 * share).toFixed(1)}%`;
    ground.firstElementChild.className = kind;
  });
}

function writeLink(item, link) {
  let anchor = item.querySelector("a");
  if (!link) return anchor?.remove();
  anchor ??= item.appendChild(Object.assign(document.createElement("a"), { target: "_blank", rel: "noopener" }));
  [anchor.textContent, anchor.href] = link;
  anchor.title = "Open this place in the survey’s viewer";
}

function writeItem(item, { src, lines, bars, link, name }, pressable) {
  const card = item.firstElementChild;
  const [image, text, shares] = card.children;
  if (image.getAttribute("src") !== src) image.src = src;
  writeLines(text, lines);
  writeBars(shares, bars);
  writeLink(item, link);
  card.classList.toggle("one", lines.length === 1);
  card.disabled = !pressable;
  if (pressable) card.removeAttribute("role");
  else card.setAttribute("role", "img");
  card.setAttribute("aria-label", name || [...lines, ...bars.map((bar) => bar.text)].filter(Boolean).join(", ") || "Galaxy");
}

// When a dialog that a press opens is closed again, the focus is where it was: Streamlit can't see into a shadow root.
function comeBack(root, card) {
  root.watch?.disconnect();
  let open = false;
  root.watch = new MutationObserver(() => {
    if (document.querySelector('[data-testid="stDialog"]')) open = true;
    else if (open) {
      root.watch.disconnect();
      setTimeout(() => card.focus({ preventScroll: true }), 50);  // after Streamlit has put it elsewhere
    }
  });
  root.watch.observe(document.body, { childList: true, subtree: true });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.style.setProperty("--columns", data.columns);
  root.style.setProperty("--least", `${data.least}px`);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.label);
  while (root.children.length > data.items.length) root.lastElementChild.remove();
  while (root.children.length < data.items.length) root.append(makeItem());
  data.items.forEach((item, i) => writeItem(root.children[i], item, data.pressable));
  comeIntoView(root, data.seen);
  root.onclick = (event) => {
    const card = event.target.closest("button");
    if (!card) return;
    comeBack(root, card);
    if (data.above) root.getRootNode().host.closest('[role="dialog"]')?.scrollIntoView({ block: "start" });
    setTriggerValue("pressed", [...root.children].indexOf(card.parentElement));
  };
}
