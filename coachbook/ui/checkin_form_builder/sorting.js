// Rows of a list change places under a mouse or a finger. What is dragged follows the pointer, the
// others make room; Escape puts it back. The list itself is redrawn only when it is dropped.
import { useEffect, useRef, useState } from "react";

const EDGE_PX = 96; // nearer to the window's edge than this, the page scrolls along
const STEP_PX = 10;

const boxesOf = (list) =>
  [...list.children].map((row) => {
    const { top, height } = row.getBoundingClientRect();
    return { top: top + window.scrollY, height };
  });

const middle = ({ top, height }) => top + height / 2;

/** Where the row belongs when it is moved by so much: its edge has passed the middle of another. */
const placeFor = (boxes, from, by) => {
  const top = boxes[from].top + by;
  const bottom = top + boxes[from].height;
  let to = from;
  while (by < 0 && to > 0 && top < middle(boxes[to - 1])) to -= 1;
  while (by > 0 && to < boxes.length - 1 && bottom > middle(boxes[to + 1])) to += 1;
  return to;
};

const within = (boxes, from, by) => {
  const { top, height } = boxes[from];
  const last = boxes.at(-1);
  return Math.min(Math.max(by, boxes[0].top - top), last.top + last.height - top - height);
};

const scrollStep = (y) => {
  if (y < EDGE_PX) return -STEP_PX;
  return y > window.innerHeight - EDGE_PX ? STEP_PX : 0;
};

export function useSorting(onDrop) {
  const list = useRef(null);
  const held = useRef(null); // what is dragged, from where, and how the rows stood
  const [drag, setDrag] = useState(null);

  const follow = () => {
    const { boxes, from, startY, y } = held.current;
    const by = within(boxes, from, y + window.scrollY - startY);
    held.current.to = placeFor(boxes, from, by);
    setDrag({ from, to: held.current.to, by, height: boxes[from].height });
  };

  const letGo = (isDropped) => {
    if (!held.current) return;
    const { from, to, ids } = held.current;
    held.current = null;
    setDrag(null);
    if (isDropped && to !== from) onDrop(ids[from], ids[to], to < from ? "before" : "after");
  };

  // Near the edge there may be no further movement of the pointer to follow.
  useEffect(() => {
    if (!drag) return;
    const frame = requestAnimationFrame(() => {
      const step = held.current ? scrollStep(held.current.y) : 0;
      const before = window.scrollY;
      if (step) window.scrollBy(0, step);
      if (window.scrollY !== before) follow();
    });
    return () => cancelAnimationFrame(frame);
  }, [drag]);

  useEffect(() => {
    if (!drag) return;
    const pressed = (event) => event.key === "Escape" && letGo(false);
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [Boolean(drag)]);

  const gripFor = (ids, from) => ({
    onPointerDown: (event) => {
      if (event.button !== 0 || held.current) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      const y = event.clientY;
      held.current = { ids, from, to: from, boxes: boxesOf(list.current), startY: y + window.scrollY, y };
      follow();
    },
    onPointerMove: (event) => {
      if (!held.current) return;
      held.current.y = event.clientY;
      follow();
    },
    onPointerUp: () => letGo(true),
    onPointerCancel: () => letGo(false),
  });

  const styleOf = (index) => {
    if (!drag) return undefined;
    if (index === drag.from) return { transform: `translateY(${drag.by}px)` };
    const isPassed = drag.from < drag.to ? index > drag.from && index <= drag.to : index < drag.from && index >= drag.to;
    if (!isPassed) return undefined;
    return { transform: `translateY(${drag.from < drag.to ? -drag.height : drag.height}px)` };
  };

  return { list, gripFor, styleOf, dragged: drag?.from };
}
