// What is typed into a form of questions: kept here, sent a moment later, and held against what
// another device wrote meanwhile. Only what differs from the server's answers is remembered.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useKept } from "./question_kept.js";

const DEBOUNCE_MS = 600;
const AGAIN_MS = 250;
const PATIENCE_MS = 4000; // a refused answer doesn't come back; then the next one is tried

export const LONGEST = { text: 1000, textarea: 5000 };
const EMPTY = { checkbox: false, multiple: [] };

export const emptyOf = (kind) => EMPTY[kind] ?? "";

export const isTooLong = (question, value) => (value?.length ?? 0) > (LONGEST[question.kind] ?? Infinity);

/** The same answer, however it was typed: "7,5" and 7.5, with and without a space at the end. */
const plain = (kind, value) => {
  if (value == null || value === "" || value === false || value.length === 0) return "";
  if (kind === "number") return `${Number(`${value}`.trim().replace(",", "."))}`;
  if (kind === "multiple") return [...value].sort().join("\n");
  return `${value}`.trim().replace(/\r\n?/g, "\n");
};
const isSame = (question, one, other) => plain(question.kind, one) === plain(question.kind, other);

export function useAnswers({ questions, answers, isSending, keptAs, cleared, onChange, onReturn }) {
  const [typed, setTyped] = useState({});
  useKept({ key: keptAs, cleared, typed, setTyped });
  const latest = useRef();
  const waiting = useRef({ timers: {}, sent: {}, since: {} });
  const known = useRef({ answers, questions: {} });
  for (const one of questions) known.current.questions[one.id] = one;
  latest.current = { typed, answers, isSending, onChange, onReturn };

  const isDirty = (id) => id in typed && !isSame(known.current.questions[id], typed[id].value, answers[id]);

  const change = (id, make) =>
    setTyped((now) => {
      const { [id]: former, ...others } = now;
      const next = make(former);
      return next ? { ...others, [id]: next } : others;
    });

  const send = useCallback((id) => {
    const { timers, sent, since } = waiting.current;
    const now = latest.current;
    const [question, entry] = [known.current.questions[id], now.typed[id]];
    clearTimeout(timers[id]);
    if (!entry || entry.isDisputed || !now.isSending || isTooLong(question, entry.value)) return;
    if (isSame(question, entry.value, now.answers[id])) return;
    if (Date.now() - (since[id] ?? 0) < PATIENCE_MS) {
      timers[id] = setTimeout(() => send(id), AGAIN_MS);
      return;
    }
    [sent[id], since[id]] = [entry.value, Date.now()];
    now.onChange?.({ question_id: id, answer: entry.value, seen: entry.seen ?? null });
  }, []);

  const sendSoon = (id, delay = DEBOUNCE_MS) => {
    clearTimeout(waiting.current.timers[id]);
    waiting.current.timers[id] = setTimeout(() => send(id), delay);
  };

  const type = (id, value) => {
    change(id, (former) => ({ ...(former ?? { seen: answers[id] }), value }));
    sendSoon(id);
  };

  const leave = (id) => {
    if (isDirty(id)) send(id);
    else if (id in typed) change(id, () => null);
  };

  const settle = (id, isMine) => {
    change(id, (former) => (isMine ? { value: former.value, seen: answers[id] } : null));
    if (isMine) sendSoon(id, 0);
  };

  // The server's answers are here anew: ours have arrived, or another device wrote something else.
  useLayoutEffect(() => {
    const former = known.current.answers;
    known.current.answers = answers;
    const { sent, since } = waiting.current;
    setTyped((now) => {
      const next = { ...now };
      for (const [id, entry] of Object.entries(now)) {
        const question = known.current.questions[id];
        const same = (value) => isSame(question, value, answers[id]);
        if (same(entry.value) || (id in sent && same(sent[id]))) {
          next[id] = { value: entry.value, seen: answers[id] };
          delete since[id];
        } else if (same(former[id]) || same(entry.seen)) continue;
        else if (isSame(question, entry.value, former[id])) delete next[id];
        else next[id] = { ...entry, isDisputed: true };
      }
      return next;
    });
  }, [answers]);

  // What was typed into a question that is gone is sent at once: its answer is kept.
  useEffect(() => {
    const asked = new Set(questions.map((one) => one.id));
    Object.keys(typed).forEach((id) => !asked.has(id) && send(id));
  }, [questions, send]);

  // Whoever looks away may go on at another device, and whoever comes back may come from there.
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "hidden") Object.keys(latest.current.typed).forEach(send);
      else latest.current.onReturn?.();
    };
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      Object.keys(latest.current.typed).forEach(send);
      Object.values(waiting.current.timers).forEach(clearTimeout);
    };
  }, [send]);

  const valueOf = (question) => typed[question.id]?.value ?? answers[question.id] ?? emptyOf(question.kind);

  const everything = () => {
    const shown = questions.map((one) => [one.id, valueOf(one)]);
    const gone = Object.entries(typed).map(([id, entry]) => [id, entry.value]);
    const seen = Object.entries(typed).map(([id, entry]) => [id, entry.seen ?? null]);
    return { answers: Object.fromEntries([...gone, ...shown]), seen: { ...answers, ...Object.fromEntries(seen) } };
  };

  return {
    type,
    leave,
    settle,
    valueOf,
    everything,
    unsaved: Object.keys(typed)
      .filter(isDirty)
      .map((id) => ({ ...known.current.questions[id], value: typed[id].value })),
    isDisputed: (id) => Boolean(typed[id]?.isDisputed),
  };
}
