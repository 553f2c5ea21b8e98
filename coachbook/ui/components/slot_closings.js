// Times that closed on an open page a moment ago: drawn closed before the page has asked again.
import { useEffect, useMemo, useState } from "react";
import { follow } from "./live_stream.js";

const KEPT_MS = 15000; // by then the page has asked
const NONE = new Map();

/** The days as they are by now; only a day that has changed is a new one. */
export function useClosings(days, url) {
  const closed = useClosed(url);
  return useMemo(() => (closed.size ? days.map((day) => closing(day, closed)) : days), [days, closed]);
}

function useClosed(url) {
  const [closed, setClosed] = useState(NONE);
  useEffect(() => {
    setClosed(NONE);
    return follow(url, "times", (said) => setClosed((known) => changed(known, JSON.parse(said))));
  }, [url]);
  return closed;
}

function changed(known, { closed, opened }) {
  const now = Date.now();
  const still = [...known].filter(([start, at]) => now - at < KEPT_MS && !opened.includes(start));
  return new Map([...still, ...closed.map((start) => [start, now])]);
}

function closing(day, closed) {
  const isGone = (slot) => slot.is_open && Date.now() - (closed.get(slot.starts_at) ?? 0) < KEPT_MS;
  if (!day.slots.some(isGone)) return day;
  const slots = day.slots.map((slot) => (isGone(slot) ? { ...slot, is_open: false, why: "Just taken" } : slot));
  return { ...day, slots };
}
