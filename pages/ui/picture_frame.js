// The frame follows the pointer and the keys at once; what it is then is reported when it rests.
// A frame is [x, y, side] in pixels of the picture, with x and y of its middle.

const STEP = 0.02, LEAP = 0.1, SCALE = 1.05, REST = 250;

function build(root) {
  const stage = root.appendChild(Object.assign(document.createElement("div"), { className: "stage" }));
  const image = stage.appendChild(Object.assign(document.createElement("img"), { alt: "Your picture", draggable: false }));
  const dots = stage.appendChild(Object.assign(document.createElement("div"), { className: "dots" }));
  const frame = stage.appendChild(Object.assign(document.createElement("button"), { className: "frame", type: "button" }));
  frame.setAttribute("role", "slider");
  frame.setAttribute("aria-label", "What the model sees: arrow keys move it, plus and minus scale it");
  frame.append(Object.assign(document.createElement("i"), { className: "handle" }));
  Object.assign(root, { stage, image, dots, frame });
}

function within(low, value, high) {
  return Math.min(Math.max(value, low), high);
}

function place(root, box) {
  const { width, height, least, most } = root.data;
  root.box = [within(0, box[0], width), within(0, box[1], height), within(least, box[2], most)];
  const [x, y, side] = root.box;
  Object.assign(root.frame.style, {
    left: `${(100 * (x - side / 2)) / width}%`, top: `${(100 * (y - side / 2)) / height}%`,
    width: `${(100 * side) / width}%`, height: `${(100 * side) / height}%`,
  });
  root.frame.setAttribute("aria-valuenow", Math.round(side));
  root.frame.setAttribute("aria-valuetext", `${Math.round(side)} pixels wide, its middle at ${Math.round(x)}, ${Math.round(y)}`);
}

function report(root, after) {
  clearTimeout(root.timer);
  root.timer = setTimeout(() => root.tell([root.box]), after);
}

function at(root, event) {
  const shown = root.stage.getBoundingClientRect();
  const scale = root.data.width / shown.width;
  return [(event.clientX - shown.left) * scale, (event.clientY - shown.top) * scale];
}

function drag(root, event) {
  event.preventDefault();
  root.frame.focus({ preventScroll: true });
  const start = at(root, event), box = root.box, scaling = event.target.className === "handle";
  const far = (point) => Math.max(Math.abs(point[0] - box[0]), Math.abs(point[1] - box[1]));
  let moved = false;
  root.frame.setPointerCapture(event.pointerId);
  root.frame.onpointermove = (next) => {
    const here = at(root, next);
    moved ||= Math.hypot(here[0] - start[0], here[1] - start[1]) * (root.stage.clientWidth / root.data.width) > 4;
    if (!moved) return;
    if (scaling) place(root, [box[0], box[1], 2 * far(here)]);
    else place(root, [box[0] + here[0] - start[0], box[1] + here[1] - start[1], box[2]]);
  };
  root.frame.onpointerup = root.frame.onpointercancel = (last) => {
    root.frame.onpointermove = root.frame.onpointerup = root.frame.onpointercancel = null;
    if (moved) report(root, 0);
    else if (last.type === "pointerup" && !scaling) root.tell([start]);
  };
}

function press(root, event) {
  if (event.target.closest(".frame")) return;
  root.tell([at(root, event)]);
}

function key(root, event) {
  const [x, y, side] = root.box, step = side * (event.shiftKey ? LEAP : STEP);
  const scale = event.shiftKey ? SCALE ** 4 : SCALE;
  const moves = {
    ArrowLeft: [x - step, y, side], ArrowRight: [x + step, y, side], ArrowUp: [x, y - step, side], ArrowDown: [x, y + step, side],
    "+": [x, y, side * scale], "=": [x, y, side * scale], "-": [x, y, side / scale], _: [x, y, side / scale],
    PageUp: [x, y, side * scale], PageDown: [x, y, side / scale],
  };
  if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  place(root, moves[event.key]);
  report(root, REST);
}

function writeDots(root, dots) {
  const { width, height } = root.data;
  root.dots.replaceChildren(...dots.map(([x, y, radius]) => {
    const dot = document.createElement("i");
    const side = Math.max(6 * radius, 8);
    Object.assign(dot.style, { left: `${(100 * (x - side / 2)) / width}%`, top: `${(100 * (y - side / 2)) / height}%`, width: `${(100 * side) / width}%`, height: `${(100 * side) / height}%` });
    return dot;
  }));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (!root.frame) build(root);
  const anew = root.data?.src !== data.src || root.turn !== data.turn;
  Object.assign(root, { data, turn: data.turn, tell: (what) => setTriggerValue("pressed", what) });
  if (root.image.getAttribute("src") !== data.src) root.image.src = data.src;
  root.image.style.aspectRatio = `${data.width} / ${data.height}`;
  root.frame.setAttribute("aria-valuemin", Math.round(data.least));
  root.frame.setAttribute("aria-valuemax", Math.round(data.most));
  writeDots(root, data.dots);
  if (anew) place(root, data.box);
  root.frame.onpointerdown = (event) => drag(root, event);
  root.frame.onkeydown = (event) => key(root, event);
  root.stage.onclick = (event) => press(root, event);
}
