// The client's choice of times: a month, one week of chips, and a basket. A click is answered here,
// in the browser; the server hears of it a moment later and says which package each session uses.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { mondayOf, shortMoment } from "./calendar_moments.js";
import { Basket } from "./slot_basket.jsx";
import { useClosings } from "./slot_closings.js";
import { useBasket } from "./slot_memory.js";
import { Month } from "./slot_month.jsx";
import { Week } from "./slot_week.jsx";

const NONE = [];
const ANSWERED_MS = 3000;
const SESSIONS = { one: "session", many: "sessions" };

export function SlotPicker({
  basketKey,
  kind = "session",
  noun = SESSIONS,
  days: read = NONE,
  liveUrl = "",
  week,
  today,
  firstDay,
  lastDay,
  openDays = NONE,
  favouriteDays = NONE,
  selected = NONE,
  limits = {},
  cleared = 0,
  added,
  isInDialog = false,
  timeZone = "UTC",
  locale = "en-GB",
  confirmWords = "",
  emptyWords = "Pick one or more times.",
  onWeek,
  onMonth,
  onChange,
  onConfirm,
}) {
  const days = useClosings(read, liveUrl);
  const tell = useLatest(onChange);
  const tellMonth = useLatest(onMonth);
  const { starts, toggle, idFor } = useBasket(basketKey, { cleared, added, selected, onChange: tell });
  const [asked, setAsked] = useState(week);
  const target = useRef("");
  useEffect(() => setAsked(week), [week]);

  const sent = useRef({ starts: NONE, at: 0 });
  const problemOf = useProblems(days, selected, sent);
  const taken = starts.filter(problemOf);
  const openSet = useMemo(() => new Set(openDays), [openDays]);
  const favouriteSet = useMemo(() => new Set(favouriteDays), [favouriteDays]);
  const isFull = limits.most != null && starts.length - taken.length >= limits.most && !limits.replaces;
  const choose = useCallback((start) => toggle(start, Boolean(limits.replaces)), [toggle, limits.replaces]);

  const go = useLatest((day) => {
    const monday = mondayOf(day);
    target.current = day;
    if (monday === week) return showDay(target);
    setAsked(monday);
    onWeek?.(monday);
  });
  useEffect(() => showDay(target), [days]);

  return (
    <div className="text-ink" style={{ "--chosen": `var(--${kind})` }}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-5 md:grid-cols-[17rem_minmax(0,1fr)] md:grid-rows-[auto_1fr]">
        <Month {...{ week: asked, today, firstDay, lastDay, locale }} openDays={openSet} favouriteDays={favouriteSet} onDay={go} onMonth={tellMonth} />
        <Week
          {...{ starts, problemOf, locale, days, week, asked, firstDay, lastDay }}
          marked={openSet}
          fullWhy={isFull ? limits.why : ""}
          onToggle={choose}
          onGo={go}
        />
        <Basket
          {...{ starts, problemOf, timeZone, locale, taken, selected, noun, limits, emptyWords, confirmWords, cleared, isInDialog }}
          onRemove={choose}
          onConfirm={(chosen) => {
            sent.current = { starts: chosen, at: Date.now() };
            onConfirm?.({ starts: chosen, request_id: idFor(chosen) });
          }}
        />
      </div>
      <p role="status" className="sr-only">
        {taken.map((start) => `${shortMoment(start, timeZone, locale)} is not available any more.`).join(" ")}
      </p>
    </div>
  );
}

/** Why a chosen start can't be had: the server's verdict, or what the open page has seen since.
 * What has just been sent closes by itself: the answer is on its way. */
function useProblems(days, selected, sent) {
  const slots = useMemo(() => new Map(days.flatMap((day) => day.slots.map((slot) => [slot.starts_at, slot]))), [days]);
  const verdicts = useMemo(() => new Map(selected.map((each) => [each.starts_at, each.verdict])), [selected]);
  return useCallback(
    (start) => verdicts.get(start) || (slots.get(start)?.is_open === false && !isUnderWay(sent.current, start) ? "Just taken" : ""),
    [slots, verdicts, sent],
  );
}

const isUnderWay = ({ starts, at }, start) => Date.now() - at < ANSWERED_MS && starts.includes(start);

function useLatest(latest) {
  const current = useRef(latest);
  current.current = latest;
  return useCallback((...given) => current.current?.(...given), []);
}

/** On a phone the chosen day comes into view. */
const showDay = (target) => {
  const element = target.current && document.getElementById(`slots-${target.current}`);
  if (!element) return;
  target.current = "";
  if (element.getBoundingClientRect().bottom > window.innerHeight) element.scrollIntoView({ block: "start" });
};
