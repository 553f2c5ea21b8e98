// Follows a calendar: calls back after a change elsewhere.
import { useEffect, useRef } from "react";
import { follow } from "./live_stream.js";

const SETTLES_MS = 150;

export function LiveUpdates({ url, kind = "message", onChange }) {
  const latest = useRef(onChange);
  latest.current = onChange;

  useEffect(() => {
    let settling;
    const leave = follow(url, kind, (_, former) => {
      if (former === undefined) return; // where it stands, not news
      clearTimeout(settling);
      settling = setTimeout(() => latest.current?.(), SETTLES_MS);
    });
    return () => {
      leave();
      clearTimeout(settling);
    };
  }, [url, kind]);

  return null;
}
