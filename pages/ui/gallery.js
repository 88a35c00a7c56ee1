// Cards are kept and only what changed is written: the focus stays and images don't flicker.

function makeCard() {
  const card = Object.assign(document.createElement("button"), { type: "button", className: "card" });
  card.append(Object.assign(document.createElement("img"), { alt: "", loading: "lazy", decoding: "async" }));
  return card;
}

function writeCard(card, { src, lines }) {
  const image = card.firstElementChild;
  if (image.getAttribute("src") !== src) image.src = src;
  while (card.children.length > lines.length + 1) card.lastElementChild.remove();
  while (card.children.length < lines.length + 1) card.append(document.createElement("span"));
  lines.forEach((text, i) => {
    const line = card.children[i + 1];
    line.className = i ? "line second" : "line";
    line.textContent = text;
  });
  card.classList.toggle("one", lines.length === 1);
  card.setAttribute("aria-label", lines.join(", ") || "Galaxy");
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.style.setProperty("--columns", data.columns);
  root.style.setProperty("--least", `${data.least}px`);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.label);
  while (root.children.length > data.items.length) root.lastElementChild.remove();
  while (root.children.length < data.items.length) root.append(makeCard());
  data.items.forEach((item, i) => writeCard(root.children[i], item));
  root.onclick = (event) => {
    const card = event.target.closest("button");
    if (card) setTriggerValue("pressed", [...root.children].indexOf(card));
  };
}
