// Exercises, a line each. Enter begins the next line, several pasted lines become as many, and what
// was written in one go ("Squat 3x8 60 kg") is taken apart by the server; until it has answered,
// and if it never does, the line stands as it was typed.
import { useEffect, useId, useRef, useState } from "react";
import { ArrowDown, ArrowUp, CircleAlert, Plus, X } from "lucide-react";

const PARTS = ["name", "sets", "reps", "load"];
const LABELS = { name: "Exercise", sets: "Sets", reps: "Reps", load: "Load" };
const EXAMPLES = { name: "Squat 3x8 60 kg", sets: "3", reps: "8-10", load: "60 kg" };
const MOST_PASTED = 300;

let made = 0;
const fresh = (values = {}) => ({ key: `line-${++made}`, name: "", sets: "", reps: "", load: "", asked: values.name, answered: values.name, ...values });
const isEmpty = (line) => PARTS.every((part) => !line[part].trim());
const isWhole = (line) => /\d/.test(line.name) && PARTS.slice(1).every((part) => !line[part].trim());
const isUnasked = (line) => isWhole(line) && line.name !== line.asked; // put back by hand: it stays
const isUnanswered = (line) => isWhole(line) && line.name !== line.answered;
const called = (line, at) => line.name.trim() || `line ${at + 1}`;

