// A calendar on a phone: swipes turn it, and a day of the month leads to its line in the list below.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useSwipe } from "./calendar_hooks.js";

const PATIENCE_MS = 10000;
const STILL = "(prefers-reduced-motion: reduce)";
const WIDE = "(min-width: 1024px)";

// What was swiped away pales until the server has answered; an arrow shows by itself that it waits.
export function Turning({ onTurn, className = "", children, ...rest }) {
  const isDragging = useRef(false);
  const [isWaiting, setIsWaiting] = useState(false);

  useEffect(() => {
    if (!isWaiting) return;
    const stop = () => setIsWaiting(false);
    const timer = setTimeout(stop, PATIENCE_MS);
    window.addEventListener("coachbook:answered", stop);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("coachbook:answered", stop);
    };
  }, [isWaiting]);

  const turn = (steps) => {
    if (isWaiting) return;
    setIsWaiting(true);
    onTurn(steps);
  };

  return (
    <div {...rest} className={className} aria-busy={isWaiting || undefined} {...useSwipe(true, isDragging, turn)}>
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
