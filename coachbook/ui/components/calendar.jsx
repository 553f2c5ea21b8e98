// The coach's calendar over FullCalendar 7. Plain data in and out: Python gives events, spans and
// verdicts, and gets {seq, id, start, end} for a move and {start, end} for an empty place.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import FullCalendar from "@fullcalendar/react";
import dayGridPlugin from "@fullcalendar/react/daygrid";
import interactionPlugin from "@fullcalendar/react/interaction";
import timeGridPlugin from "@fullcalendar/react/timegrid";
import "@fullcalendar/react/skeleton.css";
import "./calendar.css";
import { describePlace, EmptyPlace } from "./calendar_cursor.jsx";
import { useMoves, useNarrow, useReachableHours, useSteady, useSwipe, useToday } from "./calendar_hooks.js";
import { addDays, dayAt, monthOf, weekOf } from "./calendar_moments.js";
import { CloseIcon, EventFace, kindsOfDays, stepOf, Toolbar, UsageFace, WeekStrip } from "./calendar_parts.jsx";
import { backgrounds, firstHour } from "./calendar_hours.js";
import { CLASSES } from "./calendar_classes.js";

const PLUGINS = [dayGridPlugin, timeGridPlugin, interactionPlugin];
const NARROW_PIXELS = 600;
const NONE = [];

export function Calendar({
  events = NONE,
  spans = NONE,
  usage = NONE,
  verdict,
  timeZone = "UTC",
  locale = "en-GB",
  date,
  view: givenView = "week",
  goTo,
  height = "calc(100dvh - 13rem)",
  pickMinutes = 60,
  timeoutMs = 8000,
  canPick = true,
  loaded,
  onMove,
  onPick,
  onOpen,
  onRange,
}) {
  const root = useRef(null);
  const fullCalendar = useRef(null);
  const calendar = useCallback(() => fullCalendar.current?.getApi(), []);
  const isNarrow = useNarrow(root, NARROW_PIXELS);
  const today = useToday(timeZone);
  const [view, setView] = useState(givenView);
  const [day, setDay] = useState(date || today);
  const [place, setPlace] = useState(null);
  const [note, setNote] = useState("");
  const given = useMemo(() => ({ events, spans, usage }), [events, spans, usage]);
  const { shown, moves, ask, drag, isDragging } = useMoves(given, verdict, timeoutMs, () =>
    setNote("No answer from the server, so nothing was moved. Try again in a moment."),
  );

  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => setNote(""), 8000);
    return () => clearTimeout(timer);
  }, [note]);

  // Where the server sends the calendar: {seq, date, view, id}.
  useEffect(() => {
    if (!goTo?.seq) return;
    if (goTo.view) setView(goTo.view);
    if (goTo.date) setDay(goTo.date);
  }, [goTo?.seq]);

  const drawnView = view === "month" ? "dayGridMonth" : isNarrow ? "timeGridDay" : "timeGridWeek";
  // Before the keyboard's cursor marks its place: a change of view forgets what was marked.
  useLayoutEffect(() => {
    calendar()?.changeView(drawnView, day);
  }, [calendar, drawnView, day]);

  const range = view === "month" ? monthOf(day) : { start: weekOf(day)[0], end: addDays(weekOf(day)[0], 7) };
  useEffect(() => {
    onRange?.({ start: range.start, end: range.end, view });
  }, [range.start, range.end, view]);

  useFocus(root, goTo, shown);
  useReachableHours(root, `${drawnView} ${day} ${loaded} ${isNarrow}`);
  const isLoading = loaded !== undefined && loaded !== `${range.start} ${range.end}`;

  const drawn = useMemo(
    () => [
      ...backgrounds(shown.spans, shown.usage, view, range, timeZone),
      ...shown.events.map((event) => entry(event, moves[event.id])),
    ],
    [view, range.start, timeZone, shown, moves],
  );
  const [scrollTime] = useState(() => firstHour(spans, timeZone));
  const dayOf = useCallback((instant) => dayAt(instant, timeZone), [timeZone]);
  const kindsByDay = useMemo(() => kindsOfDays(shown.events, dayOf), [shown, dayOf]);

  const pick = (chosen) => onPick?.(chosen);
  const open = useSteady(({ event }) => onOpen?.({ id: event.id }));
  const go = useSteady((on) => openDay(dayAt(on, timeZone)));
  const lift = useSteady(() => drag(true));
  const letGo = useSteady(() => drag(false));
  const unmark = useSteady(() => setPlace(null));
  const drop = useSteady(({ event }) => {
    const [start, end] = [event.startStr, event.endStr];
    onMove?.({ seq: ask(event.id, start, end), id: event.id, start, end });
  });
  // FullCalendar reports what the keyboard's cursor marked through the same door, without an event.
  const select = useSteady(({ startStr, endStr, allDay, jsEvent }) => {
    const chosen = { start: startStr, end: endStr, whole_day: allDay };
    if (jsEvent) pick(chosen);
    else setPlace(chosen);
  });
  const click = useSteady(({ dateStr, allDay, date: instant }) => {
    if (allDay && isNarrow) return openDay(dateStr);
    if (!canPick) return;
    if (allDay) return pick({ start: dateStr, end: addDays(dateStr, 1), whole_day: true });
    const row = new Date(Math.floor(instant.getTime() / 1_800_000) * 1_800_000);
    const end = new Date(row.getTime() + pickMinutes * 60_000);
    calendar().select(row, end);
    pick({ start: calendar().formatIso(row), end: calendar().formatIso(end), whole_day: false });
  });
  const openDay = (on) => {
    setDay(on);
    setView("week");
  };
  const step = (direction) => setDay(stepOf(view, isNarrow, day, direction));
  const swipe = useSwipe(isNarrow === true, isDragging, step);

  return (
    <section ref={root} className="cal" aria-label="Calendar" data-narrow={isNarrow || undefined}>
      <Toolbar
        {...{ view, day, today, isNarrow, locale }}
        zoneNames={foreignZone(timeZone, locale)}
        onStep={step}
        onToday={() => setDay(today)}
        onView={setView}
      />
      {isNarrow && view === "week" && (
        <WeekStrip {...{ day, today, locale, kindsByDay }} onDay={setDay} />
      )}
      <p className="cal-note" role="status" data-shown={note ? true : undefined}>
        {note}
      </p>
      <div className="cal-body" style={{ height }} aria-busy={isLoading || undefined} {...swipe}>
        {isLoading && <span className="cal-loading" aria-hidden />}
        {canPick && (
          <EmptyPlace
            {...{ calendar, day, view, place, onDay: setDay, onPick: pick }}
            minutes={pickMinutes}
            describe={(chosen) => describePlace(chosen, { spans, usage, timeZone, locale })}
          />
        )}
        {isNarrow !== null && (
          <FullCalendar
            ref={fullCalendar}
            plugins={PLUGINS}
            {...CLASSES}
            headerToolbar={false}
            initialView={drawnView}
            initialDate={day}
            timeZone={timeZone}
            locale={locale}
            height="100%"
            expandRows={view === "month"}
            firstDay={1}
            fixedWeekCount
            allDaySlot={false}
            nowIndicator
            scrollTime={scrollTime}
            scrollTimeReset={false}
            slotDuration={QUARTER}
            snapDuration={QUARTER}
            slotHeaderInterval="01:00:00"
            slotMinHeight={12}
            eventTimeFormat={TIME}
            slotHeaderFormat={hourFormat(locale)}
            dayHeaderContent={DayHead}
            dayHeaders={!(isNarrow && view === "week")}
            navLinks={view === "month"}
            navLinkDayClick={go}
            dayMaxEvents={view === "month"}
            popoverFormat={POPOVER}
            popoverCloseContent={CloseIcon}
            displayEventEnd={isNarrow}
            slotEventOverlap={false}
            eventShortHeight={34}
            eventMinHeight={22}
            eventDurationEditable={false}
            eventStartEditable={Boolean(onMove)}
            eventDragMinDistance={6}
            eventLongPressDelay={350}
            dragRevertDuration={200}
            selectable={canPick && !(isNarrow && view === "month")}
            selectMinDistance={8}
            selectLongPressDelay={450}
            unselectCancel=".cal-place"
            events={drawn}
            eventContent={faceOf}
            backgroundEventContent={usageOf}
            eventClick={open}
            eventDragStart={lift}
            eventDragStop={letGo}
            eventDrop={drop}
            select={select}
            unselect={unmark}
            dateClick={click}
          />
        )}
      </div>
    </section>
  );
}