export function ExerciseLines({ seed = [], answers = [], problem = "", problemField = "", styles, onRead }) {
  const [lines, setLines] = useState(() => (seed.length ? seed.map(fresh) : [fresh()]));
  const [said, setSaid] = useState("");
  const list = useRef(null);
  const wanted = useRef(null);
  const asked = useRef(new Map());
  const id = useId();

  // Where the keyboard goes once the line is there.
  useEffect(() => {
    if (!wanted.current) return;
    const { key, part } = wanted.current;
    wanted.current = null;
    list.current.querySelector(`[data-line="${key}"] [data-part="${part}"]`)?.focus();
  });

  useEffect(() => {
    for (const { id: about, rows } of answers) {
      const keys = asked.current.get(about);
      if (!keys) continue;
      asked.current.delete(about);
      const found = new Map(keys.map(({ key, text }, at) => [key, { text, row: rows[at] }]));
      setLines((now) => now.map((line) => apart(line, found.get(line.key))));
    }
  }, [answers]);

  const apart = (line, answer) => {
    if (!answer?.row || !isWhole(line) || line.name !== answer.text) return line;
    return { ...line, ...answer.row, answered: answer.text };
  };

  const read = (some) => {
    const whole = some.filter(isUnasked);
    if (!whole.length) return;
    const keys = new Set(whole.map((line) => line.key));
    setLines((now) => now.map((line) => (keys.has(line.key) ? { ...line, asked: line.name } : line)));
    const about = `${id}-${++made}`;
    asked.current.set(about, whole.map(({ key, name }) => ({ key, text: name })));
    onRead?.({ id: about, lines: whole.map((line) => line.name) });
  };

  const change = (key, part, value) =>
    setLines((now) => now.map((line) => (line.key === key ? { ...line, [part]: value } : line)));

  const addAfter = (at) => {
    const line = fresh();
    wanted.current = { key: line.key, part: "name" };
    setLines((now) => [...now.slice(0, at + 1), line, ...now.slice(at + 1)]);
  };

  const remove = (at) => {
    const left = lines.filter((_, place) => place !== at);
    const next = left.length ? left : [fresh()];
    const there = next[Math.min(Math.max(at - 1, 0), next.length - 1)];
    wanted.current = { key: there.key, part: "name" };
    setSaid(`${called(lines[at], at)} removed. ${left.length} ${left.length === 1 ? "line" : "lines"} left.`);
    setLines(next);
  };

  const move = (at, places, part) => {
    const to = at + places;
    if (to < 0 || to >= lines.length) return;
    const next = [...lines];
    const [line] = next.splice(at, 1);
    next.splice(to, 0, line);
    wanted.current = { key: line.key, part };
    setSaid(`${called(line, at)} is line ${to + 1} of ${lines.length} now.`);
    setLines(next);
  };

  const pressed = (event, at, part) => {
    const line = lines[at];
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(at, event.key === "ArrowUp" ? -1 : 1, part);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.target.form?.requestSubmit();
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (!isEmpty(line)) addAfter(at);
    } else if (event.key === "Backspace" && isEmpty(line) && lines.length > 1) {
      event.preventDefault();
      remove(at);
    }
  };

  const pasted = (event, at) => {
    const text = event.clipboardData.getData("text/plain");
    const found = text.split(/\r\n?|\n/).filter((one) => one.trim());
    if (found.length < 2 && !text.includes("\t")) return;
    event.preventDefault();
    const some = found.slice(0, MOST_PASTED).map((one) => fresh({ name: one.trim(), asked: "", answered: "" }));
    if (!some.length) return;
    wanted.current = { key: some[some.length - 1].key, part: "name" };
    setLines((now) => [...now.slice(0, isEmpty(now[at]) ? at : at + 1), ...some, ...now.slice(at + 1)]);
    setSaid(told(found.length, some.length));
    read(some);
  };

  const told = (all, taken) =>
    all > taken ? `Only the first ${taken} of ${all} lines were pasted.` : `${taken} lines pasted.`;

  const wrong = problemField.startsWith("exercise-") ? Number(problemField.slice(9)) : -1;

  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>Exercises</legend>
      <p id={`${id}-hint`} className={styles.hint}>
        Type “Squat 3x8 60 kg” and press Enter, or paste a whole list.
        <span className={styles.keys}> Alt with ↑ or ↓ moves a line, Backspace removes an empty one.</span>
      </p>
      <div aria-hidden="true" className={styles.head}>
        {PARTS.map((part) => <span key={part}>{LABELS[part]}</span>)}
      </div>
      <ol ref={list} className={styles.list}>
        {lines.map((line, at) => (
          <li key={line.key} data-line={line.key} className={styles.line}>
            {PARTS.map((part) => (
              <label key={part} className={part === "name" ? styles.name : styles.part}>
                <span className={part === "name" ? styles.hidden : styles.label}>{LABELS[part]}</span>
                <input
                  data-part={part}
                  name={`exercise_${part}`}
                  value={line[part]}
                  aria-label={part === "name" ? `Exercise ${at + 1}` : `${LABELS[part]} of ${called(line, at)}`}
                  aria-invalid={at === wrong || undefined}
                  aria-describedby={at === wrong ? `${id}-problem` : part === "name" ? `${id}-hint` : undefined}
                  placeholder={at === 0 && lines.length === 1 ? EXAMPLES[part] : undefined}
                  autoComplete="off"
                  enterKeyHint="next"
                  maxLength={part === "name" ? 400 : 100}
                  className={styles.control}
                  onChange={(event) => change(line.key, part, event.target.value)}
                  onKeyDown={(event) => pressed(event, at, part)}
                  onPaste={part === "name" ? (event) => pasted(event, at) : undefined}
                  onBlur={part === "name" ? () => read([line]) : undefined}
                />
              </label>
            ))}
            <input type="hidden" name="exercise_whole" value={isUnanswered(line) ? "yes" : ""} />
            <div className={styles.buttons}>
              <div className={styles.moving}>
                <button type="button" className={styles.button} disabled={at === 0} title="Move up" aria-label={`Move ${called(line, at)} up`} onClick={() => move(at, -1, "name")}>
                  <ArrowUp size={15} aria-hidden="true" />
                </button>
                <button type="button" className={styles.button} disabled={at === lines.length - 1} title="Move down" aria-label={`Move ${called(line, at)} down`} onClick={() => move(at, 1, "name")}>
                  <ArrowDown size={15} aria-hidden="true" />
                </button>
              </div>
              <div className={styles.removing}>
                <button type="button" className={styles.button} disabled={lines.length === 1 && isEmpty(line)} title="Remove" aria-label={`Remove ${called(line, at)}`} onClick={() => remove(at)}>
                  <X size={15} aria-hidden="true" />
                </button>
              </div>
            </div>
            {at === wrong ? (
              <p id={`${id}-problem`} className={styles.problem}>
                <CircleAlert size={14} aria-hidden="true" /> {problem}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
      <button type="button" className={styles.add} onClick={() => addAfter(lines.length - 1)}>
        <Plus size={16} aria-hidden="true" /> Add a line
      </button>
      <p role="status" className={styles.hidden}>{said}</p>
    </fieldset>
  );
}
