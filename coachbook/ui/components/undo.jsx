// What was just done can be taken back for a while, with the button or with Ctrl+Z.
import { useEffect, useRef, useState } from "react";
import { Undo2 } from "lucide-react";

const isTyping = (element) => element?.closest("input, textarea, select, dialog[open]");

export function UndoBar({ seq, sentence, seconds, onUndo }) {
  const [shown, setShown] = useState("");
  const seen = useRef(seq);
  const undo = useRef(onUndo);
  undo.current = onUndo;

  useEffect(() => {
    if (seq === seen.current) return;
    seen.current = seq;
    setShown(sentence);
    const timer = setTimeout(() => setShown(""), seconds * 1000);
    return () => clearTimeout(timer);
  }, [seq]);

  useEffect(() => {
    if (!sentence) setShown("");
  }, [sentence]);

  const takeBack = () => {
    setShown("");
    undo.current?.();
  };

  useEffect(() => {
    if (!shown) return;
    const pressed = (event) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z";
      if (!isUndo || isTyping(document.activeElement)) return;
      event.preventDefault();
      takeBack();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [shown]);

  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-40 flex justify-center px-4 md:bottom-6"
    >
      {shown && (
        <div className="pointer-events-auto relative flex max-w-xl items-center gap-3 overflow-hidden rounded-control bg-primary py-2 pr-2 pl-4 text-sm text-on-primary shadow-raised">
          <span>{shown}</span>
          <button
            type="button"
            onClick={takeBack}
            className="inline-flex h-8 shrink-0 cursor-pointer items-center gap-1.5 rounded-md px-2.5 font-semibold underline-offset-4 hover:underline pointer-coarse:h-11 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus"
          >
            <Undo2 aria-hidden="true" size={16} />
            Undo
          </button>
          <i
            key={seq}
            aria-hidden="true"
            className="absolute inset-x-0 bottom-0 h-0.5 origin-left bg-on-primary/60"
            style={{ animation: `undo-runs-out ${seconds}s linear forwards` }}
          />
          <style>{"@keyframes undo-runs-out { to { transform: scaleX(0); } }"}</style>
        </div>
      )}
    </div>
  );
}
