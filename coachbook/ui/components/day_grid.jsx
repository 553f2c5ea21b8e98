// Arrows move from day to day; past the month's edge they ask for the next one and go on there.
import { useEffect, useRef } from "react";
import { addDays, mondayOf } from "./calendar_moments.js";

const KEYS = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: (day) => mondayOf(day),
  End: (day) => addDays(mondayOf(day), 6),
  PageUp: (day) => addDays(day, -28),
  PageDown: (day) => addDays(day, 28),
};

export function DayGrid({ label, onTurn, className, children }) {
  const grid = useRef(null);
  const wanted = useRef("");

  const days = () => [...grid.current.querySelectorAll("[data-day]")];
  const at = (day) => days().find((one) => one.dataset.day === day);

  // The days come from the server; which of them Tab stops at is nobody's business but ours.
  useEffect(() => {
    const all = days();
    const here = at(wanted.current);
    const stop =
      here ??
      all.find((one) => one === document.activeElement) ??
      all.find((one) => one.getAttribute("aria-current") === "date") ??
      all.find((one) => one.getAttribute("aria-disabled") !== "true") ??
      all[0];
    for (const one of all) one.tabIndex = one === stop ? 0 : -1;
    if (here) {
      here.focus();
      wanted.current = "";
    }
  });

  const goTo = (day, from) => {
    const there = at(day);
    if (there) {
      for (const one of days()) one.tabIndex = one === there ? 0 : -1;
      there.focus();
      return;
    }
    const isOnItsWay = Boolean(wanted.current);
    wanted.current = day;
    if (!isOnItsWay) onTurn?.(day < from ? -1 : 1);
  };

  const press = (event) => {
    const from = event.target.dataset?.day;
    const move = KEYS[event.key];
    if (!from || !move) return;
    event.preventDefault();
    goTo(move(from), from);
  };

  return (
    <div ref={grid} role="grid" aria-label={label} className={className} onKeyDown={press}>
      {children}
    </div>
  );
}
