// The questions in their order. A move is shown at once and told to the server; until it has
// answered, the moves that are on their way are laid over the order that it knows.
import { useEffect, useRef, useState } from "react";
import {
  AlignLeft,
  Calendar,
  ChevronDown,
  ChevronUp,
  CircleDot,
  Gauge,
  GripVertical,
  Hash,
  ListChecks,
  SquareCheck,
  Type,
} from "lucide-react";
import { Press } from "../components/press.jsx";
import { useSorting } from "./sorting.js";

const KINDS = {
  text: Type,
  textarea: AlignLeft,
  select: CircleDot,
  multiple: ListChecks,
  checkbox: SquareCheck,
  number: Hash,
  scale: Gauge,
  date: Calendar,
};
const ROW =
  "relative flex gap-2 border-t border-line bg-surface py-3 first:border-t-0 sm:items-center sm:gap-3 max-sm:flex-wrap max-sm:gap-y-1.5";
const LIFTED = "z-10 -mx-2 px-2 rounded-control border-transparent shadow-raised outline-1 outline-line";
const MAKES_ROOM = "transition-transform duration-150 motion-reduce:transition-none";
const GRIP =
  "grid h-9 w-6 pointer-coarse:h-11 pointer-coarse:w-9 shrink-0 cursor-grab touch-none place-items-center self-start text-ink-faint hover:text-ink active:cursor-grabbing sm:self-center";
const STEP =
  "grid size-9 pointer-coarse:size-11 cursor-pointer place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-35 aria-disabled:hover:bg-transparent focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";
const ARROWS = { ArrowUp: -1, ArrowDown: 1 };

const placed = (rows, { question_id, next_to, side }) => {
  const row = rows.find((one) => one.id === question_id);
  const others = rows.filter((one) => one !== row);
  const at = others.findIndex((one) => one.id === next_to);
  if (!row || at < 0) return rows;
  const cut = side === "after" ? at + 1 : at;
  return [...others.slice(0, cut), row, ...others.slice(cut)];
};

export function QuestionList({ rows, moves, editClass, archiveClass, onMove, onEdit, onArchive }) {
  const [pending, setPending] = useState([]);
  const [said, setSaid] = useState("");
  const answered = useRef(moves);
  const moved = useRef(null);

  useEffect(() => {
    const count = moves - answered.current;
    answered.current = moves;
    setPending((waiting) => (count < 0 ? [] : waiting.slice(count)));
  }, [moves]);

  const shown = pending.reduce(placed, rows);
  const ids = shown.map((one) => one.id);

  const move = (question_id, next_to, side) => {
    const made = { question_id, next_to, side };
    const after = placed(shown, made);
    const place = after.findIndex((one) => one.id === question_id);
    moved.current = question_id;
    setPending((waiting) => [...waiting, made]);
    setSaid(`“${after[place].name}” is number ${place + 1} of ${after.length} now.`);
    onMove?.(made);
  };

  const step = (from, by) => {
    if (ids[from + by]) move(ids[from], ids[from + by], by < 0 ? "before" : "after");
  };

  const { list, gripFor, styleOf, dragged } = useSorting(move);

  // What the keyboard moves stays in sight.
  useEffect(() => {
    if (moved.current) document.activeElement?.closest(`[data-id="${moved.current}"]`)?.scrollIntoView({ block: "nearest" });
    moved.current = null;
  }, [ids.join()]);

  return (
    <>
      <ol ref={list} aria-label="Questions in order" className="flex flex-col">
        {shown.map((row, index) => (
          <li
            key={row.id}
            data-id={row.id}
            style={styleOf(index)}
            className={`${ROW} ${index === dragged ? LIFTED : dragged === undefined ? "" : MAKES_ROOM}`}
          >
            <span aria-hidden="true" title="Drag to another place" className={GRIP} {...gripFor(ids, index)}>
              <GripVertical size={18} />
            </span>
            <Words row={row} />
            <Steps row={row} index={index} last={shown.length - 1} onStep={step} />
            <div className="flex shrink-0 gap-1">
              <Press type="button" className={editClass} aria-label={`Edit: ${row.question}`} onClick={() => onEdit?.(row.id)}>
                Edit
              </Press>
              <Press type="button" className={archiveClass} aria-label={`Archive: ${row.question}`} onClick={() => onArchive?.(row.id)}>
                Archive
              </Press>
            </div>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}

function Words({ row }) {
  const Kind = KINDS[row.kind] ?? Type;
  return (
    <div className="flex min-w-0 grow flex-col gap-0.5 max-sm:basis-[calc(100%-3.5rem)] max-sm:pt-1.5">
      <p className="text-sm font-medium break-words text-ink">
        <bdi>{row.question}</bdi>
      </p>
      <p className="flex flex-wrap items-center gap-x-2 text-[13px] text-ink-soft">
        <span className="inline-flex items-center gap-1.5">
          <Kind aria-hidden="true" size={14} />
          {row.about}
        </span>
        <span aria-hidden="true">·</span>
        <span>{row.is_required ? "Required" : "Optional"}</span>
      </p>
    </div>
  );
}

/** One step up or down; the arrow keys do the same on both. */
function Steps({ row, index, last, onStep }) {
  const press = (event) => {
    const by = ARROWS[event.key];
    if (!by) return;
    event.preventDefault();
    onStep(index, by);
  };
  const isOff = { [-1]: index === 0, 1: index === last };
  const button = (by, words, Icon) => (
    <button
      type="button"
      aria-label={`Move ${words}: ${row.question}`}
      title={`Move ${words}`}
      aria-disabled={isOff[by] || undefined}
      onClick={() => onStep(index, by)}
      className={STEP}
    >
      <Icon aria-hidden="true" size={18} />
    </button>
  );
  return (
    <div role="group" aria-label={`Place of: ${row.question}`} onKeyDown={press} className="flex shrink-0 max-sm:mr-auto max-sm:ml-7">
      {button(-1, "up", ChevronUp)}
      {button(1, "down", ChevronDown)}
    </div>
  );
}
