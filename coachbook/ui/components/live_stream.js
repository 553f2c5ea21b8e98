// One stream for each address, shared by all who follow it on a page; it outlives a change of page.
// A hidden tab does not listen; when it is looked at again it learns from the first message of each
// kind whether it missed something.
const AGAIN_MS = 2000;
const AGAIN_AT_MOST_MS = 60000;
const LINGERS_MS = 2000;
const KINDS = ["message", "activity", "times", "pace"];

const streams = new Map();

// What was heard last of a kind, undefined before anything was.
export function latestOf(url, kind) {
  return streams.get(url)?.known[kind];
}

// Calls `hear(data, former)` when there is something new; gives back how to stop following.
export function follow(url, kind, hear) {
  if (!url || typeof EventSource === "undefined") return () => {};
  if (!streams.has(url)) streams.set(url, opened(url, () => streams.delete(url)));
  return streams.get(url).follow({ kind, hear });
}

function opened(url, forget) {
  const known = {};
  const followers = new Set();
  let source = null;
  let pause = AGAIN_MS;
  let again;
  let leaving;

  const heard = ({ type, data }) => {
    pause = AGAIN_MS;
    const former = known[type];
    known[type] = data;
    if (former === data) return;
    for (const each of [...followers]) if (each.kind === type) each.hear(data, former);
  };

  const listen = () => {
    clearTimeout(again);
    if (source || document.hidden) return;
    source = new EventSource(url);
    for (const kind of KINDS) source.addEventListener(kind, heard);
    // A refused or ended stream is closed by the browser for good; a lost one it renews itself.
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      again = setTimeout(listen, pause);
      pause = Math.min(pause * 2, AGAIN_AT_MOST_MS);
    };
  };

  const rest = () => {
    source?.close();
    source = null;
    clearTimeout(again);
  };

  const look = () => (document.hidden ? rest() : listen());

  const end = () => {
    rest();
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("pagehide", rest);
    window.removeEventListener("pageshow", look);
    forget();
  };

  const followed = (follower) => {
    clearTimeout(leaving);
    followers.add(follower);
    return () => {
      followers.delete(follower);
      if (followers.size === 0) leaving = setTimeout(end, LINGERS_MS);
    };
  };

  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", look);
  listen();
  return { known, follow: followed };
}
