// What a reader can use on a page, and what a reader sees of it, through the shadow roots of components.
(() => {
  const PARTS = "button, summary, a[href], input, textarea, [role=option], [role=menuitem], [data-testid=data-grid-canvas]";
  const LAYERS = '[role="dialog"], [data-testid="stPopoverBody"], [role="menu"], [role="listbox"]';
  const children = (node) => [...(node.shadowRoot ?? node).childNodes];
  const all = (node) => children(node).flatMap((child) => (child.nodeType === 1 ? [child, ...all(child)] : []));
  const isHidden = (part) => part.matches('[aria-hidden="true"], [data-testid="stIconMaterial"], style, script');

  function words(node) {
    if (node.nodeType === 3) return node.textContent;
    if (node.nodeType !== 1 || isHidden(node)) return "";
    return children(node).map(words).join(" ");
  }

  function name(part) {
    const by = (part.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const told = by.map((id) => part.getRootNode().getElementById(id)).filter(Boolean).map(words).join(" ");
    const label = [...(part.labels ?? [])].map(words).join(" ");
    const found = [part.getAttribute("aria-label"), told, label, words(part), part.title, part.placeholder];
    if (part.tagName === "CANVAS") found.unshift(part.closest('[data-testid="stDataFrame"]')?.querySelector("button")?.ariaLabel);
    const own = found.map((text) => (text ?? "").replace(/[\s\u2060]+/g, " ").trim()).find(Boolean) ?? "";
    const group = kind(part) === "radio" ? part.closest('[role="radiogroup"]') : null;
    return group ? `${name(group)}: ${own}` : own;
  }

  function kind(part) {
    const type = part.type ?? "";
    if (part.tagName === "CANVAS") return "table";
    if (part.closest('[data-testid="stElementToolbar"]')) return "tool";  // which is there while the mouse is over what it is for
    if (part.tagName === "A" && part.target === "_blank") return "link to elsewhere";
    return part.getAttribute("role") ?? { A: "link", SUMMARY: "fold", TEXTAREA: "text" }[part.tagName]
      ?? (part.tagName === "INPUT" ? (["checkbox", "radio", "number", "range"].includes(type) ? type : "text") : "button");
  }

  // Something that can be reached by nobody is no control: not drawn, without size, or behind what is open. What a table
  // brings inside itself, to search in it, isn't ours.
  function isThere(part) {
    const table = part.closest('[data-testid="stDataFrame"]');
    if (table && part.tagName !== "CANVAS" && !part.closest('[data-testid="stElementToolbar"]')) return false;
    if (part.closest("[inert]") || !(part.closest("label") ?? part).checkVisibility({ visibilityProperty: true })) return false;
    const { width, height } = (part.closest("label, [data-testid=stSlider]") ?? part).getBoundingClientRect();
    return width * height > 0;
  }

  // The cells of a matrix, the images of a gallery, the options of a list: of so many alike a few speak for all.
  function room(part) {
    const host = part.getRootNode().host;
    const box = host ?? part.closest('[role="listbox"]');
    return box ? `${box.closest('[class*="st-key-"]')?.className.match(/st-key-\S+/)?.[0] ?? box.id} ${part.className}` : "";
  }

  function controls() {
    const layers = [...document.querySelectorAll(LAYERS)].filter(isThere);
    const within = layers.at(-1) ?? document.querySelector('[data-testid="stMain"]');
    for (const part of all(document.body)) part.removeAttribute("data-tour");
    return all(within).filter((part) => part.matches(PARTS) && part.type !== "file" && isThere(part)).map((part, number) => {
      part.setAttribute("data-tour", number);  // so that it is found again, to be used
      const disabled = part.disabled || part.getAttribute("aria-disabled") === "true";
      const on = part.checked || ["aria-checked", "aria-selected"].some((state) => part.getAttribute(state) === "true");
      const fold = part.closest("details")?.getAttribute("aria-label") ?? "";
      return { number, kind: kind(part), name: name(part), fold, room: room(part), disabled, on: Boolean(on) };
    });
  }

  function look(part) {
    const states = [...part.attributes].filter(({ name }) => /^(aria-|src$|open$|href$|style$|d$|transform$)/.test(name));
    const drawn = part.tagName === "CANVAS" && part.width ? part.toDataURL() : "";
    return [part.tagName, ...states.map(({ name, value }) => `${name}=${value}`), part.value ?? "", part.checked ?? "", drawn].join(" ");
  }

  function seen() {
    return [location.href, words(document.body), ...all(document.body).filter((part) => part.checkVisibility()).map(look)].join("\n");
  }

  window.gxTour = { controls, seen };
})();
