// Calendar days as "YYYY-MM-DD" strings and their words. No zone enters here: a day is a day.

const DAY_MS = 86_400_000;

const formatters = new Map();

/** Making a formatter takes longer than using it a hundred times. */
const formatter = (locale, options) => {
  const key = locale + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(locale, options));
  return formatters.get(key);
};

const noon = (day) => Date.parse(`${day}T12:00:00Z`);

export const addDays = (day, count) =>
  new Date(noon(day) + count * DAY_MS).toISOString().slice(0, 10);

export const mondayOf = (day) => addDays(day, -((new Date(noon(day)).getUTCDay() + 6) % 7));

export const weekOf = (day) => {
  const monday = mondayOf(day);
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
};

export const monthOf = (day) => {
  const first = mondayOf(`${day.slice(0, 7)}-01`);
  return { start: first, end: addDays(first, 42) };
};

export const rangeOf = (view, day) => {
  if (view === "month") return monthOf(day);
  const monday = mondayOf(day);
  return { start: monday, end: addDays(monday, 7) };
};

export const words = (day, locale, options) =>
  formatter(locale, { timeZone: "UTC", ...options }).format(noon(day));

export const fullDay = (day, locale) =>
  words(day, locale, { weekday: "long", day: "numeric", month: "long" });

export const spanOfDays = (first, last, locale) =>
  formatter(locale, {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).formatRange(noon(first), noon(last));

/** The day on which an instant falls in a zone. */
export const dayAt = (instant, timeZone) =>
  formatter("sv-SE", { timeZone }).format(new Date(instant));

export const timeAt = (instant, timeZone, locale) =>
  formatter(locale, { timeZone, hour: "numeric", minute: "2-digit" }).format(new Date(instant));

/** Minutes after midnight as "HH:MM:SS". */
export const wallTime = (minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}:00`;

/** A wall clock moment as an ISO string without an offset; minutes may pass midnight. */
export const wallMoment = (day, minutes) =>
  minutes < 1440
    ? `${day}T${wallTime(minutes)}`
    : `${addDays(day, Math.floor(minutes / 1440))}T${wallTime(minutes % 1440)}`;

/** "Tue 3 Mar, 9:00" in a zone. */
export const shortMoment = (instant, timeZone, locale) =>
  formatter(locale, {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  }).format(new Date(instant));

/** What the zone is called, at length and in short; nothing where the reader is in it. */
export const foreignZone = (timeZone, locale) => {
  if (Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone) return null;
  return ["longGeneric", "shortGeneric"].map((timeZoneName) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
    return format.formatToParts(Date.now()).find(({ type }) => type === "timeZoneName").value;
  });
};
