// The browser's own <dialog>: focus stays inside, Escape closes, focus returns to what opened it.
// Controlled by `isOpen`, or opened by a Press with `opens`.
import { useEffect, useRef } from "react";

const NARROW = "(max-width: 1023px)";
const SETTLES_MS = 60; // the browser lets go of what was hidden with its next picture

const isOutside = (event, element) => {
  const box = element.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
};

export function Dialog({ isOpen, onClose, onStale, kind = "dialog", size, isSticky = false, children, ...rest }) {
  const dialog = useRef(null);
  const isModal = () => kind === "dialog" || window.matchMedia(NARROW).matches;

  useEffect(() => {
    const element = dialog.current;
    if (isOpen === undefined || element.open === isOpen) return;
    if (!isOpen) element.close();
    else if (isModal()) element.showModal();
    else element.show();
  }, [isOpen]);

  // An error belongs to one attempt: one that is older than the dialog is not shown in it, and
  // one that was shown in it leaves with it.
  const toggled = () => {
    if (dialog.current.querySelector("[data-notice=error]")) onStale?.();
  };

  // What had the focus may go or be hidden when the content changes: the keyboard stays inside.
  useEffect(() => {
    const element = dialog.current;
    const keep = () => {
      if (!element.matches(":modal") || document.activeElement !== document.body) return;
      element.querySelector(`#${rest.id}-title`)?.focus();
    };
    const watch = new MutationObserver(() => setTimeout(keep, SETTLES_MS));
    watch.observe(element, { childList: true, subtree: true, attributeFilter: ["class", "hidden"] });
    return () => watch.disconnect();
  }, []);

  // The server hears of a closing that it did not ask for.
  const closed = () => {
    if (isOpen !== false) onClose?.();
  };

  const clicked = (event) => {
    const isBackdrop = event.target === dialog.current && isOutside(event, dialog.current);
    if (isBackdrop && !isSticky) dialog.current.close();
  };

  const pressed = (event) => {
    if (event.key === "Escape" && kind === "side") dialog.current.close();
  };

  return (
    <dialog {...rest} ref={dialog} className={kind} data-size={size} onToggle={toggled} onClose={closed} onClick={clicked} onKeyDown={pressed}>
      {children}
    </dialog>
  );
}
