// What the door is told, in words. Web/Door/DoorWords.cs says the same where there are no scripts.
import { clock } from "../shared/live/times";
import type { Answer, Conflict, Result, Waits, Why } from "./types";

export const titles: Record<Result, string> = {
  ok: "Come in", alreadyIn: "Already in", wrongDay: "Wrong day", cancelled: "Cancelled", noSeat: "No seat", unknown: "Not known",
};

/** Class of the answer's box: its colour. */
export const tones: Record<Result, "ok" | "warn" | "err"> = {
  ok: "ok", alreadyIn: "warn", wrongDay: "warn", noSeat: "warn", cancelled: "err", unknown: "err",
};

const whys: Record<Why, string> = {
  stream: "The ticket is for the live stream. Who wants a seat asks for one on the ticket’s page, or waits here for one.",
  waiting: "On the waiting list. “Waits here” puts them among those who get the seats of people who do not come.",
  offered: "A seat is offered and not accepted yet. The person accepts it on the ticket’s page, by the link in the letter; then scan again.",
  unpaid: "The ticket is not paid. The person pays on the ticket’s page; then scan again.",
  ranOut: "The seat was not confirmed in time and went back. Send the person to the registration desk.",
};

/** Of those without a seat, whoever can wait here for one that comes free. */
export function canWaitHere(answer: Answer): boolean { return answer.result === "noSeat" && (answer.why === "waiting" || answer.why === "stream" || answer.why === "ranOut"); }

/** What became of somebody who was put among those who wait at the door. */
export function seated(waits: Waits): string {
  if (waits.hasSeat) return "This person has a seat now. Scan the ticket to let them in.";
  return waits.mustPay
    ? "A seat is held for this person for half an hour. The ticket costs something: they pay by the link in the letter that is on its way; then scan it."
    : "This person waits here now, and gets the next free seat in the order of the waiting list.";
}

/** "Tuesday 14 March 2023". */
export function longDay(day: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" }).formatToParts(new Date(`${day}T00:00:00Z`));
  return ["weekday", "day", "month", "year"].map(type => parts.find(part => part.type === type)?.value).join(" ");
}

export function whySentence(why: Why | undefined): string {
  return why ? whys[why] : "Send the person to the registration desk.";
}

/** What is the matter and what to do; empty when there is nothing to say. */
export function sentence(answer: Answer, zone: string): string {
  switch (answer.result) {
    case "ok": return answer.alsoAt ? `Was let in at ${answer.alsoAt.door}, ${clock(new Date(answer.alsoAt.at), zone)}, as well.` : "";
    case "alreadyIn": return `Was in already${answer.earlier ? ` at ${answer.earlier.door}, ${clock(new Date(answer.earlier.at), zone)}` : ""}. If this is somebody else, send them to the registration desk.`;
    case "wrongDay": return `This ticket is for ${(answer.days ?? []).map(longDay).join(" and ")}.`;
    case "cancelled": return "This registration was cancelled. Send the person to the registration desk.";
    case "noSeat": return whySentence(answer.why);
    case "unknown": return "No ticket has this code. Scan it once more, type it, or search for the person by name.";
  }
}

/** What to look into when the server knows better than this device did; null when they agree. */
export function conflictOf(answer: Answer, zone: string, at: string): Conflict | null {
  const told = answer.toldOffline;
  if (!told) return null;
  const name = answer.name ?? "Somebody with a code that is not known";
  if (told === "ok" && answer.result !== "ok") {
    const what = answer.result === "alreadyIn" && answer.earlier
      ? `was in already at ${answer.earlier.door}, ${clock(new Date(answer.earlier.at), zone)}`
      : `${titles[answer.result].toLowerCase()}. ${sentence(answer, zone)}`;
    return { key: answer.key, name, text: `Was let in here without a network: ${what}`, at };
  }
  if (told === "ok" && answer.alsoAt) return { key: answer.key, name, text: sentence(answer, zone), at };
  if (told !== "ok" && answer.result === "ok") return { key: answer.key, name, text: `Was sent away here without a network (${titles[told].toLowerCase()}), but the ticket is good by now. Not counted as in: look for them, and scan the ticket again.`, at };
  return null;
}
