// The picture comes as HTML; a question is a button, in the picture and in the list that narrow places have.

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

// The arrow keys walk the questions in the order of the tree, one stop of Tab in all.
function keys(root) {
  return [...new Set([...root.querySelectorAll("[data-question]")].map((question) => question.dataset.question))];
}

function walk(root, event, from) {
  const order = keys(root), at = order.indexOf(from.dataset.question);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key];
  if (to === undefined || !order[to]) return;
  event.preventDefault();
  for (const question of root.querySelectorAll("[data-question]"))
    question.setAttribute("tabindex", question.dataset.question === order[to] ? "0" : "-1");
  from.closest("svg, ul").querySelector(`[data-question="${order[to]}"]`).focus();
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
      question.setAttribute("tabindex", question.dataset.question === keys(root)[0] ? "0" : "-1");
      const told = root.querySelector(`ul [data-question="${question.dataset.question}"]`).textContent;
      if (question.closest("svg")) question.setAttribute("aria-label", `${data.names[question.dataset.question]} ${told}`);
    }
  }
  if (root.turn !== data.turn) [root.turn, root.picked] = [data.turn, data.told];
  show(root);
  comeIntoView(root, data.seen, "center");
  const chosen = (event) => event.target.closest("[data-question]")?.dataset.question;
  if (!root.classList.contains("pressable")) return;
  root.onclick = (event) => chosen(event) && select(root, chosen(event), setTriggerValue);
  root.onkeydown = (event) => {
    if (!chosen(event)) return;
    if (!["Enter", " "].includes(event.key)) return walk(root, event, event.target.closest("[data-question]"));
    event.preventDefault();
    select(root, chosen(event), setTriggerValue);
  };
}
