// Streamlit calls the small buttons of every field and every table alike: “Open”, “Increment”, “Search”. Here each also
// says whose it is: of the field that it belongs to, or of the fold or the heading that its table stands under. And a
// fold has the name that stands on it: the same field may be in two of them.
(() => {
  if (window.gxControlNames) return;
  window.gxControlNames = true;
  const FIELDS = ["stNumberInput", "stSelectbox", "stMultiSelect"].map((id) => `[data-testid="${id}"]`).join();
  const HEADINGS = 'h1, h2, h3, [role="heading"]';

  function above(table) {
    const fold = table.closest("details")?.getAttribute("aria-label");
    if (fold) return fold;
    const isBefore = (heading) => heading.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING;
    const headings = (table.closest('[role="dialog"]') ?? document).querySelectorAll(HEADINGS);
    return [...headings].filter(isBefore).at(-1)?.textContent;
  }

  function write(box, whose) {
    for (const button of whose ? box.querySelectorAll("button[aria-label]") : []) {
      const now = button.getAttribute("aria-label");
      if (!now.endsWith(whose)) button.setAttribute("aria-label", `${now}: ${whose}`);
    }
  }

  function writeFold(fold) {
    const said = fold.querySelector("summary [data-testid=stMarkdownContainer]")?.textContent.trim();
    if (said && fold.getAttribute("aria-label") !== said) fold.setAttribute("aria-label", said);
  }

  // Of a switch Streamlit reads out the Markdown of its label: “Quick :gray[of Few labels]” (text.of).
  function writeWords(part) {
    const words = part.getAttribute("aria-label").replace(/:gray\[((?:\\.|[^\]\\])*)\]/g, "$1").replace(/\\(.)/g, "$1");
    part.setAttribute("aria-label", words);
  }

  function name() {
    for (const part of document.querySelectorAll('[aria-label*=":gray["]')) writeWords(part);
    for (const fold of document.querySelectorAll('[data-testid="stExpander"] details')) writeFold(fold);
    for (const field of document.querySelectorAll(FIELDS)) write(field, field.querySelector("input")?.getAttribute("aria-label"));
    for (const table of document.querySelectorAll('[data-testid="stDataFrame"]')) write(table, above(table)?.trim());
  }

  let isAsked = false;
  function soon() {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      name();
    });
  }

  const names = { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] };
  new MutationObserver(soon).observe(document.body, names);
  soon();
})();
