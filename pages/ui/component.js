// Stands before the script of every component.

// Something elsewhere on the page has changed what is shown here: `seen` counts how often.
function comeIntoView(root, seen, block = "start") {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (root.seen !== undefined && root.seen !== seen) root.scrollIntoView({ block, behavior: still ? "auto" : "smooth" });
  root.seen = seen;
}