// Rows as fine as the snapping: with coarser ones FullCalendar 7.1 drops up to one snap too late.
const QUARTER = "00:15:00";
const TIME = { hour: "numeric", minute: "2-digit" };
const POPOVER = { weekday: "long", day: "numeric", month: "long" };
const HOUR = { hour: "numeric" };

/** "8 AM" or "8:00", as the locale says. */
const hourFormat = (locale) =>
  new Intl.DateTimeFormat(locale, TIME).resolvedOptions().hour12 ? HOUR : TIME;

const entry = (event, move) => ({
  id: event.id,
  title: event.title,
  start: move?.start || event.start,
  end: move?.end || event.end,
  startEditable: Boolean(event.editable) && !move,
  className: `cal-event cal-kind-${event.kind} cal-status-${event.status}${move ? " cal-pending" : ""}`,
  extendedProps: {
    kind: event.kind,
    status: event.status,
    label: event.label,
    isPending: Boolean(move),
  },
});

const faceOf = ({ event, timeText, isShort }) => (
  <EventFace {...{ event, timeText, isShort }} isPending={event.extendedProps.isPending} />
);

const usageOf = ({ event }) =>
  event.extendedProps.capacity === undefined ? null : <UsageFace {...event.extendedProps} />;

const DayHead = ({ text, weekdayText, dayNumberText, inPopover, view }) =>
  inPopover ? (
    <span className="cal-popover-title">{text}</span>
  ) : (
    <span className="cal-day-head">
      <span className="cal-day-name">{weekdayText}</span>
      {view.type !== "dayGridMonth" && <span className="cal-day-number">{dayNumberText}</span>}
    </span>
  );

/** What the zone is called, at length and in short; nothing where the reader is in it. */
const foreignZone = (timeZone, locale) => {
  if (Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone) return null;
  return ["longGeneric", "shortGeneric"].map((timeZoneName) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
    return format.formatToParts(Date.now()).find(({ type }) => type === "timeZoneName").value;
  });
};

/** Puts the focus on the event that the server sent the calendar to, once it is drawn. */
function useFocus(root, goTo, shown) {
  const done = useRef(goTo?.seq);
  useEffect(() => {
    if (!goTo?.id || done.current === goTo.seq) return;
    const timer = setTimeout(() => {
      const element = root.current?.querySelector(`[data-event-id="${CSS.escape(goTo.id)}"]`);
      if (!element) return;
      element.focus();
      done.current = goTo.seq;
    }, 100);
    return () => clearTimeout(timer);
  }, [root, goTo, shown]);
}
