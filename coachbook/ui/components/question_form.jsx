// A coach's questions as their client meets them. What is typed stays here whatever happens to the
// connection; the server hears of it a moment later.
import { useEffect, useId, useRef, useState } from "react";
import { Check, CircleAlert, CloudOff, Ellipsis, Info, MonitorSmartphone } from "lucide-react";
import { FIELDS, Ticked } from "./question_fields.jsx";
import { LONGEST, emptyOf, isTooLong, useAnswers } from "./question_memory.js";
import { Press } from "./press.jsx";

const NONE = [];
const NOTHING = {};
const GROUPS = ["multiple", "scale"];
const SLOW_MS = 6000;
const LATE = "Not saved yet. What you typed stays on this page.";
const PILL = "pointer-events-none sticky top-2 z-1 -mb-4 flex items-center gap-1.5 self-end rounded-full border border-line bg-raised px-2.5 py-1 text-xs text-ink-soft shadow-card";
const SMALL = "cursor-pointer rounded-control border border-line-strong/60 bg-surface px-3 h-9 pointer-coarse:h-11 text-sm font-medium text-ink hover:bg-sunken focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";
const PRIMARY = "inline-flex h-11 w-full cursor-pointer items-center justify-center gap-2 rounded-control bg-primary px-5 text-sm font-medium text-on-primary hover:bg-primary-hover aria-disabled:opacity-60 sm:w-auto focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";

export function QuestionForm({
  questions = NONE,
  answers = NOTHING,
  problems = NOTHING,
  saved = "",
  submitWords = "",
  isPreview = false,
  isLocked = false,
  isSent = false,
  attempt = 0,
  keptAs = "",
  cleared = 0,
  onChange,
  onSubmit,
  onReturn,
  children,
}) {
  const form = useRef(null);
  const prefix = useId();
  const memory = useAnswers({ questions, answers, isSending: !isPreview && !isLocked && !isSent, keptAs, cleared, onChange, onReturn });
  const hushed = useHushed(problems);
  const firsts = useRef({}); // how each question was worded when it was answered here
  for (const one of questions) firsts.current[one.id] ??= one.question;
  const find = (id) => form.current?.querySelector(`[data-question="${id}"] :is(input, textarea, select, button)`);

  const wasSent = useRef(false);
  useEffect(() => {
    const first = questions.find((one) => problems[one.id]);
    if (wasSent.current && first) find(first.id)?.focus();
    wasSent.current = false;
  }, [problems, attempt]);

  if (isLocked) return <Given {...{ questions, answers }} unsaved={memory.unsaved} />;

  const submit = (event) => {
    event.preventDefault();
    const stuck = questions.find((one) => memory.isDisputed(one.id) || isTooLong(one, memory.valueOf(one)));
    if (stuck) {
      setTimeout(() => window.dispatchEvent(new Event("coachbook:answered"))); // the button waits no more
      find(stuck.id)?.focus();
    }
    if (isPreview || stuck) return;
    wasSent.current = true;
    hushed.hear();
    const button = event.nativeEvent.submitter?.value;
    onSubmit?.(button ? { ...memory.everything(), button } : memory.everything());
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className="@container flex flex-col gap-7">
      <Standing
        {...{ saved, isSent }}
        isDirty={memory.unsaved.length > 0 && !isPreview && !keptAs}
        isDisputed={questions.some((one) => memory.isDisputed(one.id))}
        isStuck={memory.unsaved.some((one) => hushed.problemOf(one.id) || isTooLong(one, one.value))}
      />
      {questions.map((question) => (
        <Asked
          key={question.id}
          id={`${prefix}${question.id}`}
          question={question}
          reworded={firsts.current[question.id] !== question.question && firsts.current[question.id]}
          value={memory.valueOf(question)}
          problem={hushed.problemOf(question.id)}
          other={memory.isDisputed(question.id) ? (answers[question.id] ?? emptyOf(question.kind)) : undefined}
          onValue={(value) => {
            wasSent.current = false;
            hushed.hush(question.id);
            firsts.current[question.id] = question.question;
            memory.type(question.id, value);
          }}
          onLeave={() => memory.leave(question.id)}
          onSettle={(isMine) => memory.settle(question.id, isMine)}
        />
      ))}
      {(submitWords || children) && (
        <div className="flex flex-col gap-3 sm:flex-row sm:flex-wrap sm:items-center">
          {submitWords && (
            <Press type="submit" waits={!isPreview} className={PRIMARY}>
              {submitWords}
            </Press>
          )}
          {children}
        </div>
      )}
    </form>
  );
}

/** A problem is about what was typed then: it goes when that changes. */
function useHushed(problems) {
  const [hushed, setHushed] = useState({ problems, ids: NONE });
  const ids = hushed.problems === problems ? hushed.ids : NONE;
  return {
    hear: () => setHushed({ problems, ids: NONE }),
    hush: (id) => setHushed({ problems, ids: [...ids, id] }),
    problemOf: (id) => (ids.includes(id) ? "" : (problems[id] ?? "")),
  };
}

