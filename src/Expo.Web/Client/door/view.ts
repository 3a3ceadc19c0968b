// Draws answers and people as the server's DoorAnswerCard and DoorPeopleList do.
import { clock } from "../shared/live/times";
import type { Person } from "./roster";
import type { Answer, Conflict } from "./types";
import { canWaitHere, longDay, sentence, titles, tones, whySentence } from "./words";

const icons = {
  ok: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  warn: '<path d="M12 4l9 16H3zM12 10v4.5M12 17.2v.2"/>',
  err: '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.3v.2"/>',
};

/** An element with text or children. What people typed goes in as text only. */
export function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function answerCard(answer: Answer, zone: string, note: string): HTMLElement {
  const tone = tones[answer.result];
  const say = element("p", "say", titles[answer.result]);
  say.insertAdjacentHTML("afterbegin", `<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${icons[tone]}</svg>`);
  const card = element("div", `told ${tone}`, say);
  if (answer.name) card.append(element("p", "who", answer.name), element("p", "", [answer.ticketType, answer.organisation].filter(Boolean).join(", ")));
  const words = sentence(answer, zone);
  if (words) card.append(element("p", "", words));
  if (note) card.append(element("p", "small", note));
  return card;
}

export function noteCard(tone: "ok" | "warn" | "err", title: string, text: string): HTMLElement {
  const say = element("p", "say", title);
  say.insertAdjacentHTML("afterbegin", `<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${icons[tone]}</svg>`);
  return element("div", `told ${tone}`, say, element("p", "", text));
}

export function peopleList(people: Person[], isCut: boolean, zone: string): HTMLElement[] {
  const count = people.length === 0 ? "Nobody is found. Try another part of the name, or the organization."
    : isCut ? `The first ${people.length} people. Type more of the name to see fewer.` : people.length === 1 ? "1 person" : `${people.length} people`;
  const said = element("p", "", count);
  said.setAttribute("role", "status");
  return [said, element("ul", "doorlist", ...people.map(person => row(person, zone)))];
}

function row({ id, name, organisation, answer, waitsHere }: Person, zone: string): HTMLElement {
  const item = element("li", "", element("div", "", element("b", "", name), element("span", "small muted", [organisation, answer.ticketType].filter(Boolean).join(", "))));
  if (answer.result === "ok") item.append(button("btn sm", "Form.Person", id, "Check in", `Check in ${name}`));
  else if (answer.result === "alreadyIn" && answer.earlier) {
    item.append(
      element("span", "chip ok", `In since ${clock(new Date(answer.earlier.at), zone).split(" ")[0]}, ${answer.earlier.door}`),
      button("btn line sm", "Form.Undo", id, "Undo", `Undo the check-in of ${name}`));
  } else if (waitsHere) {
    item.append(element("span", "chip", "Waits here"), element("span", "small", "Gets the next free seat in the order of the waiting list."));
  } else {
    item.append(
      element("span", "chip warn", titles[answer.result]),
      element("span", "small", answer.result === "wrongDay" ? (answer.days ?? []).map(longDay).join(" and ") : answer.result === "noSeat" ? whySentence(answer.why) : ""));
    if (canWaitHere(answer)) item.append(button("btn line sm", "Form.Wait", id, "Waits here", `${name} waits here for a seat`));
  }
  return item;
}

export function conflictRow(conflict: Conflict, zone: string): HTMLElement {
  return element("li", "", element("div", "", element("b", "", conflict.name), element("span", "small", `${conflict.text} (told ${clock(new Date(conflict.at), zone)})`)));
}

function button(className: string, name: string, value: number, text: string, label: string): HTMLButtonElement {
  const made = element("button", className, text);
  made.name = name;
  made.value = String(value);
  made.setAttribute("aria-label", label);
  return made;
}
