// One week of times. Every chip is a checkbox; Tab stops once a day, arrows move to the next chip.
import { memo, useState } from "react";
import { Star } from "lucide-react";
import { addDays, fullDay, mondayOf, spanOfDays, words } from "./calendar_moments.js";
import { Chip, Step } from "./slot_parts.jsx";

const CHIPS = "grid-cols-[repeat(auto-fill,minmax(5.25rem,1fr))] gap-1.5 @2xl:grid @2xl:grid-cols-1";
const MARKED = "grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-1.5 @2xl:grid @2xl:grid-cols-1";

export function Week({ days, week, asked, firstDay, lastDay, locale, marked, starts, onGo, ...chips }) {
  const [at, setAt] = useState("");
  const [told, setTold] = useState(NOTHING_TOLD);
  const isWaiting = asked !== week;
  const hasOpen = days.some(isOpenDay);
  return (
    <section aria-label="Times" aria-busy={isWaiting} className="@container min-w-0 md:col-start-2 md:row-span-2 md:row-start-1">
      <div className="flex items-center justify-between gap-2 pb-3">
        <h2 className="text-[15px] font-semibold" aria-live="polite">
          {spanOfDays(asked, addDays(asked, 6), locale)}
        </h2>
        <div className="flex">
          <Step label="Previous week" isBack isOff={asked <= mondayOf(firstDay)} onClick={() => onGo(addDays(asked, -7))} />
          <Step label="Next week" isOff={addDays(asked, 7) > lastDay} onClick={() => onGo(addDays(asked, 7))} />
        </div>
      </div>
      {!isWaiting && !hasOpen && <Nothing next={nextOpen(marked, week)} {...{ locale, onGo }} />}
      <div className="grid gap-x-3 gap-y-5 @2xl:grid-cols-7" onKeyDown={moveFocus}>
        {isWaiting
          ? Array.from({ length: 7 }, (_, index) => <Bones key={index} day={addDays(asked, index)} locale={locale} />)
          : days.map((day) => (
              <Day
                key={day.date}
                {...{ day, locale, ...chips }}
                chosen={startsWithin(day, starts)}
                at={ifWithin(day, at, at)}
                told={ifWithin(day, told.start, told)}
                onTell={setTold}
                onReach={setAt}
              />
            ))}
      </div>
      {days.some((day) => day.slots.some((slot) => slot.is_favourite)) && (
        <p className="flex items-center gap-1.5 pt-4 text-[13px] text-ink-soft">
          <Star aria-hidden="true" size={13} className="fill-over text-over" /> Your usual times
        </p>
      )}
    </section>
  );
}

const NOTHING_TOLD = { start: "", side: "" };

/** Each day gets only what concerns it, so that a click draws one day anew and not seven. */
const has = (day, start) => day.slots.some((slot) => slot.starts_at === start);
const startsWithin = (day, starts) => starts.filter((start) => has(day, start)).join();
const ifWithin = (day, start, value) => (start && has(day, start) ? value : null);

const isOpenDay = (day) => day.slots.some((slot) => slot.is_open);

const nextOpen = (marked, week) => [...marked].sort().find((day) => day > addDays(week, 6));

const Day = memo(function Day({ day, locale, chosen, at, told, problemOf, fullWhy, onToggle, onTell, onReach }) {
  const [isShown, setIsShown] = useState(false);
  const { slots } = day;
  const isFolded = !isShown && !isOpenDay(day) && !chosen;
  const stop = slots.find((slot) => slot.starts_at === at) || slots.find((slot) => slot.is_open) || slots[0];
  return (
    <div id={`slots-${day.date}`} role="group" aria-label={fullDay(day.date, locale)} className="min-w-0 scroll-mt-20">
      <DayHead day={day.date} locale={locale} />
      {isFolded && (
        <p className="text-sm text-ink-faint @2xl:hidden">
          {slots.length ? "Nothing open. " : "No times"}
          {slots.length > 0 && <Unfold count={slots.length} onClick={() => setIsShown(true)} />}
        </p>
      )}
      <div className={`${slots.some((slot) => slot.mark) ? MARKED : CHIPS} ${isFolded ? "hidden" : "grid"}`}>
        {slots.map((slot) => {
          const isChosen = chosen.includes(slot.starts_at);
          return (
            <Chip
              key={slot.starts_at}
              {...{ slot, isChosen, onToggle, onTell, onReach }}
              isStop={slot === stop}
              isTaken={isChosen && Boolean(problemOf(slot.starts_at))}
              why={!isChosen && slot.is_open ? fullWhy : ""}
              told={told?.start === slot.starts_at ? told.side : ""}
            />
          );
        })}
        {slots.length === 0 && <p className="hidden py-2 text-center text-sm text-ink-faint @2xl:block">No times</p>}
      </div>
    </div>
  );
});

const Unfold = ({ count, onClick }) => (
  <button
    type="button"
    onClick={onClick}
    className="cursor-pointer rounded-sm py-1 text-ink-soft underline underline-offset-4 pointer-coarse:py-3 focus-visible:outline-2 focus-visible:outline-focus"
  >
    Show why ({count})
  </button>
);

const DayHead = ({ day, locale }) => (
  <h3 className="flex gap-1.5 pb-2 text-sm text-ink-soft @2xl:flex-col @2xl:items-center @2xl:gap-0">
    <span>{words(day, locale, { weekday: "short" })}</span>
    <span className="font-semibold text-ink">{words(day, locale, { day: "numeric", month: "short" })}</span>
  </h3>
);

const Bones = ({ day, locale }) => (
  <div>
    <DayHead day={day} locale={locale} />
    <div className={`grid ${CHIPS}`}>
      {[1, 2, 3, 4].map((each) => (
        <div key={each} aria-hidden="true" className="skeleton h-9 pointer-coarse:h-11" />
      ))}
    </div>
  </div>
);

const Nothing = ({ next, locale, onGo }) => (
  <div className="mb-5 rounded-card border border-line bg-surface p-4 text-sm text-ink-soft">
    <p>Nothing is open this week.</p>
    {next && (
      <button
        type="button"
        onClick={() => onGo(next)}
        className="mt-1 cursor-pointer rounded-sm font-medium text-ink underline underline-offset-4 pointer-coarse:py-2 focus-visible:outline-2 focus-visible:outline-focus"
      >
        Go to {fullDay(next, locale)}
      </button>
    )}
  </div>
);

const DIRECTIONS = {
  ArrowLeft: ([x, y]) => [-x, Math.abs(y)],
  ArrowRight: ([x, y]) => [x, Math.abs(y)],
  ArrowUp: ([x, y]) => [-y, Math.abs(x)],
  ArrowDown: ([x, y]) => [y, Math.abs(x)],
};

/** To the nearest chip in the arrow's direction, as the chips lie on the screen. */
const moveFocus = (event) => {
  const measure = DIRECTIONS[event.key];
  if (!measure || event.target.type !== "checkbox") return;
  event.preventDefault();
  const from = centre(event.target);
  const nearest = [...event.currentTarget.querySelectorAll("input")]
    .map((chip) => {
      const [x, y] = centre(chip);
      const [ahead, aside] = measure([x - from[0], y - from[1]]);
      return { chip, ahead, distance: ahead + 4 * aside };
    })
    .filter(({ chip, ahead }) => ahead > 4 && chip.offsetParent)
    .sort((one, other) => one.distance - other.distance)[0];
  nearest?.chip.focus();
};

const centre = (element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};
