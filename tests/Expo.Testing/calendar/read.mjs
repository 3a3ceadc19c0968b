// Reads a calendar from stdin with ical.js and prints what it understood, one JSON object for each event.
import ICAL from "ical.js";

let text = "";
for await (const part of process.stdin) {
  text += part;
}

const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}

const instant = time => (time ? time.toJSDate().toISOString() : null);
const events = calendar.getAllSubcomponents("vevent").map(component => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    summary: event.summary,
    location: event.location,
    zone: event.startDate.zone.tzid,
    start: instant(event.startDate),
    end: instant(event.endDate),
  };
});
process.stdout.write(JSON.stringify(events));
