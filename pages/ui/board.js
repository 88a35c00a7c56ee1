// One button a class: its images, then glyph and short name.

function makeCard() {
  const card = Object.assign(document.createElement("button"), { type: "button", className: "card" });
  const name = Object.assign(document.createElement("span"), { className: "name" });
  name.append(Object.assign(document.createElement("span"), { className: "glyph" }), document.createElement("span"));
  card.append(name);
  return card;
}

function writeCard(card, { name, short, glyph, images }) {
  const words = card.lastElementChild;
  while (card.children.length - 1 > images.length) card.firstElementChild.remove();
  while (card.children.length - 1 < images.length) words.before(Object.assign(document.createElement("img"), { alt: "" }));
  images.forEach((src, i) => { if (card.children[i].getAttribute("src") !== src) card.children[i].src = src; });
  words.firstElementChild.hidden = !glyph;
  words.firstElementChild.style.setProperty("--shape", `var(--gx-glyph-${glyph})`);
  words.firstElementChild.style.background = `var(--gx-class-${glyph})`;
  words.lastElementChild.textContent = short;
  card.title = name;
  card.setAttribute("aria-label", `${name}: see its galaxies`);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.style.setProperty("--columns", data.columns);
  while (root.children.length > data.items.length) root.lastElementChild.remove();
  while (root.children.length < data.items.length) root.append(makeCard());
  data.items.forEach((item, i) => writeCard(root.children[i], item));
  root.onclick = (event) => {
    const card = event.target.closest("button");
    if (card) setTriggerValue("pressed", [...root.children].indexOf(card));
  };
}
