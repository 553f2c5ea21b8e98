// A month's cells: as many bookings of a day as fit, then how many more there are.

/** The events to draw, and in the last line of a fuller day one that leads to the day. */
export const fitted = (events, more, room, dayOf) => {
  const byDay = new Map();
  for (const event of events) {
    const day = dayOf(event.start);
    byDay.set(day, [...(byDay.get(day) || []), event]);
  }
  return [...byDay].flatMap(([day, own]) => {
    const left = more[day] || 0;
    if (!left && own.length <= room) return own;
    const shown = own.slice(0, Math.max(room - 1, 0));
    return [...shown, moreOf(day, left + own.length - shown.length)];
  });
};

const moreOf = (day, more) => ({
  id: `more-${day}`,
  title: `${more} more on this day`,
  start: `${day}T23:59:00`,
  end: `${day}T23:59:59`,
  startEditable: false,
  className: "cal-more",
  more,
});
