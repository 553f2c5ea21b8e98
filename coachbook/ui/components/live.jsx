// Follows a calendar: calls back after a change elsewhere.
import { useEffect, useRef } from "react";
import { follow, latestOf } from "./live_stream.js";

const SETTLES_MS = 150;
const RESTS_MS = 500; // while changes pour in, a page reads no more often than this

// Where many pages are open, the server says over how long they spread their questions.
const paced = (url) => Math.random() * Number(latestOf(url, "pace") ?? 0);

export function LiveUpdates({ url, kind = "message", onChange }) {
  const latest = useRef(onChange);
  latest.current = onChange;

  useEffect(() => {
    let settling;
    let calledAt = 0;
    const call = () => {
      [settling, calledAt] = [undefined, Date.now()];
      latest.current?.();
    };
    const leave = follow(url, kind, (_, former) => {
      if (former === undefined) return; // where it stands, not news
      const rest = Math.max(SETTLES_MS, calledAt + RESTS_MS - Date.now());
      settling ??= setTimeout(call, rest + paced(url));
    });
    return () => {
      leave();
      clearTimeout(settling);
    };
  }, [url, kind]);

  return null;
}
