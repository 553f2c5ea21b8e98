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
import {
  useMoves,
  useNarrow,
  useReachableHours,
  useRoom,
  useSteady,
  useSwipe,
  useToday,
} from "./calendar_hooks.js";
import { addDays, dayAt, foreignZone, rangeOf } from "./calendar_moments.js";
import { fitted } from "./calendar_month.js";
import { EventFace, kindsOfDays, MoreFace, stepOf, Toolbar, UsageFace, WeekStrip } from "./calendar_parts.jsx";
import { backgrounds, firstHour } from "./calendar_hours.js";
import { CLASSES } from "./calendar_classes.js";

const PLUGINS = [dayGridPlugin, timeGridPlugin, interactionPlugin];
const NARROW_PIXELS = 600;
const NONE = [];
const NO_MORE = {};

export function Calendar({
  events = NONE,
  spans = NONE,
  usage = NONE,
  more = NO_MORE,
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
  const given = useMemo(
    () => ({ events, spans, usage, more, loaded }),
    [events, spans, usage, more, loaded],
  );
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

  const range = rangeOf(view, day);
  const asked = useRef("");
  const askFor = (inView, on) => {
    const wanted = { ...rangeOf(inView, on), view: inView };
    if (asked.current === `${wanted.start} ${inView}`) return;
    asked.current = `${wanted.start} ${inView}`;
    onRange?.(wanted);
  };
  useEffect(() => askFor(view, day), [range.start, view]);
  // The server is asked before anything is drawn: drawing takes as long as its answer.
  const leadTo = (on, inView = view) => {
    askFor(inView, on);
    setDay(on);
    setView(inView);
  };

  const dayOf = useCallback((instant) => dayAt(instant, timeZone), [timeZone]);
  useFocus(root, goTo, shown);
  useReachableHours(root, `${drawnView} ${day} ${loaded} ${isNarrow}`);
  const isOther = (known) => known !== undefined && known !== `${range.start} ${range.end}`;
  const [isLoading, isDrawable] = [isOther(loaded), !isOther(shown.loaded)];

  const room = useRoom(root, view === "month", isNarrow);
  const drawn = useMemo(() => {
    if (!isDrawable) return NONE; // what is here is of other days
    const listed = view === "month" ? fitted(shown.events, shown.more, room, dayOf) : shown.events;
    return [
      ...backgrounds(shown.spans, shown.usage, view, range, timeZone),
      ...listed.map((event) => (event.more ? event : entry(event, moves[event.id]))),
    ];
  }, [view, range.start, timeZone, shown, moves, room, isDrawable]);
  const zoneNames = useMemo(() => foreignZone(timeZone, locale), [timeZone, locale]);
  const hours = useMemo(() => hourFormat(locale), [locale]);
  const [scrollTime] = useState(() => firstHour(spans, timeZone));
  const kindsByDay = useMemo(() => kindsOfDays(shown.events, dayOf), [shown, dayOf]);

  const pick = (chosen) => onPick?.(chosen);
  const open = useSteady(({ event }) => {
    if (event.extendedProps.more) openDay(event.startStr.slice(0, 10));
    else onOpen?.({ id: event.id });
  });
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
  const openDay = (on) => leadTo(on, "week");
  const step = (direction) => leadTo(stepOf(view, isNarrow, day, direction));
  const swipe = useSwipe(isNarrow === true, isDragging, step);

  return (
    <section ref={root} className="cal" aria-label="Calendar" data-narrow={isNarrow || undefined}>
      <Toolbar
        {...{ view, day, today, isNarrow, locale }}
        zoneNames={zoneNames}
        onStep={step}
        onToday={() => leadTo(today)}
        onView={(chosen) => leadTo(day, chosen)}
      />
      {isNarrow && view === "week" && (
        <WeekStrip {...{ day, today, locale, kindsByDay }} onDay={leadTo} />
      )}
      <p className="cal-note" role="status" data-shown={note ? true : undefined}>
        {note}
      </p>
      <div className="cal-body" style={{ height }} aria-busy={isLoading || undefined} {...swipe}>
        {isLoading && <span className="cal-loading" aria-hidden />}
        {canPick && (
          <EmptyPlace
            {...{ calendar, day, view, place, onDay: leadTo, onPick: pick }}
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
            views={VIEWS}
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
            slotHeaderFormat={hours}
            dayHeaderContent={DayHead}
            dayHeaders={!(isNarrow && view === "week")}
            navLinkDayClick={go}
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
// Said of the view, not of the calendar: a week that is on its way out must not grow once more.
const VIEWS = { dayGridMonth: { expandRows: true, navLinks: true } };
const TIME = { hour: "numeric", minute: "2-digit" };
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

const faceOf = ({ event, timeText, isShort }) =>
  event.extendedProps.more ? (
    <MoreFace count={event.extendedProps.more} label={event.title} />
  ) : (
    <EventFace {...{ event, timeText, isShort }} isPending={event.extendedProps.isPending} />
  );

const usageOf = ({ event }) =>
  event.extendedProps.capacity === undefined ? null : <UsageFace {...event.extendedProps} />;

const DayHead = ({ weekdayText, dayNumberText, view }) => (
  <span className="cal-day-head">
    <span className="cal-day-name">{weekdayText}</span>
    {view.type !== "dayGridMonth" && <span className="cal-day-number">{dayNumberText}</span>}
  </span>
);

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
