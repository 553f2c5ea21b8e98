"""What a test does inside a browser and its service worker."""

# In place of the browser's push manager: it has what the page of the test has put aside.
STAND_IN = """
const kept = () => JSON.parse(localStorage.getItem("stand-in") ?? "null");
const bytes = (key) => Uint8Array.from(
  atob(key.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)).buffer;
const made = (found) => found && {
  endpoint: found.endpoint,
  options: { applicationServerKey: bytes(found.key) },
  toJSON: () => ({ endpoint: found.endpoint, keys: found.keys }),
  unsubscribe: async () => { localStorage.removeItem("stand-in"); return true; },
};
PushManager.prototype.getSubscription = async () => made(kept());
PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
  const letters = btoa(String.fromCharCode(...new Uint8Array(applicationServerKey)));
  const key = letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const found = { ...(await window.standIn(key)), key };
  localStorage.setItem("stand-in", JSON.stringify(found));
  return made(found);
};
"""

SHOWN = """async () => {
  const { ready } = navigator.serviceWorker;
  const shown = await (await ready).getNotifications();
  return shown.map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path }));
}"""

CLICK = """async () => {
  self.opened = [];
  self.clients.openWindow = async (url) => void self.opened.push(url);
  let notification;
  while (!notification) [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""

LETS_GO = """(endpoint) => {
  const unsubscribe = async () => (self.hasLetGo = true);
  PushManager.prototype.getSubscription = async () => ({ endpoint, unsubscribe });
}"""

CHANGES = """({ former, wanted }) => {
  const { endpoint, keys, key } = wanted;
  const letters = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  const applicationServerKey = Uint8Array.from(letters, (one) => one.charCodeAt(0)).buffer;
  const newSubscription = {
    endpoint,
    options: { applicationServerKey },
    toJSON: () => ({ endpoint, keys }),
  };
  const change = { oldSubscription: { endpoint: former }, newSubscription };
  self.dispatchEvent(Object.assign(new ExtendableEvent("pushsubscriptionchange"), change));
}"""
