// One galaxy at a time, as large as the window allows: what the model says of it, then the truth; in a game its reader
// answers first. All galaxies are here from the beginning: going on asks the server for nothing. What a game's reader
// answered is reported once, at its end.

const KEYS = "1234567890abcdeghijklmnopqstuv";  // of the answers; f is the full screen, r begins anew
const MOMENT = 400;  // ms: who presses just when the truth came by itself wanted to see it
const PARTS = `<header><h2></h2><div class="dots" role="img"></div><span class="place"></span>
  <button type="button" class="reset">Begin anew <kbd>R</kbd></button>
  <button type="button" class="full">Full screen <kbd>F</kbd></button>
  <button type="button" class="leave">Leave <kbd>Esc</kbd></button></header>
<main><img class="galaxy"><div class="said"><h3></h3><div class="answers"></div>
  <div class="verdict"><span class="glyph"></span><div><p class="who">The model says</p><p class="words"></p></div></div><div class="bars"></div>
  <div class="told" aria-live="polite"><p class="truth"></p><p class="model"></p><p class="more"></p></div>
  <button type="button" class="next"></button><div class="tallies"></div></div></main>`;

function element(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function shuffled(n) {
  const order = [...Array(n).keys()];
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function begin(root) {
  const n = root.data.items.length;
  const order = root.data.game ? [...Array(n).keys()] : shuffled(n);
  root.state = { order, at: 0, told: false, answers: [], mine: [], model: [], ended: false, shown: -MOMENT };
}

const item = ({ data, state }) => data.items[state.order[state.at]];
const question = (root) => root.data.questions[item(root).question];

function glyph(span, name) {
  span.hidden = !name;
  span.style.setProperty("--shape", `var(--gx-glyph-${name})`);
  span.style.background = `var(--gx-class-${name})`;
}

function tell(root) {
  const { state } = root, now = item(root);
  clearTimeout(root.timer);
  state.told = true;
  state.model.push(now.said === now.truth);
  if (root.data.game) state.mine.push(state.answers.at(-1) === now.truth);
}

function answer(root, number) {
  if (!root.data.game || root.state.told || number >= question(root).answers.length) return;
  root.state.answers.push(number);
  tell(root);
  draw(root);
}

function next(root) {
  const { state, data } = root;
  if (state.ended || (data.game && !state.told) || performance.now() - state.shown < MOMENT) return;
  if (!state.told) {
    tell(root);
  } else if (state.at + 1 < state.order.length) {
    Object.assign(state, { at: state.at + 1, told: false });
  } else if (data.game) {
    state.ended = true;
    root.report({ answers: state.answers });
  } else {
    Object.assign(state, { order: shuffled(state.order.length), at: 0, told: false });
  }
  draw(root);
}

function reset(root) {
  if (root.data.game) return;
  begin(root);
  draw(root);
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

function leave(root) {
  if (document.fullscreenElement) document.exitFullscreen();
  root.report({ leave: true });
}

function drawAnswers(root, box) {
  const { answers } = question(root), { told } = root.state, now = item(root);
  box.replaceChildren(...answers.map(({ short, name, glyph: shape }, number) => {
    const button = Object.assign(element("button", "answer"), { type: "button", title: name, disabled: told });
    const mark = button.appendChild(element("span", "glyph"));
    glyph(mark, shape);
    button.append(element("span", "name", short));
    const who = [told && root.state.answers.at(-1) === number && "you", told && now.said === number && "model"].filter(Boolean);
    if (who.length) button.append(element("small", "", who.join(", ")));
    button.append(element("kbd", "", KEYS[number].toUpperCase()));
    button.classList.toggle("picked", who.length > 0);
    if (told && number === now.truth) button.classList.add("right");
    else if (told && number === root.state.answers.at(-1)) button.classList.add("wrong");
    button.onclick = () => answer(root, number);
    return button;
  }));
}

function drawBars(root, box) {
  const { told } = root.state, now = item(root);
  box.replaceChildren(...now.bars.map(({ answer: number, share, text }, place) => {
    const row = element("div", "bar");
    const ground = element("span", "ground"), length = ground.appendChild(element("i", ""));
    length.style.width = `${(100 * share).toFixed(1)}%`;
    if (place === 0) length.className = !told ? "first" : now.said === now.truth ? "right" : "wrong";
    const { short, glyph: shape } = question(root).answers[number];
    const mark = row.appendChild(element("span", "glyph"));
    glyph(mark, shape);
    row.append(element("span", "name", short), ground, element("span", "share", text));
    return row;
  }));
}

function tally(title, right) {
  const box = element("div", "tally");
  box.hidden = right.length === 0;
  const count = right.filter(Boolean).length;
  box.append(element("small", "", title), element("b", "", String(count)), element("small", "", `of ${right.length}`));
  box.setAttribute("role", "status");
  box.setAttribute("aria-label", `${title}: right ${count} of ${right.length}`);
  return box;
}

function drawTold(root, told) {
  const now = item(root), { state, data } = root, [truth, model, more] = told.children;
  told.hidden = !state.told;
  const right = data.game ? state.mine.at(-1) : now.said === now.truth;
  told.className = `told ${right ? "right" : "wrong"}`;
  truth.textContent = state.told ? `${right ? "Right." : "Wrong."} ${now.told}` : "";
  const said = `The model said ${question(root).answers[now.said].name} (${now.bars[0].text}): ${now.said === now.truth ? "right" : "wrong"}.`;
  model.textContent = state.told && data.game ? said : "";
  more.textContent = state.told ? now.more : "";
}

function drawDots(root, box) {
  const { state, data } = root;
  box.hidden = !data.game;
  if (!data.game) return;
  box.replaceChildren(...data.items.map((_, i) =>
    element("i", i < state.mine.length ? (state.mine[i] ? "right" : "wrong") : i === state.at ? "now" : "")));
  box.setAttribute("aria-label", `${state.mine.filter(Boolean).length} right so far`);
}

function draw(root) {
  const part = (name) => root.querySelector(name), { state, data } = root, now = item(root);
  const image = part(".galaxy"), hadFocus = root.getRootNode().activeElement;
  if (image.getAttribute("src") !== now.src) image.src = now.src;
  image.alt = `Galaxy ${state.at + 1}`;
  part("h2").textContent = data.heading;
  part("h3").textContent = question(root).words;
  part(".place").textContent = `galaxy ${state.at + 1} of ${state.order.length}`;
  part(".reset").hidden = data.game;
  part(".full").hidden = !document.fullscreenEnabled;
  root.classList.toggle("game", data.game);
  root.classList.toggle("known", state.told);
  drawDots(root, part(".dots"));
  part(".answers").hidden = !data.game;
  if (data.game) drawAnswers(root, part(".answers"));
  part(".verdict").hidden = part(".bars").hidden = data.game;
  part(".verdict .words").textContent = `${now.verdict}.`;
  glyph(part(".verdict .glyph"), question(root).answers[now.said].glyph);
  if (!data.game) drawBars(root, part(".bars"));
  drawTold(root, part(".told"));
  part(".tallies").replaceChildren(...(data.game ? [tally("You", state.mine), tally("Model", state.model)] : [tally("Right", state.model)]));
  const on = part(".next"), last = state.at + 1 === state.order.length;
  on.hidden = data.game && !state.told;
  on.disabled = state.ended;
  on.replaceChildren(!state.told ? "Show the truth " : data.game && last ? "See how it went " : "Next galaxy ", element("kbd", "", "space"));
  if (!on.hidden && hadFocus && !hadFocus.isConnected) on.focus({ preventScroll: true });  // an answer that was pressed
  wait(root);
}

// The truth comes by itself after a moment.
function wait(root) {
  clearTimeout(root.timer);
  const { at } = root.state;
  if (root.data.game || root.state.told) return;
  root.timer = setTimeout(() => {
    if (!root.isConnected || root.state.at !== at || root.state.told) return;
    root.state.shown = performance.now();
    tell(root);
    draw(root);
  }, 1000 * root.data.moment);
}

function keys(root, event) {
  if (!root.isConnected || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase(), pressed = event.composedPath()[0];
  const isButton = pressed.tagName === "BUTTON" && !pressed.disabled;
  if ((key === " " || key === "enter") && isButton && !event.repeat) return;  // its own press
  const done = { " ": next, enter: next, arrowright: next, escape: leave, f: fullScreen, r: reset }[key];
  const number = key.length === 1 ? KEYS.indexOf(key) : -1;
  if (!done && (number < 0 || !root.data.game)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.repeat) return;
  if (done) done(root);
  else answer(root, number);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (!root.firstElementChild) root.innerHTML = PARTS;
  const isNew = root.data?.id !== data.id;
  Object.assign(root, { data, report: (value) => setTriggerValue("pressed", value) });
  if (isNew) {
    begin(root);
    for (const { src } of data.items) new Image().src = src;
  }
  root.querySelector(".next").onclick = () => next(root);
  root.querySelector(".reset").onclick = () => reset(root);
  root.querySelector(".full").onclick = fullScreen;
  root.querySelector(".leave").onclick = () => leave(root);
  draw(root);
  const listen = (event) => keys(root, event);
  addEventListener("keydown", listen, true);
  return () => {
    clearTimeout(root.timer);
    removeEventListener("keydown", listen, true);
  };
}
