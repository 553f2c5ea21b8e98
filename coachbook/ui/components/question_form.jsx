// A coach's questions as their client meets them. What is typed stays here whatever happens to the
// connection; the server hears of it a moment later.
import { useEffect, useId, useRef, useState } from "react";
import { FIELDS, Ticked } from "./question_fields.jsx";
import { emptyOf, isTooLong, useAnswers } from "./question_memory.js";
import { Below, Help, Needed, SMALL, isNearlyFull, tooLong } from "./question_notes.jsx";
import { Given, Standing } from "./question_standing.jsx";
import { Press } from "./press.jsx";
import { useUnsavedWarning } from "./unsaved.js";

const NONE = [];
const NOTHING = {};
const PRIMARY = "inline-flex h-11 w-full cursor-pointer items-center justify-center gap-2 rounded-control bg-primary px-5 text-sm font-medium text-on-primary hover:bg-primary-hover aria-disabled:opacity-60 sm:w-auto focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";
const WORDS = "text-[15px] font-medium leading-snug text-ink wrap-anywhere";

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
  useUnsavedWarning(isSent && !isLocked && !keptAs && memory.unsaved.length > 0);
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
  const { kind, help_text: help, is_required: isRequired } = question;
  const isEmpty = value === "" || value === false || value.length === 0;
  const former = question.former || (!isEmpty && reworded && `It was: “${reworded}”`);
  const wrong = tooLong(question, value) || problem;
  const isNear = isNearlyFull(question, value);
  const notes = [help && "help", former && "former", other !== undefined && "other", wrong && "problem", isNear && "count"];
  const look = { onBlur: (event) => !event.currentTarget.contains(event.relatedTarget) && onLeave() };
  const Frame = FRAMES[kind] ?? Lined;
  return (
    <Frame
      {...{ id, question, value, onValue }}
      described={notes.filter(Boolean).map((note) => `${id}-${note}`).join(" ") || undefined}
      isWrong={Boolean(wrong)}
      words={
        <>
          <bdi>{question.question}</bdi> {isRequired && <Needed />}
        </>
      }
      around={{ ...look, "data-question": question.id, className: "flex min-w-0 flex-col gap-2" }}
    >
      <Below {...{ id, question, value, former, other, wrong, isNear, onSettle }} />
    </Frame>
  );
}

/** A box and its words. */
const Boxed = ({ id, question, value, onValue, described, isWrong, words, around, children }) => (
  <div {...around}>
    <Help id={id} help={question.help_text} />
    <Ticked
      id={id}
      name={id}
      isChecked={value}
      onTick={onValue}
      aria-invalid={isWrong || undefined}
      aria-describedby={described}
      aria-required={question.is_required || undefined}
    >
      {words}
    </Ticked>
    {children}
  </div>
);

/** Several controls under one name. */
const Grouped = ({ id, question, value, onValue, described, isWrong, words, around, children }) => {
  const { kind, options, is_required: isRequired } = question;
  const isScale = kind === "scale";
  const Control = FIELDS[kind];
  return (
    <fieldset
      {...around}
      role={isScale ? "radiogroup" : "group"}
      aria-describedby={described}
      aria-required={(isRequired && isScale) || undefined}
    >
      <legend className={`${WORDS} mb-2`}>{words}</legend>
      <Help id={id} help={question.help_text} />
      <Control {...{ id, value, onValue }} options={options ?? NONE} name={id} aria-invalid={isWrong || undefined} />
      {isScale && !isRequired && value !== "" && (
        <button type="button" className={`${SMALL} self-start`} onClick={() => onValue("")}>
          Clear this answer
        </button>
      )}
      {children}
    </fieldset>
  );
};

const Lined = ({ id, question, value, onValue, described, isWrong, words, around, children }) => {
  const Control = FIELDS[question.kind];
  return (
    <div {...around}>
      <label htmlFor={id} className={WORDS}>
        {words}
      </label>
      <Help id={id} help={question.help_text} />
      <Control
        {...{ id, value, onValue }}
        options={question.options ?? NONE}
        name={id}
        aria-invalid={isWrong || undefined}
        aria-describedby={described}
        aria-required={question.is_required || undefined}
      />
      {children}
    </div>
  );
};

const FRAMES = { checkbox: Boxed, multiple: Grouped, scale: Grouped };
