// What is drawn around and inside the calendar: toolbar, week strip, one event.
import {
  Activity,
  CalendarDays,
  Check,
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  Columns3,
  Dumbbell,
  Globe,
  UserX,
  Video,
  X,
} from "lucide-react";
import { addDays, fullDay, spanOfDays, weekOf, words } from "./calendar_moments.js";

const KIND_ICONS = { session: Dumbbell, checkin: Video, workout: Activity };
const STATUS_ICONS = { completed: Check, no_show: UserX, cancelled: X, to_mark: CircleAlert };

export const titleOf = (view, day, isNarrow, locale) => {
  if (view === "month") return words(day, locale, { month: "long", year: "numeric" });
  if (isNarrow) return words(day, locale, { weekday: "short", day: "numeric", month: "long" });
  const week = weekOf(day);
  return spanOfDays(week[0], week[6], locale);
};

export function Toolbar({ view, day, today, isNarrow, locale, zoneNames, onStep, onToday, onView }) {
  const unit = view === "month" ? "month" : isNarrow ? "day" : "week";
  return (
    <div className="cal-toolbar">
      <div className="cal-steps">
        <button type="button" className="cal-button cal-today" onClick={onToday}>
          Today<span className="cal-hidden">, {fullDay(today, locale)}</span>
        </button>
        <button
          type="button"
          className="cal-button cal-icon-button"
          aria-label={`Previous ${unit}`}
          onClick={() => onStep(-1)}
        >
          <ChevronLeft aria-hidden size={20} />
        </button>
        <button
          type="button"
          className="cal-button cal-icon-button"
          aria-label={`Next ${unit}`}
          onClick={() => onStep(1)}
        >
          <ChevronRight aria-hidden size={20} />
        </button>
      </div>
      <h2 className="cal-title" aria-live="polite">
        {titleOf(view, day, isNarrow, locale)}
      </h2>
      {zoneNames && (
        <span className="cal-zone">
          <Globe aria-hidden size={14} />
          <span className="cal-zone-long">{zoneNames[0]}</span>
          <span className="cal-zone-short" aria-hidden>
            {zoneNames[1]}
          </span>
        </span>
      )}
      <div className="cal-views" role="group" aria-label="Calendar view">
        <ViewButton
          name={isNarrow ? "Day" : "Week"}
          icon={Columns3}
          isOn={view === "week"}
          onClick={() => onView("week")}
        />
        <ViewButton
          name="Month"
          icon={CalendarDays}
          isOn={view === "month"}
          onClick={() => onView("month")}
        />
      </div>
    </div>
  );
}

function ViewButton({ name, icon: Icon, isOn, onClick }) {
  return (
    <button type="button" className="cal-view" aria-pressed={isOn} onClick={onClick}>
      <Icon aria-hidden size={16} />
      {name}
    </button>
  );
}

/** The seven days of a phone's week: which have something, which one is shown. */
export function WeekStrip({ day, today, locale, kindsByDay, onDay }) {
  return (
    <div className="cal-strip" role="group" aria-label="Day of the week">
      {weekOf(day).map((each) => {
        const kinds = kindsByDay.get(each) || [];
        return (
          <button
            key={each}
            type="button"
            className="cal-strip-day"
            data-today={each === today || undefined}
            aria-current={each === day ? "date" : undefined}
            aria-label={`${fullDay(each, locale)}${kinds.length ? `, ${kinds.length} booked` : ""}`}
            onClick={() => onDay(each)}
          >
            <span className="cal-strip-name">{words(each, locale, { weekday: "narrow" })}</span>
            <span className="cal-strip-number">{Number(each.slice(8))}</span>
            <span className="cal-dots" aria-hidden>
              {kinds.slice(0, 3).map((kind, index) => (
                <i key={index} className={`cal-dot cal-kind-${kind}`} />
              ))}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** One booking as drawn; its accessible name is the server's whole sentence. */
export function EventFace({ event, timeText, isPending, isShort }) {
  const { kind, status, label } = event.extendedProps;
  const KindIcon = KIND_ICONS[kind];
  const StatusIcon = STATUS_ICONS[status];
  return (
    <>
      <span className="cal-hidden">
        {label || `${event.title}, ${timeText}`}
        {isPending ? ", being moved" : ""}
      </span>
      <span className={isShort ? "cal-face cal-face-short" : "cal-face"} title={label} aria-hidden>
        <span className="cal-face-title">
          {KindIcon && <KindIcon className="cal-face-icon" size={13} strokeWidth={2.25} />}
          <span className="cal-face-name">{event.title}</span>
          <span className="cal-face-initials">{initialsOf(event.title)}</span>
          {StatusIcon && <StatusIcon className="cal-face-status" size={13} strokeWidth={2.5} />}
        </span>
        <span className="cal-face-time">{timeText}</span>
      </span>
    </>
  );
}

/** Where a month's cell is full: how many more, leading to the day. */
export function MoreFace({ count, label }) {
  return (
    <>
      <span className="cal-hidden">{label}</span>
      <span className="cal-more-face" aria-hidden>
        +{count}
        <span className="cal-more-word"> more</span>
      </span>
    </>
  );
}

const initialsOf = (name) => {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word.slice(0, 1)).join("");
};

/** How full the coach is at a time: "1/2" beside a rail that fills up. */
export function UsageFace({ present, capacity }) {
  const share = capacity > 0 ? Math.min(present / capacity, 1) : 1;
  return (
    <span className="cal-usage-face" aria-hidden data-over={present > capacity || undefined}>
      <span className="cal-usage-text">
        {present}/{capacity}
      </span>
      <span className="cal-rail">
        <i style={{ height: `${share * 100}%` }} />
      </span>
    </span>
  );
}

export const kindsOfDays = (events, dayOf) => {
  const kinds = new Map();
  for (const event of events) {
    const day = dayOf(event.start);
    kinds.set(day, [...(kinds.get(day) || []), event.kind]);
  }
  return kinds;
};

export const stepOf = (view, isNarrow, day, direction) => {
  if (view !== "month") return addDays(day, direction * (isNarrow ? 1 : 7));
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + direction, 1)).toISOString().slice(0, 10);
};
