// What the calendar remembers: moves that wait for the server's word, width, today, swipes.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { dayAt } from "./calendar_moments.js";

const SETTLE_MS = 2000;

/**
 * What the server gave ({events, spans, usage}) and the moves that wait for its verdict.
 * Nothing new is shown while the coach drags, or FullCalendar drops the drag: it waits.
 */
export function useMoves(given, verdict, timeoutMs, onUnanswered) {
  const [shown, setShown] = useState(given);
  const [moves, setMoves] = useState({});
  const isDragging = useRef(false);
  const latest = useRef(given);
  const sequence = useRef(Date.now() % 1_000_000_000);
  const timers = useRef(new Map());
  latest.current = given;

  const forget = useCallback((id, seq) => {
    clearTimeout(timers.current.get(seq));
    timers.current.delete(seq);
    setMoves((all) => {
      if (all[id]?.seq !== seq) return all;
      const { [id]: _done, ...others } = all;
      return others;
    });
  }, []);

  useEffect(() => {
    if (!isDragging.current) setShown(given);
    setMoves((all) => keep(all, (move) => !move.isAccepted));
  }, [given]);

  useEffect(() => {
    const [id, move] = Object.entries(moves).find(([, each]) => each.seq === verdict?.seq) || [];
    if (!move || move.isAccepted) return;
    const hasNewEvents = move.asked !== latest.current;
    if (!verdict.ok || hasNewEvents) return forget(id, move.seq);
    clearTimeout(timers.current.get(move.seq));
    timers.current.set(move.seq, setTimeout(() => forget(id, move.seq), SETTLE_MS));
    setMoves((all) => ({ ...all, [id]: { ...move, isAccepted: true } }));
  }, [verdict, moves, forget]);

  useEffect(() => () => timers.current.forEach(clearTimeout), []);

  const ask = (id, start, end) => {
    const seq = ++sequence.current;
    timers.current.set(
      seq,
      setTimeout(() => {
        forget(id, seq);
        onUnanswered();
      }, timeoutMs),
    );
    setMoves((all) => ({ ...all, [id]: { seq, start, end, asked: latest.current } }));
    return seq;
  };

  const drag = (isOn) => {
    isDragging.current = isOn;
    // After the drop has been told, so that the event never flashes back between the two.
    if (!isOn) setTimeout(() => !isDragging.current && setShown(latest.current), 0);
  };

  return { shown, moves, ask, drag, isDragging };
}

const keep = (moves, isKept) => {
  const kept = Object.entries(moves).filter(([, move]) => isKept(move));
  return kept.length === Object.keys(moves).length ? moves : Object.fromEntries(kept);
};

/** Is the element narrower than this many pixels? Null until it was measured. */
export function useNarrow(ref, pixels) {
  const [isNarrow, setIsNarrow] = useState(null);
  useLayoutEffect(() => {
    setIsNarrow(ref.current.clientWidth < pixels);
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setIsNarrow(contentRect.width < pixels), // as the observer knows it: asking draws anew
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref, pixels]);
  return isNarrow;
}

const MONTH_WEEKS = 6;
const HEAD_REM = 2.75; // the names of the weekdays
const NUMBER_REM = 2.25; // the day's number
const LINE_REM = 1.375;
const NARROW_LINE_REM = 0.625;

/** How many lines fit into a day of the month; as the space and the size of letters allow. */
export function useRoom(root, isOn, isNarrow) {
  const [room, setRoom] = useState(3);
  useLayoutEffect(() => {
    if (!isOn) return;
    const body = root.current.querySelector(".cal-body");
    const measure = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const day = (body.clientHeight / rem - HEAD_REM) / MONTH_WEEKS - NUMBER_REM;
      const lines = isNarrow ? 1 + (day - LINE_REM) / NARROW_LINE_REM : day / LINE_REM;
      setRoom(Math.max(2, Math.floor(lines)));
    };
    measure();
    // In a frame of its own: drawing other lines at once would make the observer's round endless.
    let frame;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    });
    observer.observe(body);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [root, isOn, isNarrow]);
  return room;
}

export function useToday(timeZone) {
  const [today, setToday] = useState(() => dayAt(Date.now(), timeZone));
  useEffect(() => {
    const timer = setInterval(() => setToday(dayAt(Date.now(), timeZone)), 30_000);
    return () => clearInterval(timer);
  }, [timeZone]);
  return today;
}

/** Handlers that call onSwipe(1) for a swipe to the left and onSwipe(-1) to the right. */
export function useSwipe(isOn, isDragging, onSwipe) {
  const start = useRef(null);
  if (!isOn) return {};
  return {
    onTouchStart: ({ touches }) => {
      const { clientX, clientY } = touches[0];
      start.current = touches.length === 1 ? { x: clientX, y: clientY, at: Date.now() } : null;
    },
    onTouchEnd: ({ changedTouches }) => {
      if (!start.current || isDragging.current || Date.now() - start.current.at > 600) return;
      const across = changedTouches[0].clientX - start.current.x;
      const down = changedTouches[0].clientY - start.current.y;
      if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) onSwipe(across < 0 ? 1 : -1);
    },
  };
}

/** One function for life that does what the latest one does: FullCalendar drops a drag when its
 * options change under it. */
export function useSteady(latest) {
  const current = useRef(latest);
  current.current = latest;
  return useCallback((...given) => current.current(...given), []);
}

/**
 * The hours scroll: without a mouse one must be able to get there. What can be focused within a
 * table has to be a part of it, so the scrolling box takes over the role of its group of rows.
 */
export function useReachableHours(root, drawn) {
  useEffect(() => {
    const scrolling = root.current?.querySelectorAll('[style*="overflow"][style*="auto"]') || [];
    for (const box of scrolling) {
      const rows = box.querySelector(':scope > [role="rowgroup"]') || box.parentElement;
      if (rows.getAttribute("role") === "rowgroup") {
        rows.setAttribute("role", "presentation");
        box.setAttribute("role", "rowgroup");
      }
      box.tabIndex = 0;
    }
  }, [drawn]);
}
