// What is typed before there is anything to save it to: kept for this tab, also over a reload,
// until `cleared` says that it has arrived.
import { useEffect, useLayoutEffect, useRef } from "react";

const place = (key) => `coachbook:answers:${key}`;

const load = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(place(key))) ?? {};
  } catch {
    return {};
  }
};

const save = (key, typed) => {
  try {
    if (Object.keys(typed).length) sessionStorage.setItem(place(key), JSON.stringify(typed));
    else sessionStorage.removeItem(place(key));
  } catch {
    // A browser that keeps nothing still sends: what is typed then lives as long as the page.
  }
};

export function useKept({ key, cleared = 0, typed, setTyped }) {
  const loaded = useRef("");
  const seen = useRef(cleared);

  // After the first drawing, which must be the same as the server's.
  useLayoutEffect(() => {
    if (!key) return;
    const kept = load(key);
    loaded.current = key;
    setTyped((now) => ({ ...kept, ...now }));
  }, [key, setTyped]);

  useEffect(() => {
    if (key && loaded.current === key) save(key, typed);
  }, [key, typed]);

  useEffect(() => {
    if (cleared && cleared !== seen.current) setTyped({});
    seen.current = cleared;
  }, [cleared, setTyped]);
}
