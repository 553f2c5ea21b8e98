// A calendar on a phone: swipes turn it, and a day of the month leads to its line in the list below.
import { useRef, useSyncExternalStore } from "react";
import { useSwipe } from "./calendar_hooks.js";

const STILL = "(prefers-reduced-motion: reduce)";
const WIDE = "(min-width: 1024px)";

export function Turning({ onTurn, children, ...rest }) {
  const isDragging = useRef(false);
  return (
    <div {...rest} {...useSwipe(true, isDragging, onTurn)}>
      {children}
    </div>
  );
}

export function LeadsTo({ target, children, ...rest }) {
  const go = () => {
    const there = document.getElementById(target);
    const behavior = window.matchMedia(STILL).matches ? "auto" : "smooth";
    there?.scrollIntoView({ block: "start", behavior });
    there?.focus({ preventScroll: true });
  };
  return (
    <button {...rest} type="button" onClick={go}>
      {children}
    </button>
  );
}

// What is hidden is not drawn: a month is large, and its list below as large again.
const follow = (changed) => {
  const query = window.matchMedia(WIDE);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
};
const useIsWide = () => useSyncExternalStore(follow, () => window.matchMedia(WIDE).matches, () => false);

export function OnNarrow({ children }) {
  return useIsWide() ? null : children;
}

export function OnWide({ children }) {
  return useIsWide() ? children : null;
}
