// The keyboard's way to an empty place: arrows move a marked stretch, Enter picks it.
// A spin button to assistive technology, whose value is the place in words.
import { useEffect, useRef, useState } from "react";
import { addDays, dayAt, fullDay, timeAt, wallMoment } from "./calendar_moments.js";

const OPENING_MINUTES = 9 * 60;
const STEPS = {
  ArrowUp: ([day, minutes], step) => [day, minutes - step],
  ArrowDown: ([day, minutes], step) => [day, minutes + step],
  ArrowLeft: ([day, minutes]) => [addDays(day, -1), minutes],
  ArrowRight: ([day, minutes]) => [addDays(day, 1), minutes],
  PageUp: ([day, minutes]) => [addDays(day, -7), minutes],
  PageDown: ([day, minutes]) => [addDays(day, 7), minutes],
  Home: ([day]) => [day, 6 * 60],
  End: ([day]) => [day, 21 * 60],
};
const MONTH_STEPS = {
  ArrowUp: STEPS.PageUp,
  ArrowDown: STEPS.PageDown,
  ArrowLeft: STEPS.ArrowLeft,
  ArrowRight: STEPS.ArrowRight,
  Home: ([day, minutes]) => [`${day.slice(0, 8)}01`, minutes],
};

/** The stretch that FullCalendar selected, kept by the calendar: {start, end} with offsets. */
export function EmptyPlace({ calendar, day, view, minutes, place, describe, onDay, onPick }) {
  const [at, setAt] = useState(null);
  const here = useRef(null);

  useEffect(() => {
    if (!at) return;
    const [on, from] = at;
    if (view === "month") calendar().select(on);
    else {
      calendar().select(wallMoment(on, from), wallMoment(on, from + minutes));
      calendar().scrollToTime({ minutes: Math.max(0, from - 120) });
    }
  }, [at, view, day, minutes, calendar]);

  const press = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (place) onPick(place);
      return;
    }
    const step = (view === "month" ? MONTH_STEPS : STEPS)[event.key];
    if (!step || !at) return;
    event.preventDefault();
    const [on, from] = step(at, event.shiftKey ? 15 : 30);
    const next = [on, Math.min(Math.max(from, 0), 1440 - 15)];
    onDay(next[0]);
    setAt(next);
  };

  return (
    <div
      ref={here}
      role="spinbutton"
      tabIndex={0}
      className="cal-place"
      aria-label="Pick an empty place. Arrows move, Enter picks"
      aria-valuenow={at ? at[1] : 0}
      aria-valuetext={at && place ? describe(place) : "Nothing yet"}
      onFocus={() => setAt((last) => [day, last ? last[1] : OPENING_MINUTES])}
      onBlur={() => {
        setAt(null);
        calendar().unselect();
      }}
      onKeyDown={press}
    >
      <span>{at && place ? describe(place) : ""}</span>
      <span className="cal-place-help" aria-hidden>
        Arrows move · Enter picks
      </span>
    </div>
  );
}

/** "Tuesday 3 March, 9:00 to 10:00, outside open hours, 1 of 2 booked". */
export const describePlace = (place, { spans, usage, timeZone, locale }) => {
  if (place.whole_day) return fullDay(place.start, locale);
  const start = Date.parse(place.start);
  const covers = (each) => Date.parse(each.start) <= start && start < Date.parse(each.end);
  const kinds = spans.filter(covers).map((span) => span.kind);
  const isBlocked = kinds.includes("blackout");
  const use = usage.find(covers);
  return [
    fullDay(dayAt(start, timeZone), locale),
    `${timeAt(start, timeZone, locale)} to ${timeAt(place.end, timeZone, locale)}`,
    isBlocked && "blocked",
    !isBlocked && !kinds.includes("open") && "outside open hours",
    use && `${use.present} of ${use.capacity} booked`,
  ]
    .filter(Boolean)
    .join(", ");
};
