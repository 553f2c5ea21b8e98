// Keeps the address's query as the page is now, so that reloading or coming back shows the same.
// Nothing is loaded: the page has changed already.
import { useEffect } from "react";

export function Address({ path, query }) {
  useEffect(() => {
    if (window.location.pathname.replace(/\/$/, "") !== path) return;
    const wanted = query ? `?${query}` : "";
    if (window.location.search === wanted) return;
    window.history.replaceState(window.history.state, "", path + wanted + window.location.hash);
  }, [path, query]);
  return null;
}
