// Follows a calendar: calls back after a change elsewhere.
import { useEffect, useRef } from "react";
import { follow } from "./live_stream.js";

const SETTLES_MS = 150;
const RESTS_MS = 500; // while changes pour in, a page reads no more often than this

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
      settling ??= setTimeout(call, Math.max(SETTLES_MS, calledAt + RESTS_MS - Date.now()));
    });
    return () => {
      leave();
      clearTimeout(settling);
    };
  }, [url, kind]);

  return null;
}
