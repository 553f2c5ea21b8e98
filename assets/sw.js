// Without a connection this answers in place of the server: a page that says so, with the next
// appointments as they were last known. It keeps nothing of the application itself: pages and
// scripts always come from the network, and what isn't the opening of a page passes untouched.
// It also shows the messages that the server pushes, and leads from each to its page.
const KEPT_IN = "coachbook-upcoming";
const UPCOMING = "/upcoming.json";
const SIGNS_OUT = ["/auth/sign-out", "/auth/sign-out-everywhere"];
const KEPT_FOR_MS = 30 * 24 * 60 * 60 * 1000;

let forgotten = 0; // counts, so that what was asked for before is not kept afterwards

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]),
  );
});

self.addEventListener("message", (event) => {
  if (event.data?.kind === "keep") event.waitUntil(keep(event.data.theme));
});

self.addEventListener("push", (event) => event.waitUntil(show(told(event.data))));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data?.path));
});

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method === "POST" && SIGNS_OUT.includes(pathname)) event.waitUntil(endPushes());
  // Signing out, and in as whoever: what is kept is somebody's.
  if (request.method === "POST" && pathname.startsWith("/auth/")) event.waitUntil(forget());
  if (request.method !== "GET" || request.mode !== "navigate") return;
  if (request.destination !== "document" || pathname.startsWith("/calendar/")) return;
  event.respondWith(opened(event));
});

async function opened(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return offlinePage(await known());
  }
}

async function keep(theme) {
  const asked = forgotten;
  const answer = await fetch(UPCOMING, { cache: "no-store" }).catch(() => null);
  if (answer?.status === 204) return forget();
  if (!answer?.ok || asked !== forgotten) return;
  const kept = { ...(await answer.json()), theme, keptAt: Date.now() };
  if (asked !== forgotten) return;
  const cache = await caches.open(KEPT_IN);
  await cache.put(UPCOMING, new Response(JSON.stringify(kept)));
  if (asked !== forgotten) await caches.delete(KEPT_IN);
}

async function forget() {
  forgotten += 1;
  await caches.delete(KEPT_IN);
}

async function known() {
  const cached = await caches.match(UPCOMING, { cacheName: KEPT_IN }).catch(() => null);
  const kept = await cached?.json().catch(() => null);
  return kept && Date.now() - kept.keptAt < KEPT_FOR_MS ? kept : null;
}

function offlinePage(kept) {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": `${policy}; base-uri 'none'; frame-ancestors 'none'`,
    "Cache-Control": "no-store",
  };
  return new Response(page(kept, nonce), { headers });
}

// What was pushed; a browser wants something shown for it, whatever it is.
function told(data) {
  try {
    const { title, body, path, tag } = data.json();
    if (title) return { title: String(title), body: String(body ?? ""), path, tag };
  } catch {
    // not ours, or nothing
  }
  return { title: "coachbook", body: "There is something new for you.", path: "/", tag: "news" };
}

// One that was shown already, because it was sent twice, makes no sound again.
async function show({ title, body, path, tag = "news" }) {
  const shown = await self.registration.getNotifications({ tag });
  const isRepeated = shown.some((one) => one.title === title && one.body === body);
  await self.registration.showNotification(title, {
    body,
    tag,
    data: { path },
    icon: "/icon-192.png",
    badge: "/badge-96.png",
    renotify: !isRepeated,
    silent: isRepeated,
  });
}

// The page, where it is open already; else a new one, so that nothing that is being typed is lost.
async function openPage(path) {
  const url = new URL(path ?? "/", self.location.origin);
  const wanted = url.origin === self.location.origin ? url.href : self.location.origin;
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((one) => one.url === wanted);
  return there ? there.focus() : self.clients.openWindow(wanted);
}

// The browser has changed its address: the server hears of the new one.
async function renew({ oldSubscription, newSubscription }) {
  const { pushManager } = self.registration;
  const options = oldSubscription?.options;
  const fresh =
    newSubscription ??
    (await pushManager.getSubscription()) ??
    (options ? await pushManager.subscribe(options) : null);
  if (!fresh) return;
  const { endpoint, keys } = fresh.toJSON();
  await post("/push/seen", {
    endpoint,
    public_key: keys.p256dh,
    auth_secret: keys.auth,
    key: letters(fresh.options.applicationServerKey),
    former: oldSubscription?.endpoint ?? "",
  });
}

