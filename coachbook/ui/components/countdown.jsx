// How long until something starts, in the reader's words, for as long as the page is open.
import { useEffect, useState } from "react";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TICKS_MS = 20_000;

const dayIn = (at, timeZone) => Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone }).format(at));

/** The days between are the calendar's: at eleven in the evening, nine in the morning is tomorrow. */
const words = (start, end, now, { locale, timeZone, underWay, over }) => {
  if (now >= end) return over;
  if (now >= start) return underWay;
  const say = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const days = Math.round((dayIn(start, timeZone) - dayIn(now, timeZone)) / (24 * HOUR));
  if (days >= 14) return say.format(Math.floor(days / 7), "week");
  if (days >= 1) return say.format(days, "day");
  if (start - now < HOUR) return say.format(Math.max(1, Math.round((start - now) / MINUTE)), "minute");
  return say.format(Math.round((start - now) / HOUR), "hour");
};

export function Countdown({ startsAt, endsAt, locale = "en", timeZone = "UTC", underWay, over, className }) {
  const [now, setNow] = useState(null);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, TICKS_MS);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [startsAt]);
  if (now === null || !startsAt) return null;
  const said = words(Date.parse(startsAt), Date.parse(endsAt), now, { locale, timeZone, underWay, over });
  return (
    <time dateTime={startsAt} className={className}>
      {said[0].toLocaleUpperCase(locale) + said.slice(1)}
    </time>
  );
}
