// A month to find a week in: days that have openings are marked; arrows move, Enter chooses.
import { memo, useEffect, useRef, useState } from "react";
import { Star } from "lucide-react";
import { addDays, fullDay, mondayOf, monthOf, words } from "./calendar_moments.js";
import { Step } from "./slot_parts.jsx";

const KEYS = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: (day) => mondayOf(day),
  End: (day) => addDays(mondayOf(day), 6),
  PageUp: (day) => sameDay(day, -1),
  PageDown: (day) => sameDay(day, 1),
};

const monthAfter = (day, months) => {
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
};

const sameDay = (day, months) => {
  const first = monthAfter(day, months);
  const last = addDays(monthAfter(first, 1), -1);
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return same > last ? last : same;
};

export const Month = memo(function Month({ week, today, firstDay, lastDay, openDays, favouriteDays, locale, onDay, onMonth }) {
  const [at, setAt] = useState(week > firstDay ? week : firstDay);
  const grid = useRef(null);
  const shown = at.slice(0, 7);
  const hasMoved = useRef(false);

  useEffect(() => {
    setAt((now) => (mondayOf(now) === week ? now : week > firstDay ? week : firstDay));
  }, [week, firstDay]);

  useEffect(() => {
    if (hasMoved.current) grid.current.querySelector('[tabindex="0"]')?.focus();
    hasMoved.current = false;
  }, [at]);

  const told = useRef(shown);
  useEffect(() => {
    if (told.current !== shown) onMonth(`${shown}-01`);
    told.current = shown;
  }, [shown, onMonth]);

  const within = (day) => (day < firstDay ? firstDay : day > lastDay ? lastDay : day);
  const press = (event) => {
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    hasMoved.current = true;
    setAt(within(move(at)));
  };
  const step = (months) => setAt(within(monthAfter(at, months)));
  const { start } = monthOf(`${shown}-01`);
  const rows = Array.from({ length: 6 }, (_, row) => addDays(start, row * 7)).filter(
    (monday) => monday.slice(0, 7) <= shown,
  );

  return (
    <div>
      <div className="flex items-center justify-between pb-1">
        <h2 id="slot-month" className="px-1 text-[15px] font-semibold" aria-live="polite">
          {words(`${shown}-01`, locale, { month: "long", year: "numeric" })}
        </h2>
        <div className="flex">
          <Step label="Previous month" isBack isOff={shown <= firstDay.slice(0, 7)} onClick={() => step(-1)} />
          <Step label="Next month" isOff={shown >= lastDay.slice(0, 7)} onClick={() => step(1)} />
        </div>
      </div>
      <table ref={grid} role="grid" aria-labelledby="slot-month" className="w-full table-fixed border-separate border-spacing-y-0.5" onKeyDown={press}>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, index) => addDays(start, index)).map((day) => (
              <th key={day} scope="col" className="h-8 text-xs font-medium text-ink-soft">
                <span className="sr-only">{words(day, locale, { weekday: "long" })}</span>
                <span aria-hidden="true">{words(day, locale, { weekday: "narrow" })}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((monday) => (
            <tr key={monday} className={monday === week ? "bg-sunken" : ""}>
              {Array.from({ length: 7 }, (_, index) => addDays(monday, index)).map((day) => (
                <Day
                  key={day}
                  {...{ day, locale, onDay }}
                  isOut={day.slice(0, 7) !== shown}
                  isOff={day < firstDay || day > lastDay}
                  isToday={day === today}
                  isOpen={openDays.has(day)}
                  isFavourite={favouriteDays.has(day)}
                  isInWeek={monday === week}
                  isStop={day === at}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

function Day({ day, locale, isOut, isOff, isToday, isOpen, isFavourite, isInWeek, isStop, onDay }) {
  const edge = isInWeek ? "first:rounded-l-control last:rounded-r-control" : "";
  if (isOut) return <td className={edge} />;
  const says = !isOpen ? ", nothing open" : isFavourite ? ", your favourite time is open" : ", has open times";
  const look = isOpen ? "font-semibold text-ink hover:bg-line" : "text-ink-faint";
  return (
    <td role="gridcell" aria-selected={isInWeek} className={`p-0 text-center ${edge}`}>
      <button
        type="button"
        tabIndex={isStop ? 0 : -1}
        aria-disabled={isOff || undefined}
        aria-current={isToday ? "date" : undefined}
        aria-label={`${fullDay(day, locale)}${isOff ? "" : says}`}
        onClick={() => !isOff && onDay(day)}
        className={`relative mx-auto grid size-9 pointer-coarse:h-11 pointer-coarse:w-full place-items-center rounded-control text-sm tabular-nums focus-visible:outline-2 focus-visible:outline-focus ${
          isOff ? "cursor-default text-ink-faint opacity-55" : `cursor-pointer ${look}`
        } ${isToday ? "ring-1 ring-inset ring-line-strong" : ""}`}
      >
        {Number(day.slice(8))}
        {isOpen && !isOff && <Mark isFavourite={isFavourite} />}
      </button>
    </td>
  );
}

/** Below the number: a dot where something is open, a star where a favourite time is. */
const Mark = ({ isFavourite }) =>
  isFavourite ? (
    <Star aria-hidden="true" size={9} className="absolute bottom-0.5 fill-over text-over" />
  ) : (
    <i aria-hidden="true" className="absolute bottom-1 size-1 rounded-full bg-(--chosen)" />
  );
