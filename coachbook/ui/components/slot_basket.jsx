// What was chosen, always in sight: beside the times on a wide screen, below them on a phone.
import { useEffect, useState } from "react";
import { ChevronDown } from "lucide-react";
import { shortMoment } from "./calendar_moments.js";
import { Line } from "./slot_parts.jsx";

const PATIENCE_MS = 10_000;

export function Basket({
  starts,
  taken,
  selected,
  problemOf,
  noun,
  limits,
  emptyWords,
  confirmWords,
  timeZone,
  locale,
  cleared,
  isInDialog,
  onRemove,
  onConfirm,
}) {
  const [isOpen, setIsOpen] = useState(false);
  const free = starts.filter((start) => !taken.includes(start));
  const count = counted(starts.length, noun);
  const say = (start) => shortMoment(start, timeZone, locale);
  const answerOf = (start) => selected.find((each) => each.starts_at === start);
  const folded = isOpen ? "" : "hidden";
  return (
    <div className={`sticky z-10 md:static ${isInDialog ? "bottom-0" : ABOVE_NAVIGATION}`}>
      <section aria-label="Chosen times" className={BASKET} data-empty={starts.length === 0 || undefined}>
        {starts.length === 0 ? (
          <p className="text-sm text-ink-soft">{emptyWords}</p>
        ) : (
          <>
            <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)} className={SUMMARY}>
              <span className="min-w-0 grow truncate text-sm">
                <b className="font-semibold">{count}:</b> {starts.map(say).join(" · ")}
              </span>
              <ChevronDown aria-hidden="true" size={18} className={`shrink-0 ${isOpen ? "" : "rotate-180"}`} />
            </button>
            <h2 className="hidden pb-1 text-[15px] font-semibold md:block">{count}</h2>
            <ul className={`max-h-[40dvh] divide-y divide-line overflow-y-auto md:block ${folded}`}>
              {starts.map((start) => (
                <Line
                  key={start}
                  words={say(start)}
                  note={problemOf(start) || answerOf(start)?.note}
                  warning={answerOf(start)?.warning}
                  isTaken={Boolean(problemOf(start))}
                  onRemove={() => onRemove(start)}
                />
              ))}
            </ul>
            {limits.note && <p className={`py-2 text-[13px] text-ink-soft md:block ${folded}`}>{limits.note}</p>}
            {free.length > 0 && (
              <Confirm mark={`${cleared} ${starts.join()} ${taken.join()}`} onClick={() => onConfirm(free)}>
                {taken.length ? `Book the other ${free.length}` : confirmWords || `Book ${counted(free.length, noun)}`}
              </Confirm>
            )}
          </>
        )}
      </section>
    </div>
  );
}

const ABOVE_NAVIGATION = "bottom-[calc(3.5rem+env(safe-area-inset-bottom))]";
const BASKET =
  "-mx-4 border-t border-line bg-surface p-3 shadow-raised data-empty:hidden sm:-mx-6 " +
  "md:sticky md:top-5 md:mx-0 md:rounded-card md:border md:p-4 md:shadow-card md:data-empty:block";
const SUMMARY =
  "flex min-h-11 w-full cursor-pointer items-center gap-2 text-left focus-visible:outline-2 focus-visible:outline-focus md:hidden";

const counted = (number, noun) => `${number} ${number === 1 ? noun.one : noun.many}`;

function Confirm({ mark, onClick, children }) {
  const [isSending, send] = useSending(mark);
  const press = () => {
    if (isSending) return;
    send();
    onClick();
  };
  return (
    <button
      type="button"
      aria-disabled={isSending || undefined}
      aria-busy={isSending || undefined}
      onClick={press}
      className="mt-1 flex h-11 w-full cursor-pointer items-center justify-center gap-2 rounded-control bg-primary px-4 text-sm font-medium text-on-primary hover:bg-primary-hover focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus aria-disabled:opacity-60"
    >
      {isSending && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

/** True from sending until the server answered, the basket changed, or patience ran out. */
function useSending(mark) {
  const [isSending, setIsSending] = useState(false);
  useEffect(() => setIsSending(false), [mark]);
  useEffect(() => {
    if (!isSending) return;
    const stop = () => setIsSending(false);
    const timer = setTimeout(stop, PATIENCE_MS);
    window.addEventListener("coachbook:answered", stop);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("coachbook:answered", stop);
    };
  }, [isSending]);
  return [isSending, () => setIsSending(true)];
}
