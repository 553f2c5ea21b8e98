// This browser's subscription to push messages, and what the server is told of it.
const SEEN = "/push/seen";

export const canShow = () =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export async function current() {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

// One that was made for another key of the server would hear nothing.
export async function subscribe(key) {
  await navigator.serviceWorker.register("/sw.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const had = await pushManager.getSubscription();
  if (had && keyOf(had) !== key) await had.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: decoded(key) });
}

export function fieldsOf(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return {
    endpoint,
    public_key: keys?.p256dh ?? "",
    auth_secret: keys?.auth ?? "",
    key: keyOf(subscription),
  };
}

// A browser that was turned on says how it is reached; whether messages are on here. After
// signing in again, or when the server has another key, they go on without being asked for.
export async function renewed() {
  if (!canShow() || Notification.permission !== "granted") return false;
  const had = await current();
  if (!had) return false;
  const answer = await seen(had);
  if (!answer?.is_on || answer.key === keyOf(had)) return Boolean(answer?.is_on);
  const former = had.endpoint;
  const fresh = await subscribe(answer.key);
  return Boolean((await seen(fresh, former))?.is_on);
}

async function seen(subscription, former = "") {
  const body = new URLSearchParams({ ...fieldsOf(subscription), former });
  const answer = await fetch(SEEN, { method: "POST", body }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

function keyOf(subscription) {
  const key = subscription.options?.applicationServerKey;
  if (!key) return "";
  const letters = btoa(String.fromCharCode(...new Uint8Array(key)));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(key) {
  const letters = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
