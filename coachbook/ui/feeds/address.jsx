// The address of a feed: copied whole by the button, or by hand from the field, which selects it
// all; and opened by the calendar program of the device.
import { useEffect, useRef, useState } from "react";

const STAYS_MS = 4000;
const COPIED = "Address copied.";
const BY_HAND = "Copy it from the field: it is selected.";

export function CopyAddress({ value, label, fieldClass, buttonClass, noteClass, children }) {
  const field = useRef(null);
  const [note, setNote] = useState("");

  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => setNote(""), STAYS_MS);
    return () => clearTimeout(timer);
  }, [note]);

  useEffect(() => setNote(""), [value]);

  // Without https there is no clipboard to write to.
  const copy = async () => {
    field.current.select();
    try {
      await navigator.clipboard.writeText(value);
      setNote(COPIED);
    } catch {
      setNote(document.execCommand("copy") ? COPIED : BY_HAND);
    }
  };

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor="feed-address" className="text-sm font-medium text-ink">
        {label}
      </label>
      <div className="flex flex-col gap-2 sm:flex-row">
        <input
          ref={field}
          id="feed-address"
          readOnly
          value={value}
          spellCheck={false}
          className={fieldClass}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className={buttonClass} onClick={copy}>
          {children}
        </button>
      </div>
      <p role="status" className={note ? noteClass : "sr-only"}>
        {note}
      </p>
    </div>
  );
}

const LOOKS_AGAIN_MS = 500;

// A link to another program. The browser says that the page is left, which ends the connection,
// and then it isn't left: the page is told to look at itself, as if it had been hidden and shown.
export function SubscribeLink({ href, className, children }) {
  const lookAgain = () => {
    setTimeout(() => document.dispatchEvent(new Event("visibilitychange")), LOOKS_AGAIN_MS);
  };

  return (
    <a href={href} className={className} onClick={lookAgain}>
      {children}
    </a>
  );
}