async function endPushes() {
  const subscription = await self.registration.pushManager?.getSubscription();
  if (!subscription) return;
  await subscription.unsubscribe();
  await post("/push/ended", { endpoint: subscription.endpoint });
}

const post = (path, fields) =>
  fetch(path, { method: "POST", body: new URLSearchParams(fields) }).catch(() => null);

function letters(key) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(key ?? [])));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const theme = (kept) => (["light", "dark"].includes(kept?.theme) ? kept.theme : "system");

const page = (kept, nonce) => `<!doctype html>
<html lang="en" data-theme="${theme(kept)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>You are offline · coachbook</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
${ICON}
<h1>You are offline</h1>
<p>coachbook can’t be reached. Nothing is lost: this page opens it again as soon as there is a connection.</p>
<p><a class="button" href="">Try again</a></p>
</header>
${appointments(kept)}
</main>
<script nonce="${nonce}">addEventListener("online", () => location.reload());</script>
</body>
</html>`;

function appointments(kept) {
  if (!kept) {
    return section(
      "<p>Your next appointments show here once you have opened coachbook with a connection and signed in.</p>",
    );
  }
  const rows = kept.rows.filter((row) => row.ends_at > Date.now());
  const asOf = `<p class="soft">${text(kept.name)}, as of ${text(kept.as_of)} (${text(kept.place)} time). What changed since doesn’t show.</p>`;
  if (!rows.length) return section(`<p>Nothing was booked.</p>${asOf}`);
  return section(`${asOf}<ul>${rows.map(appointment).join("")}</ul>`);
}

const section = (inner) => `<section aria-labelledby="next"><h2 id="next">Your next appointments</h2>${inner}</section>`;

const appointment = ({ what, when, note, link }) => `<li>
<strong>${text(what)}</strong>
<span>${text(when)}</span>
${note ? `<span class="soft">${text(note)}</span>` : ""}
${link?.startsWith("https://") ? `<a href="${text(link)}" rel="noopener">Meeting link</a>` : ""}
</li>`;

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function text(words) {
  return String(words ?? "").replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

const ICON = `<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 20h.01M8.5 16.429a5 5 0 0 1 7 0M5 12.859a10 10 0 0 1 5.17-2.69M19 12.859a10 10 0 0 0-2.007-1.523M2 8.82a15 15 0 0 1 4.177-2.643M22 8.82a15 15 0 0 0-11.288-3.764M2 2l20 20"/></svg>`;

const DARK = `--canvas:#111110;--surface:#191918;--sunken:#232322;--line:#2f2f2d;--ink:#ededea;--soft:#b3b3ac;--primary:#ededea;--on-primary:#161615;--focus:#7aa7ff;color-scheme:dark`;

const STYLE = `
:root{--canvas:#f7f7f5;--surface:#fff;--sunken:#f0f0ed;--line:#e4e4df;--ink:#1c1c1a;--soft:#55554f;--primary:#1c1c1a;--on-primary:#fff;--focus:#2563eb;color-scheme:light}
:root[data-theme=dark]{${DARK}}
@media (prefers-color-scheme:dark){:root[data-theme=system]{${DARK}}}
*{box-sizing:border-box;margin:0}
body{background:var(--canvas);color:var(--ink);font:15px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:34rem;margin:0 auto;padding:max(3rem,env(safe-area-inset-top)) 1rem 3rem;display:flex;flex-direction:column;gap:1.5rem}
header{display:flex;flex-direction:column;align-items:center;gap:.5rem;text-align:center}
header>svg{box-sizing:content-box;padding:.75rem;border-radius:50%;background:var(--sunken);color:var(--soft)}
h1{font-size:1.25rem;line-height:1.4}
h2{font-size:.9375rem}
header p,.soft{color:var(--soft)}
.soft,li span{font-size:.875rem}
section{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;display:flex;flex-direction:column;gap:.5rem}
ul{list-style:none;padding:0}
li{display:flex;flex-direction:column;gap:.125rem;padding:.75rem 0;border-top:1px solid var(--line)}
li:last-child{padding-bottom:0}
a{color:inherit;text-underline-offset:4px;border-radius:4px}
li a{align-self:start;min-height:44px;display:inline-flex;align-items:center}
a:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.button{display:inline-flex;align-items:center;min-height:44px;padding:0 1.25rem;border-radius:8px;background:var(--primary);color:var(--on-primary);font-weight:500;text-decoration:none}
strong{font-weight:600}
li,p{overflow-wrap:anywhere}
`;
