// A button that answers at once: it shows that it waits and can't be pressed again
// until the server has finished an event (the shell announces that as "coachbook:answered").
import { useEffect, useRef, useState } from "react";

const PATIENCE_MS = 10000;

export function Press({ onClick, opens, closes, waits = true, isPending = false, children, ...rest }) {
  const button = useRef(null);
  const [isWaiting, setIsWaiting] = useState(false);
  const isBusy = isWaiting || isPending;

  useEffect(() => {
    if (!isWaiting) return;
    const stop = () => setIsWaiting(false);
    const timer = setTimeout(stop, PATIENCE_MS);
    window.addEventListener("coachbook:answered", stop);
    window.addEventListener("pageshow", stop);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("coachbook:answered", stop);
      window.removeEventListener("pageshow", stop);
    };
  }, [isWaiting]);

  // A submit button waits from the moment that its form is really sent.
  useEffect(() => {
    const form = button.current?.form;
    if (!form || button.current.type !== "submit" || !waits) return;
    const sent = (event) => {
      if (!event.submitter || event.submitter === button.current) setIsWaiting(true);
    };
    form.addEventListener("submit", sent);
    return () => form.removeEventListener("submit", sent);
  }, [waits]);

  const press = (event) => {
    if (isBusy) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (closes) document.getElementById(closes)?.close();
    if (opens) document.getElementById(opens)?.showModal();
    if (!onClick) return;
    if (waits) setIsWaiting(true);
    onClick(event);
  };

  return (
    <button {...rest} ref={button} onClick={press} aria-busy={isBusy || undefined} aria-disabled={isBusy || undefined}>
      {isBusy ? <span className="spinner" aria-hidden="true" /> : null}
      {children}
    </button>
  );
}
