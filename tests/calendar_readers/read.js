// Reads a calendar from stdin with ical.js; says what is in it as JSON.
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(await Bun.stdin.text()));
const events = calendar.getAllSubcomponents("vevent").map((each) => {
  const { uid, summary, startDate, endDate, sequence } = new ICAL.Event(each);
  const start = startDate.isDate ? startDate.toString() : startDate.toJSDate().toISOString();
  const end = endDate.isDate ? endDate.toString() : endDate.toJSDate().toISOString();
  const status = each.getFirstPropertyValue("status");
  return { uid, summary, start, end, sequence, status, properties: each.getAllProperties().length };
});
console.log(JSON.stringify(events));
