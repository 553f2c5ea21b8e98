// coachbook as an app of the device: what it keeps for when there is no connection (see sw.js),
// and how it gets onto the home screen.
import { useEffect, useState } from "react";
import { renewed } from "../push/subscription.js";

const FIRST_MS = 2500; // after what the page itself needs
const SETTLES_MS = 8000;
const RESTS_MS = 30000;
const THEME = "theme"; // where the choice of light or dark is kept

const canInstall = new EventTarget();
let offer = null; // the browser's, to be used once

if (typeof window !== "undefined") {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    canInstall.dispatchEvent(new Event("change"));
  });
  window.addEventListener("appinstalled", () => {
    offer = null;
    canInstall.dispatchEvent(new Event("installed"));
  });
}

// Once on every page: has the next appointments kept, soon after the page has opened and after
// each event that the server has answered, and at once when the page goes out of sight. Where
// notifications are on, it says once how this browser is reached.
export function KeepsUpcoming() {
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    let worker = null;
    let timer;
    let keptAt = 0;

    const keep = () => {
      clearTimeout(timer);
      [timer, keptAt] = [undefined, Date.now()];
      worker.active?.postMessage({ kind: "keep", theme: chosenTheme() });
    };
    const begin = async () => {
      await navigator.serviceWorker.register("/sw.js");
      worker = await navigator.serviceWorker.ready;
      keep();
      await renewed();
    };
    const later = () => {
      timer ??= setTimeout(keep, Math.max(SETTLES_MS, keptAt + RESTS_MS - Date.now()));
    };
    const leaving = () => document.hidden && worker && timer && keep();

    timer = setTimeout(() => begin().catch(() => {}), FIRST_MS);
    window.addEventListener("coachbook:answered", later);
    document.addEventListener("visibilitychange", leaving);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("coachbook:answered", later);
      document.removeEventListener("visibilitychange", leaving);
    };
  }, []);

  return null;
}

function chosenTheme() {
  try {
    return localStorage.getItem(THEME) ?? "system";
  } catch {
    return "system";
  }
}

export const isInstalled = () =>
  window.matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

export const isApple = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

const SENTENCES = {
  installed: "It is on this device: you find it among your apps.",
  apple: "In Safari, tap Share, then Add to Home Screen.",
  menu: "In your browser's menu choose Install app or Add to Home screen.",
};

// What this device can do about it: a button where the browser offers one, else where to tap.
export function InstallHint({ buttonClass, wordsClass, children }) {
  const [way, setWay] = useState("");

  useEffect(() => {
    const look = () => {
      if (isInstalled()) setWay("installed");
      else if (offer) setWay("offered");
      else setWay(isApple() ? "apple" : "menu");
    };
    const done = () => setWay("installed");
    look();
    canInstall.addEventListener("change", look);
    canInstall.addEventListener("installed", done);
    return () => {
      canInstall.removeEventListener("change", look);
      canInstall.removeEventListener("installed", done);
    };
  }, []);

  const install = async () => {
    const asking = offer;
    offer = null;
    await asking.prompt();
    const { outcome } = await asking.userChoice;
    setWay(outcome === "accepted" ? "installed" : "menu");
  };

  if (way === "offered") {
    return (
      <button type="button" className={buttonClass} onClick={install}>
        {children}
      </button>
    );
  }
  return (
    <p role="status" className={wordsClass}>
      {SENTENCES[way] ?? ""}
    </p>
  );
}
