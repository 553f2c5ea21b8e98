// Turns notifications on for this browser: what it can do is said first, then it asks its person.
// Neither the person nor the browser's push service may ever answer; then that is said.
import { useCallback, useEffect, useRef, useState } from "react";
import { isApple, isInstalled } from "../installed/installed.jsx";
import { canShow, current, fieldsOf, renewed, subscribe } from "./subscription.js";

const QUESTION_MS = 30000;
const SERVICE_MS = 20000;

const SENTENCES = {
  unsupported: "This browser can't show notifications. Another one may; emails arrive anyway.",
  install:
    "On an iPhone or iPad notifications reach installed apps only. In Safari tap Share, then Add " +
    "to Home Screen. Open coachbook from there and come back to this page.",
  refused:
    "Notifications of this site are blocked in this browser. Allow them in its settings for this " +
    "site (often behind the sign before the address), then reload the page.",
  question: "Your browser asks now whether you allow it.",
  unanswered:
    "No answer so far. The browser's question may be hidden: look beside the address, or try again.",
  dismissed: "The question was closed without an answer, so nothing was changed.",
  service: "Allowed. Asking your browser's push service for an address …",
  silent:
    "Your browser's push service doesn't answer. Check the connection and try again; some " +
    "networks and private windows keep it from working.",
  failed: "Your browser's push service refused. Reload the page and try again.",
  on: "This device shows notifications.",
};
const BUSY = ["question", "service", "saving"];
const WITHOUT_BUTTON = ["", "unsupported", "install", "refused", "on"];

export function DeviceSwitch(props) {
  const { serverKey, isOnHere, onShow, onSubscribe, buttonClass, wordsClass, onClass, children } = props;
  const [way, setWay] = useState("");
  const turn = useRef(0); // only the last attempt may speak

  const look = useCallback(async () => {
    const mine = ++turn.current;
    const found = await standing(isOnHere);
    if (mine !== turn.current) return;
    if (found === "renewed") onShow();
    setWay(found === "renewed" ? "on" : found);
  }, [isOnHere]);

  useEffect(() => {
    onShow(); // what it gives back is no cleaning up
  }, []);

  useEffect(() => {
    if (serverKey) look();
  }, [serverKey, look]);

  // It was turned off, here or from another device: the browser lets go as well.
  const wasOn = useRef(false);
  useEffect(() => {
    if (wasOn.current && !isOnHere) letGo();
    wasOn.current = isOnHere;
  }, [isOnHere]);

  // The server has answered: it took the subscription, or said in a message why not.
  useEffect(() => {
    if (way !== "saving") return;
    window.addEventListener("coachbook:answered", look);
    return () => window.removeEventListener("coachbook:answered", look);
  }, [way, look]);

  const turnOn = async () => {
    if (BUSY.includes(way)) return;
    const mine = ++turn.current;
    const isLast = () => mine === turn.current;
    const say = (next) => isLast() && setWay(next);

    say("question");
    const answer = await within(QUESTION_MS, Notification.requestPermission(), () => say("unanswered"));
    if (answer !== "granted") return say(answer === "denied" ? "refused" : "dismissed");
    say("service");
    try {
      const made = await within(SERVICE_MS, subscribe(serverKey), () => say("silent"));
      if (!isLast()) return;
      setWay("saving");
      onSubscribe(fieldsOf(made));
    } catch {
      say(Notification.permission === "denied" ? "refused" : "failed");
    }
  };

  return (
    <div className="flex flex-col gap-3">
      {WITHOUT_BUTTON.includes(way) ? null : (
        <button
          type="button"
          className={buttonClass}
          onClick={turnOn}
          aria-disabled={BUSY.includes(way) || undefined}
          aria-busy={BUSY.includes(way) || undefined}
        >
          {BUSY.includes(way) ? <span className="spinner" aria-hidden="true" /> : null}
          {children}
        </button>
      )}
      <p role="status" className={SENTENCES[way] ? (way === "on" ? onClass : wordsClass) : "sr-only"}>
        {SENTENCES[way] ?? ""}
      </p>
    </div>
  );
}

async function standing(isOnHere) {
  if (!canShow()) return isApple() && !isInstalled() ? "install" : "unsupported";
  if (Notification.permission === "denied") return "refused";
  const had = Notification.permission === "granted" ? await current().catch(() => null) : null;
  if (!had) return "off";
  if (isOnHere) return "on";
  return (await renewed().catch(() => false)) ? "renewed" : "off";
}

const letGo = async () => (await current().catch(() => null))?.unsubscribe();

// What is waited for, however long it takes; `late` is called if it takes too long.
async function within(milliseconds, promise, late) {
  const timer = setTimeout(late, milliseconds);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
