// The small parts of the slot picker: a step button, a chip, one line of the basket.
import { memo } from "react";
import { Check, ChevronLeft, ChevronRight, CircleAlert, Star, X } from "lucide-react";

const FOCUS = "focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";

export function Step({ label, isBack, isOff, onClick }) {
  const Icon = isBack ? ChevronLeft : ChevronRight;
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={isOff || undefined}
      onClick={() => !isOff && onClick()}
      className={`grid size-9 pointer-coarse:size-11 cursor-pointer place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-40 ${FOCUS}`}
    >
      <Icon aria-hidden="true" size={18} />
    </button>
  );
}

const BOX =
  "pointer-events-none flex h-9 pointer-coarse:h-11 w-full items-center justify-center gap-1 rounded-control border px-1.5 text-sm font-medium tabular-nums select-none peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus";
const LOOKS = {
  open: "border-line-strong/50 bg-surface text-ink peer-hover:border-ink peer-hover:bg-sunken",
  chosen: "border-transparent bg-(--chosen) text-on-primary",
  closed: "border-transparent bg-sunken/70 text-ink-faint line-through decoration-1",
  taken: "border-over bg-over-soft text-over-ink line-through",
};
const SIDES = {
  left: "left-0",
  middle: "left-1/2 -translate-x-1/2",
  right: "right-0",
};

const lookOf = (isChosen, isTaken, isLocked) =>
  LOOKS[isTaken ? "taken" : isChosen ? "chosen" : isLocked ? "closed" : "open"];

/** Where a sentence above the chip stays within the window. */
const sideOf = ({ currentTarget }) => {
  const { left, right } = currentTarget.getBoundingClientRect();
  if (left < 80) return "left";
  return right > window.innerWidth - 80 ? "right" : "middle";
};

/** A real checkbox that looks like a chip; a closed one can be reached and says why. */
export const Chip = memo(function Chip({ slot, isChosen, isTaken, isStop, why, told, onToggle, onTell, onReach }) {
  const isLocked = !isChosen && (!slot.is_open || Boolean(why));
  const reason = isTaken ? "Just taken" : why || slot.why;
  const note = reason || slot.also;
  const tell = (event) => onTell({ start: note ? slot.starts_at : "", side: sideOf(event) });
  const hush = () => onTell({ start: "", side: "" });
  const reach = (event) => {
    onReach(slot.starts_at);
    tell(event);
  };
  return (
    <label className="relative block">
      <input
        type="checkbox"
        className={`peer absolute inset-0 z-1 size-full appearance-none rounded-control outline-none ${isLocked ? "cursor-help" : "cursor-pointer"}`}
        checked={isChosen}
        tabIndex={isStop ? 0 : -1}
        aria-disabled={isLocked || undefined}
        aria-label={isLocked || isTaken ? `${slot.label}, not available: ${reason}` : slot.label}
        onChange={(event) => (isLocked ? tell(event) : onToggle(slot.starts_at))}
        onFocus={reach}
        onMouseEnter={tell}
        onMouseLeave={hush}
        onBlur={hush}
      />
      <span className={`${BOX} ${lookOf(isChosen, isTaken, isLocked)}`} aria-hidden="true">
        {isChosen && !isTaken && <Check size={14} strokeWidth={3} />}
        {!isChosen && slot.is_favourite && <Star size={13} className="fill-over text-over" />}
        {slot.time}
        {slot.mark && <span className="text-[11px] font-normal opacity-75">{slot.mark}</span>}
      </span>
      {told && note && (
        <span
          role="tooltip"
          className={`absolute bottom-full z-10 mb-1.5 w-max max-w-48 rounded-md bg-primary px-2.5 py-1.5 text-center text-xs text-on-primary shadow-raised ${SIDES[told]}`}
        >
          {note}
        </span>
      )}
    </label>
  );
});

/** One chosen start: when, which package it uses, and the way out of the basket. */
export function Line({ words, note, warning, isTaken, onRemove }) {
  return (
    <li className="flex items-center gap-2.5 py-1.5">
      {isTaken || warning ? (
        <CircleAlert aria-hidden="true" size={16} className="shrink-0 text-over" />
      ) : (
        <Check aria-hidden="true" size={16} className="shrink-0 text-(--chosen)" />
      )}
      <span className="min-w-0 grow">
        <span className={`block text-sm font-medium ${isTaken ? "line-through" : ""}`}>{words}</span>
        {warning && <span className="block text-[13px] text-over-ink">{warning}</span>}
        {note && <span className={`block text-[13px] ${isTaken ? "text-over-ink" : "text-ink-soft"}`}>{note}</span>}
      </span>
      <button
        type="button"
        aria-label={`Remove ${words}`}
        onClick={onRemove}
        className={`grid size-8 pointer-coarse:size-11 shrink-0 cursor-pointer place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink ${FOCUS}`}
      >
        <X aria-hidden="true" size={16} />
      </button>
    </li>
  );
}
