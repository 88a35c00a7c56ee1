// The picture comes as HTML; a question is a button of its own, kept in the order of the tree.

function select(root, key, setTriggerValue) {
  root.picked = root.picked === key ? null : key;
  show(root);
  setTriggerValue("pressed", [root.picked]);
}

function show(root) {
  for (const question of root.querySelectorAll("[data-question]")) {
    const picked = question.dataset.question === root.picked;
    question.classList.toggle("gx-picked", picked);
    question.setAttribute("aria-pressed", String(picked));
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (root.html !== data.html) {
    root.innerHTML = root.html = data.html;
    const pressable = Object.keys(data.names).length > 0;
    root.classList.toggle("pressable", pressable);
    if (pressable) root.querySelector("svg").removeAttribute("aria-hidden");
    for (const question of pressable ? root.querySelectorAll("[data-question]") : []) {
      question.setAttribute("role", "button");
      question.setAttribute("tabindex", "0");
      question.setAttribute("aria-label", data.names[question.dataset.question]);
    }
  }
  if (root.turn !== data.turn) [root.turn, root.picked] = [data.turn, data.told];
  show(root);
  const chosen = (event) => event.target.closest("[data-question]")?.dataset.question;
  if (!root.classList.contains("pressable")) return;
  root.onclick = (event) => chosen(event) && select(root, chosen(event), setTriggerValue);
  root.onkeydown = (event) => {
    if (!chosen(event) || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    select(root, chosen(event), setTriggerValue);
  };
}
