/** "10:36 EDT" in the event's zone, as the server writes it. */
export function clock(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" }).formatToParts(at);
  const of = (type: string): string => parts.find(part => part.type === type)?.value ?? "";
  return `${of("hour")}:${of("minute")} ${of("timeZoneName")}`;
}

/** "10:36 EDT (UTC−4)". */
export function clockWithOffset(at: Date, zone: string): string {
  const offset = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at).find(part => part.type === "timeZoneName")?.value ?? "";
  return `${clock(at, zone)} (${offset.replace("GMT", "UTC").replace("-", "−")})`;
}
