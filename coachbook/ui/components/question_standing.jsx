// Whether a form's answers are kept, and those of one that can't be changed any more.
import { useEffect, useState } from "react";
import { Check, CircleAlert, CloudOff, Ellipsis } from "lucide-react";
import { Note, spoken } from "./question_notes.jsx";

const SLOW_MS = 6000;
const LATE = "Not saved yet. What you typed stays on this page.";
const PILL = "pointer-events-none sticky top-2 z-1 -mb-4 flex items-center gap-1.5 self-end rounded-full border border-line bg-raised px-2.5 py-1 text-xs text-ink-soft shadow-card";

/** Whether what was typed is kept; it stays in sight on a long form. */
export function Standing({ saved, isSent, isDirty, isDisputed, isStuck }) {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    setIsSlow(false);
    if (!isDirty || isSent) return;
    const timer = setTimeout(() => setIsSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [isDirty, isSent]);
  const isLate = isDirty && isSlow;
  const waiting = isSent ? "These changes aren't saved yet" : isLate ? LATE : "Saving…";
  const pending = isDisputed ? "Choose which answer to keep" : isStuck ? "An answer needs another look" : waiting;
  const said = isDirty ? pending : saved;
  if (!said) return null;
  const Icon = isLate ? CloudOff : isDirty ? Ellipsis : Check;
  return (
    <p role={isDirty && !isLate ? undefined : "status"} className={PILL}>
      <Icon aria-hidden="true" size={13} className={`shrink-0 ${isDirty ? "" : "text-success"}`} /> {said}
    </p>
  );
}

/** What was answered, to be read; and what came too late, which is nowhere but here. */
export const Given = ({ questions, answers, unsaved }) => (
  <div className="flex flex-col gap-5">
    <Pairs rows={questions.map((one) => ({ ...one, value: answers[one.id] }))} />
    {unsaved.length > 0 && (
      <Note Icon={CircleAlert}>
        <p className="pb-2">This was typed too late to be kept. Copy it if you need it:</p>
        <Pairs rows={unsaved} />
      </Note>
    )}
  </div>
);

const Pairs = ({ rows }) => (
  <dl className="flex flex-col gap-4">
    {rows.map(({ id, kind, question, value }) => (
      <div key={id} className="flex flex-col gap-0.5">
        <dt className="text-[13px] text-ink-soft wrap-anywhere">
          <bdi>{question}</bdi>
        </dt>
        <dd className="whitespace-pre-wrap text-sm text-ink wrap-anywhere">
          <bdi>{spoken(kind, value)}</bdi>
        </dd>
      </div>
    ))}
  </dl>
);
