// A calendar on a phone: swipes turn it, and a day of the month leads to its line in the list below.
import { useRef } from "react";
import { useSwipe } from "./calendar_hooks.js";

const STILL = "(prefers-reduced-motion: reduce)";

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
