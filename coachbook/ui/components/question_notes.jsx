// What stands around a question: its help, how it was, what another device said, what is wrong.
import { CircleAlert, Info, MonitorSmartphone } from "lucide-react";
import { LONGEST, isTooLong } from "./question_memory.js";

export const SMALL = "cursor-pointer rounded-control border border-line-strong/60 bg-surface px-3 h-9 pointer-coarse:h-11 text-sm font-medium text-ink hover:bg-sunken focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";
const counted = (text) => text.length.toLocaleString("en");

export const tooLong = (question, value) =>
  isTooLong(question, value)
    ? `Keep it under ${LONGEST[question.kind].toLocaleString("en")} characters; these are ${counted(value)}.`
    : "";

export const isNearlyFull = ({ kind }, value) => Boolean(LONGEST[kind]) && value.length > LONGEST[kind] * 0.8;

export const Needed = () => <span className="text-xs font-normal text-ink-soft">Required</span>;

export const Help = ({ id, help }) =>
  help ? (
    <p id={`${id}-help`} className="-mt-1 text-[13px] text-ink-soft wrap-anywhere">
      <bdi>{help}</bdi>
    </p>
  ) : null;

export const Note = ({ id, Icon, children }) => (
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

export const spoken = (kind, value) => {
  if (kind === "checkbox") return value ? "Yes" : "No";
  if (kind === "date" && value) return new Date(`${value}T12:00:00`).toLocaleDateString(undefined, { dateStyle: "long" });
  return (Array.isArray(value) ? value.join(", ") : `${value ?? ""}`) || NO_ANSWER;
};

export const Below = ({ id, question, value, former, other, wrong, isNear, onSettle }) => (
  <>
    {isNear && (
      <p id={`${id}-count`} className="text-right text-xs tabular-nums text-ink-soft">
        {counted(value)} of {LONGEST[question.kind].toLocaleString("en")} characters
      </p>
    )}
    {former && (
      <Note id={`${id}-former`} Icon={Info}>
        <p>Your coach changed this question after you answered it.</p>
        <p className="wrap-anywhere">{former}</p>
      </Note>
    )}
    {other !== undefined && <Disputed {...{ id, other, value, onSettle }} kind={question.kind} />}
    <p id={`${id}-problem`} className="text-[13px] text-error empty:hidden">
      {wrong && (
        <span className="flex items-center gap-1.5">
          <CircleAlert aria-hidden="true" size={14} className="shrink-0" /> {wrong}
        </span>
      )}
    </p>
  </>
);
