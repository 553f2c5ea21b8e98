// What the frame does in the browser: focus and announcements after navigation, answers to
// pressed buttons, messages that leave by themselves, and the choice of light or dark.
import { useContext, useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { ColorModeContext } from "$/utils/context-registry";
import { keepFocusInPlace } from "./focus_place.js";

const HEADING = "page-title";
const HEADING_WAIT_MS = 4000;
const STAYS_MS = 8000;
const NARROW = "(max-width: 1023px)";

let formerPath = null; // outlives the page, which is mounted anew at each navigation

// After client-side navigation focus would fall to the body: move it to the page's heading.
export function PageFocus() {
  const { pathname } = useLocation();
  const [announcement, setAnnouncement] = useState("");

  useEffect(keepFocusInPlace, []);

  useEffect(() => {
    const isFirst = formerPath === null || formerPath === pathname;
    formerPath = pathname;
    if (isFirst) return;
    const started = Date.now();
    const timer = setInterval(() => {
      const heading = document.getElementById(HEADING);
      if (!heading && Date.now() - started < HEADING_WAIT_MS) return;
      clearInterval(timer);
      heading?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
      setAnnouncement(document.title);
    }, 50);
    return () => clearInterval(timer);
  }, [pathname]);

  return (
    <div role="status" className="sr-only">
      {announcement}
    </div>
  );
}

// `answered` grows with every event that the server has finished.
export function AnswerSignal({ answered }) {
  useEffect(() => {
    window.dispatchEvent(new Event("coachbook:answered"));
  }, [answered]);
  return null;
}

// A message stands on the page and in each panel: the one that people see has the say.
const isSeen = (element) => {
  if (!element) return false;
  const above = document.querySelector("dialog:modal");
  return element.checkVisibility() && (!above || above.contains(element));
};

// Good news leaves after a while, unless someone is reading it; bad news stays.
export function Notice({ tone, onlyNarrow, onDismiss, children, ...rest }) {
  const notice = useRef(null);
  const [isRead, setIsRead] = useState(false);

  useEffect(() => {
    if (tone === "error" || isRead) return;
    const leave = () => isSeen(notice.current) && onDismiss?.();
    const timer = setInterval(leave, STAYS_MS);
    return () => clearInterval(timer);
  }, [tone, isRead]);

  if (onlyNarrow && !window.matchMedia(NARROW).matches) return null;
  return (
    <div
      {...rest}
      ref={notice}
      onMouseEnter={() => setIsRead(true)}
      onMouseLeave={() => setIsRead(false)}
      onFocus={() => setIsRead(true)}
      onBlur={() => setIsRead(false)}
    >
      {children}
    </div>
  );
}

const MODES = [
  ["system", "System"],
  ["light", "Light"],
  ["dark", "Dark"],
];

export function ThemeChoice({ className, optionClass }) {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  return (
    <fieldset className={className}>
      <legend className="sr-only">Theme</legend>
      {MODES.map(([mode, label]) => (
        <label key={mode} className={optionClass}>
          <input
            type="radio"
            name="theme"
            className="sr-only"
            checked={rawColorMode === mode}
            onChange={() => setColorMode(mode)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
