// Back and forward go from one choice to the one before: whatever a page writes into the address belongs to the last
// thing that its reader did, and is one entry. Nobody did anything: it replaces the entry that is there.
// A page that is left tells its visit in a cookie for a minute, so that after a reload the server takes it up.
(() => {
  const visit = (window.gxVisit ??= {});
  visit.name = "NAME";
  if (visit.acted !== undefined) return;
  visit.acted = false;
  const { history } = window;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const write = (state, title, url) => {
    const there = new URL(url ?? location.href, location.href).href;
    (visit.acted && there !== location.href ? push : replace)(state, title, url);
    visit.acted = false;
  };
  history.pushState = write;
  history.replaceState = write;
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => (visit.acted = true), true);
  addEventListener("popstate", () => (visit.acted = false), true);
  addEventListener("pagehide", () => {
    document.cookie = `gx_visit=${visit.name}; path=/; max-age=60; samesite=strict`;
  });
})();
