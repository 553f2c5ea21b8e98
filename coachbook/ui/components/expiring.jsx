// Calls once when what the page shows has become old: when a day ends, say.
import { useEffect, useRef } from "react";

export function Expiring({ seconds, onExpire }) {
  const latest = useRef(onExpire);
  latest.current = onExpire;

  useEffect(() => {
    if (!seconds) return;
    const timer = setTimeout(() => latest.current?.(), seconds * 1000);
    return () => clearTimeout(timer);
  }, [seconds]);

  return null;
}
