// The options of a question, one a line. Enter begins the next one, Backspace in an empty one takes
// it away, several pasted lines become several options. They travel with the form around them.
import { useEffect, useRef, useState } from "react";
import { ChevronUp, Plus, X } from "lucide-react";

const FEWEST = 2;
const ICON =
  "grid size-9 pointer-coarse:size-11 shrink-0 cursor-pointer place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-35 focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";

let made = 0;
const line = (text = "") => ({ key: (made += 1), text });

const beginWith = (first) => {
  const lines = first.map(line);
  while (lines.length < FEWEST) lines.push(line());
  return lines;
};

export function OptionEditor({ first, name, most, longest, controlClass, addClass, describedBy, isWrong }) {
  const [lines, setLines] = useState(() => beginWith(first));
  const [said, setSaid] = useState("");
  const wanted = useRef(null);
  const fields = useRef(null);

  useEffect(() => {
    if (wanted.current === null) return;
    fields.current.querySelectorAll("input")[wanted.current]?.focus();
    wanted.current = null;
  }, [lines]);

  // Nobody typed: the preview hears of it all the same.
  useEffect(() => {
    fields.current.dispatchEvent(new Event("input", { bubbles: true }));
  }, [lines]);

  const change = (index, ...put) => {
    const changed = [...lines.slice(0, index), ...put, ...lines.slice(index + 1)];
    if (changed.length > most) return setSaid(`${most} options are the most.`);
    setLines(changed);
    return true;
  };

  const add = (index) => {
    wanted.current = index + 1;
    if (lines.length < most) setLines([...lines.slice(0, index + 1), line(), ...lines.slice(index + 1)]);
  };

  const remove = (index) => {
    wanted.current = lines.length > FEWEST ? Math.max(index - 1, 0) : index;
    if (lines.length <= FEWEST) return change(index, line());
    change(index);
    setSaid(`Option ${index + 1} is removed.`);
  };

  const moveUp = (index) => {
    const [above, moved] = [lines[index - 1], lines[index]];
    setLines([...lines.slice(0, index - 1), moved, above, ...lines.slice(index + 1)]);
    setSaid(`${moved.text || "The option"} is option ${index} now.`);
  };

  const pressed = (event, index) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      add(index);
    }
    if (event.key === "Backspace" && !lines[index].text && lines.length > FEWEST) {
      event.preventDefault();
      remove(index);
    }
  };

  const pasted = (event, index) => {
    const texts = event.clipboardData.getData("text").split(/[\r\n]+/).filter((text) => text.trim());
    if (texts.length < 2) return;
    event.preventDefault();
    const all = texts.map((text) => line(text.trim().slice(0, longest)));
    if (change(index, ...(lines[index].text ? [lines[index]] : []), ...all)) setSaid(`${texts.length} options are added.`);
  };

  return (
    <div ref={fields} className="flex flex-col gap-2">
      {lines.map((one, index) => (
        <div key={one.key} className="flex items-center gap-1">
          <input
            name={name}
            value={one.text}
            maxLength={longest}
            autoComplete="off"
            enterKeyHint="next"
            aria-label={`Option ${index + 1}`}
            aria-describedby={describedBy}
            aria-invalid={isWrong || undefined}
            onChange={(event) => change(index, { ...one, text: event.target.value })}
            onKeyDown={(event) => pressed(event, index)}
            onPaste={(event) => pasted(event, index)}
            className={controlClass}
          />
          <button type="button" className={ICON} aria-label={`Move option ${index + 1} up`} title="Move up" aria-disabled={index === 0 || undefined} onClick={() => index && moveUp(index)}>
            <ChevronUp aria-hidden="true" size={18} />
          </button>
          <button type="button" className={ICON} aria-label={`Remove option ${index + 1}`} title="Remove" onClick={() => remove(index)}>
            <X aria-hidden="true" size={16} />
          </button>
        </div>
      ))}
      <button type="button" className={addClass} disabled={lines.length >= most} onClick={() => add(lines.length - 1)}>
        <Plus aria-hidden="true" size={16} />
        Add an option
      </button>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