function Asked({ id, question, reworded, value, problem, other, onValue, onLeave, onSettle }) {
  const { kind, help_text: help, is_required: isRequired, options } = question;
  const longest = LONGEST[kind];
  const tooLong = isTooLong(question, value)
    ? `Keep it under ${longest.toLocaleString("en")} characters; these are ${value.length.toLocaleString("en")}.`
    : "";
  const isEmpty = value === "" || value === false || value.length === 0;
  const former = question.former || (!isEmpty && reworded && `It was: “${reworded}”`);
  const isNear = longest && value.length > longest * 0.8;
  const wrong = tooLong || problem;
  const notes = [help && "help", former && "former", other !== undefined && "other", wrong && "problem", isNear && "count"];
  const described = notes.filter(Boolean).map((note) => `${id}-${note}`).join(" ") || undefined;
  const control = {
    id,
    value,
    onValue,
    options: options ?? NONE,
    name: id,
    "aria-invalid": wrong ? "true" : undefined,
  };
  const isGroup = GROUPS.includes(kind);
  const Control = FIELDS[kind];
  const below = (
    <>
      {isNear && !tooLong && (
        <p id={`${id}-count`} className="text-right text-xs tabular-nums text-ink-soft">
          {value.length.toLocaleString("en")} of {longest.toLocaleString("en")} characters
        </p>
      )}
      {former && (
        <Note id={`${id}-former`} Icon={Info}>
          <p>Your coach changed this question after you answered it.</p>
          <p className="wrap-anywhere">{former}</p>
        </Note>
      )}
      {other !== undefined && <Disputed {...{ id, kind, other, value, onSettle }} />}
      <p id={`${id}-problem`} className="text-[13px] text-error empty:hidden">
        {wrong && (
          <span className="flex items-center gap-1.5">
            <CircleAlert aria-hidden="true" size={14} className="shrink-0" /> {wrong}
          </span>
        )}
      </p>
    </>
  );
  const blur = (event) => !event.currentTarget.contains(event.relatedTarget) && onLeave();
  const around = { "data-question": question.id, onBlur: blur, className: "flex min-w-0 flex-col gap-2" };

  if (kind === "checkbox") {
    return (
      <div {...around}>
        <Help {...{ id, help }} />
        <Ticked
          id={id}
          name={id}
          isChecked={value}
          onTick={onValue}
          aria-invalid={control["aria-invalid"]}
          aria-describedby={described}
          aria-required={isRequired || undefined}
        >
          <bdi>{question.question}</bdi> {isRequired && <Needed />}
        </Ticked>
        {below}
      </div>
    );
  }
  if (isGroup) {
    const role = kind === "scale" ? "radiogroup" : "group";
    return (
      <fieldset {...around} role={role} aria-describedby={described} aria-required={(isRequired && kind === "scale") || undefined}>
        <legend className="mb-2 text-[15px] font-medium leading-snug text-ink wrap-anywhere">
          <bdi>{question.question}</bdi> {isRequired && <Needed />}
        </legend>
        <Help {...{ id, help }} />
        <Control {...control} />
        {kind === "scale" && !isRequired && value !== "" && (
          <button type="button" className={`${SMALL} self-start`} onClick={() => onValue("")}>
            Clear this answer
          </button>
        )}
        {below}
      </fieldset>
    );
  }
  return (
    <div {...around}>
      <label htmlFor={id} className="text-[15px] font-medium leading-snug text-ink wrap-anywhere">
        <bdi>{question.question}</bdi> {isRequired && <Needed />}
      </label>
      <Help {...{ id, help }} />
      <Control {...control} aria-describedby={described} aria-required={isRequired || undefined} />
      {below}
    </div>
  );
}

const Needed = () => <span className="text-xs font-normal text-ink-soft">Required</span>;

const Help = ({ id, help }) =>
  help ? (
    <p id={`${id}-help`} className="-mt-1 text-[13px] text-ink-soft wrap-anywhere">
      <bdi>{help}</bdi>
    </p>
  ) : null;

const Note = ({ id, Icon, children }) => (
  <div id={id} className="flex gap-2 rounded-control bg-notice-soft p-3 text-[13px] text-notice-ink">
    <Icon aria-hidden="true" size={15} className="mt-0.5 shrink-0" />
    <div className="min-w-0">{children}</div>
  </div>
);

/** Another device wrote something else since: neither is lost until one is chosen. */
function Disputed({ id, kind, other, value, onSettle }) {
  return (
    <Note id={`${id}-other`} Icon={MonitorSmartphone}>
      <p role="status">
        On another device you answered: <strong className="font-semibold whitespace-pre-wrap wrap-anywhere">{spoken(kind, other)}</strong>
      </p>
      <div className="flex flex-wrap gap-2 pt-2">
        <button type="button" aria-label={`Keep this one: ${spoken(kind, value)}`} className={SMALL} onClick={() => onSettle(true)}>
          Keep this one
        </button>
        <button type="button" aria-label={`Use the other one: ${spoken(kind, other)}`} className={SMALL} onClick={() => onSettle(false)}>
          Use the other one
        </button>
      </div>
    </Note>
  );
}

const NO_ANSWER = "No answer";

const spoken = (kind, value) => {
  if (kind === "checkbox") return value ? "Yes" : "No";
  if (kind === "date" && value) return new Date(`${value}T12:00:00`).toLocaleDateString(undefined, { dateStyle: "long" });
  return (Array.isArray(value) ? value.join(", ") : `${value ?? ""}`) || NO_ANSWER;
};

/** Whether what was typed is kept; it stays in sight on a long form. */
function Standing({ saved, isSent, isDirty, isDisputed, isStuck }) {
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
const Given = ({ questions, answers, unsaved }) => (
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
