// The basket lives in the browser: it survives other weeks, reloads and a lost connection.
// It has its own id, new whenever what would be sent changes: a replay sends the same one.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const DEBOUNCE_MS = 250;
const RETELL_MS = 3000;
const EMPTY = { starts: [], ids: {} };

const place = (key) => `coachbook:basket:${key}`;

const load = (key) => {
  try {
    return { ...EMPTY, ...JSON.parse(sessionStorage.getItem(place(key))) };
  } catch {
    return EMPTY;
  }
};

const save = (key, basket) => {
  try {
    sessionStorage.setItem(place(key), JSON.stringify(basket));
  } catch {
    // A browser that keeps nothing still books: the basket then lives as long as the page.
  }
};

/** randomUUID is missing on plain http; getRandomValues is not. */
const freshId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

export function useBasket(key, { cleared, added, selected, onChange }) {
  const [state, setState] = useState({ key: null, basket: EMPTY });
  const seen = useRef(cleared);
  const basket = state.key === key ? state.basket : EMPTY;
  // After the first drawing, which must be the same as the server's.
  useLayoutEffect(() => setState({ key, basket: load(key) }), [key]);

  const change = useCallback(
    (make, seq) =>
      setState((now) => {
        const known = now.key === key ? now.basket : load(key);
        const next = { starts: make(known.starts), ids: {}, added: seq ?? known.added };
        save(key, next);
        return { key, basket: next };
      }),
    [key],
  );

  // The server booked what was sent: begin anew.
  useEffect(() => {
    if (cleared && cleared !== seen.current) change(() => []);
    seen.current = cleared;
  }, [cleared, change]);

  // The server puts a start in: one that was typed, or picked on the calendar. Each only once.
  useEffect(() => {
    if (state.key !== key || added?.key !== key || added.seq === basket.added) return;
    change((all) => [...new Set([...all, added.starts_at])].sort(), added.seq);
  }, [state.key, key, added, basket.added, change]);

  const { starts } = basket;
  const listed = starts.join();
  const told = useRef(null);
  useEffect(() => {
    const mark = `${key} ${listed}`;
    if (state.key !== key || told.current === mark || (told.current === null && !listed)) return;
    const timer = setTimeout(() => {
      told.current = mark;
      onChange?.(listed ? listed.split(",") : []);
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [state.key, key, listed, onChange]);

  // A server that lost its memory is told again, once for each basket.
  const retold = useRef(null);
  useEffect(() => {
    const mark = `${key} ${listed}`;
    const isKnown = starts.every((start) => selected.some((each) => each.starts_at === start));
    if (isKnown || told.current !== mark || retold.current === mark) return;
    const timer = setTimeout(() => {
      retold.current = mark;
      onChange?.(starts);
    }, RETELL_MS);
    return () => clearTimeout(timer);
  }, [key, listed, selected, onChange]);

  const toggle = useCallback(
    (start, isReplacing) =>
      change((all) => {
        if (all.includes(start)) return all.filter((each) => each !== start);
        return isReplacing ? [start] : [...all, start].sort();
      }),
    [change],
  );

  const idFor = (sent) => {
    const mark = sent.join();
    const ids = load(key).ids;
    if (ids[mark]) return ids[mark];
    const next = { ...basket, ids: { [mark]: freshId() } };
    save(key, next);
    return next.ids[mark];
  };

  return { starts, toggle, idFor };
}
