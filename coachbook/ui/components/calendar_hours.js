// Behind the bookings: open hours, blackouts, what is closed between them, how full each time is.
import { Temporal } from "temporal-polyfill";

const USUAL_HOUR = 7;
const DAY_MS = 86_400_000;

export const backgrounds = (spans, usage, view, range, timeZone) => {
  const lasting = (span) => Date.parse(span.end) - Date.parse(span.start);
  if (view === "month") {
    return spans.filter((span) => span.kind === "blackout" && lasting(span) > DAY_MS / 2).map(backgroundOf);
  }
  return [...spans, ...gaps(spans, range, timeZone)].map(backgroundOf).concat(usage.map(usageEntry));
};

/** What lies between the spans is closed. Without any span nothing is known, so nothing is. */
const gaps = (spans, range, timeZone) => {
  const closed = [];
  let from = midnight(range.start, timeZone);
  const end = midnight(range.end, timeZone);
  const inOrder = spans
    .map((span) => [Date.parse(span.start), Date.parse(span.end)])
    .filter(([start, until]) => until > from && start < end)
    .sort(([one], [other]) => one - other);
  for (const [start, until] of inOrder) {
    if (start > from) closed.push({ start: from, end: start, kind: "closed" });
    from = Math.max(from, until);
  }
  if (spans.length && from < end) closed.push({ start: from, end, kind: "closed" });
  return closed;
};

const backgroundOf = ({ start, end, kind }) => ({
  start,
  end,
  display: "background",
  className: `cal-span cal-span-${kind}`,
});

const usageEntry = ({ start, end, present, capacity }) => ({
  start,
  end,
  display: "background",
  className: "cal-usage",
  extendedProps: { present, capacity },
});

/** The instant at which a day begins in a zone, in milliseconds. */
const midnight = (day, timeZone) =>
  Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;

/** The hour to begin the day's view with: the first that is open on any of the days. */
export const firstHour = (spans, timeZone) => {
  const inZone = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit" });
  const open = spans.filter(({ kind }) => kind === "open" || kind === "checkin");
  const hours = open.map(({ start }) => Number(inZone.format(Date.parse(start))));
  return { hours: hours.length ? Math.min(...hours) : USUAL_HOUR };
};
