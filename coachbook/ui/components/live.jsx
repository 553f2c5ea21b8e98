// Follows a calendar: calls back after a change elsewhere. A hidden tab does not listen; when it
// is looked at again it learns from the first message whether it missed something.
import { useEffect, useRef } from "react";

const SETTLES_MS = 150;
const AGAIN_MS = 2000;
const AGAIN_AT_MOST_MS = 60000;

export function LiveUpdates({ url, onChange }) {
  const latest = useRef(onChange);
  latest.current = onChange;

  useEffect(() => {
    if (!url || typeof EventSource === "undefined") return;
    let source = null;
    let known = null;
    let settling;
    let again;
    let pause = AGAIN_MS;

    const heard = (event) => {
      pause = AGAIN_MS;
      const isNews = known !== null && known !== event.data;
      known = event.data;
      if (!isNews) return;
      clearTimeout(settling);
      settling = setTimeout(() => latest.current?.(), SETTLES_MS);
    };

    const listen = () => {
      clearTimeout(again);
      if (source || document.hidden) return;
      source = new EventSource(url);
      source.onmessage = heard;
      // A refused or ended stream is closed by the browser for good; a lost one it renews itself.
      source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        source = null;
        again = setTimeout(listen, pause);
        pause = Math.min(pause * 2, AGAIN_AT_MOST_MS);
      };
    };

    const rest = () => {
      source?.close();
      source = null;
      clearTimeout(again);
    };

    const look = () => (document.hidden ? rest() : listen());

    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", rest);
    window.addEventListener("pageshow", look);
    listen();
    return () => {
      rest();
      clearTimeout(settling);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", rest);
      window.removeEventListener("pageshow", look);
    };
  }, [url]);

  return null;
}
