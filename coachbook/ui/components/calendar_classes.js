// FullCalendar's parts named, so that calendar.css can dress them: it has no lasting names itself.

const join = (...names) => names.filter(Boolean).join(" ");

const dayClass = (info) =>
  join(
    "cal-day",
    info.isToday && "cal-day-today",
    info.isPast && "cal-day-past",
    info.isOther && "cal-day-other",
  );

const LINES = { 15: "cal-slot-none", 30: "cal-slot-minor", 45: "cal-slot-none" };

export const CLASSES = {
  className: "cal-root",
  viewClass: "cal-grid",
  tableHeaderClass: "cal-head",
  dayHeaderAlign: "center",
  dayHeaderRowClass: "cal-head-row",
  dayHeaderClass: (info) => join("cal-head-cell", info.isToday && "cal-head-today"),
  dayHeaderDividerClass: "cal-divider",
  fillerClass: "cal-filler",
  dayRowClass: "cal-row",
  dayCellClass: dayClass,
  dayCellTopClass: "cal-cell-top",
  dayCellTopInnerClass: (info) => join("cal-cell-number", info.isToday && "cal-cell-today"),
  dayCellBottomClass: "cal-cell-bottom",
  dayLaneClass: dayClass,
  dayLaneInnerClass: (info) => (info.isStack ? "" : "cal-lane"),
  slotHeaderAlign: "end",
  slotHeaderRowClass: "cal-row",
  slotHeaderClass: "cal-slot-head",
  slotHeaderInnerClass: "cal-slot-time",
  slotHeaderDividerClass: "cal-slot-divider",
  slotLaneClass: ({ time }) => join("cal-slot", LINES[(time.milliseconds / 60_000) % 60]),
  nowIndicatorLineClass: "cal-now",
  nowIndicatorDotClass: "cal-now-dot",
  nowIndicatorHeaderClass: "cal-now-head",
  highlightClass: "cal-chosen",
  columnEventClass: (info) =>
    join(
      "cal-column-event",
      info.isShort && "cal-short",
      info.isPast && "cal-past",
      info.isMirror && "cal-mirror",
      info.isSelected && "cal-lifted",
    ),
  rowEventClass: (info) => join("cal-row-event", info.isMirror && "cal-mirror"),
  listItemEventClass: (info) => join("cal-row-event", info.isMirror && "cal-mirror"),
  navLinkClass: "cal-link",
  eventDidMount: ({ el, event }) => {
    el.dataset.eventId = event.id;
  },
};
