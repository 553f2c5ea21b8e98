// Marking the last row of a list takes the row away, and focus with it: the browser drops it on the
// body and whoever uses a keyboard starts again at the top. Here it goes to what took the place.
const isLost = () => document.activeElement === document.body && !document.querySelector("dialog:modal");

// From the element up to the body: each one's parent, and where in it the element stood.
const placesOf = (element) => {
  const places = [];
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (at.parentElement) places.push([at.parentElement, [...at.parentElement.children].indexOf(at)]);
  }
  return places;
};

const isShown = (element) => element.checkVisibility() && element.tagName !== "DIALOG";

// What follows the gap, else what is before it, else what both stand in.
const focusAt = ([parent, index]) => {
  const all = [...parent.children];
  const near = [...all.slice(index), ...all.slice(0, index).reverse(), parent];
  const next = near.find(isShown) ?? parent;
  if (next.tabIndex < 0 && !next.hasAttribute("tabindex")) next.setAttribute("tabindex", "-1");
  next.focus({ preventScroll: true });
};

export function keepFocusInPlace() {
  let last = null; // outside of dialogs: they give focus back to it
  let places = [];

  const came = ({ target }) => {
    if (target.closest("dialog")) return;
    last = target;
    places = placesOf(target);
  };

  // Somebody who clicked beside everything wants no focus.
  const pressed = ({ target }) => {
    if (!target.closest("dialog") && !last?.contains(target)) last = null;
  };

  const keep = () => {
    if (!last || last.isConnected || !isLost()) return;
    const place = places.find(([parent]) => parent.isConnected && parent.checkVisibility());
    last = null;
    if (place) focusAt(place);
  };

  const closed = () => setTimeout(keep); // what opened the dialog may be gone
  const watch = new MutationObserver(keep);

  document.addEventListener("focusin", came);
  document.addEventListener("pointerdown", pressed);
  document.addEventListener("close", closed, true);
  watch.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", came);
    document.removeEventListener("pointerdown", pressed);
    document.removeEventListener("close", closed, true);
    watch.disconnect();
  };
}
