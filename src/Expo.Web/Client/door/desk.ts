// The desk: takes what was scanned, typed or chosen by name, tells the answer, and says how this device stands.
import type * as Api from "./api";
import { Refusal } from "./api";
import type { Choices } from "./choices";
import { must } from "./dom";
import { Outbox } from "./outbox";
import type { Roster } from "./roster";
import { signal } from "./signal";
import type { DoorStore } from "./store";
import type { Answer, Scan } from "./types";
import { answerCard, element, noteCard } from "./view";
import { canWaitHere, seated, tones } from "./words";
import { PeopleDesk } from "./people-desk";

export class Desk {
  roster: Roster | null = null;
  readonly outbox: Outbox;
  readonly #result: HTMLElement;
  readonly #state: HTMLElement;
  #isOnline = navigator.onLine;
  #waiting = 0;
  #isSignedOut = false;
  #busy = Promise.resolve();
  /** Called when the number of scans that wait, or what must be looked into, may have changed. */
  onChange: () => void = () => undefined;

  constructor(readonly root: HTMLElement, readonly zone: string, readonly choices: Choices, readonly store: DoorStore, readonly api: typeof Api) {
    this.#result = must(root, "[data-result]");
    this.#state = must(root, "[data-state]");
    this.outbox = new Outbox(store, api, zone, () => this.roster, is => { this.#isOnline = is; }, at => choices.today(at));
  }

  get isOnline(): boolean { return this.#isOnline && !this.#isSignedOut; }

  async start(): Promise<void> {
    const form = must<HTMLFormElement>(this.root, "[data-scan]");
    const code = must<HTMLInputElement>(form, "#field-code");
    form.addEventListener("submit", event => {
      event.preventDefault();
      const typed = code.value.trim();
      if (!typed) { code.focus(); return; }
      code.select();
      void this.scan({ code: typed });
    });
    new PeopleDesk(this).start();
    addEventListener("online", () => void this.catchUp());
    addEventListener("offline", () => { this.#isOnline = false; this.say(); });
    setInterval(() => void this.catchUp(), 10_000);
    this.say();
    await this.outbox.start();
    await this.catchUp();
  }

  /** One after the other, so that two quick scans of one person are not both told to come in. */
  scan(who: { code?: string; attendeeId?: number }): Promise<void> {
    return this.#busy = this.#busy.then(() => this.#scan(who)).catch(fault => this.tellFault(fault));
  }

  async #scan(who: { code?: string; attendeeId?: number }): Promise<void> {
    const day = this.choices.chosenDay;
    const scan: Scan = { key: crypto.randomUUID(), door: this.choices.doorName, scannedAt: new Date().toISOString(), ...who, ...(day ? { day } : {}) };
    const told = await this.outbox.tell(scan);
    if (told.answer) this.tell(told.answer, told.from === "list" ? "Answered from this device’s list, without a network." : "");
    else this.#show(noteCard("err", "Cannot check", "There is no network and this device has no list. Try again, or write the name down."), "err");
    await this.count();
  }

  tell(answer: Answer, note: string): void {
    this.#show(answerCard(answer, this.zone, note), tones[answer.result]);
    const actions = element("div", "row acts");
    const isIn = answer.result === "ok" || answer.result === "alreadyIn";
    if (isIn && answer.attendeeId !== undefined) {
      const [id, day] = [answer.attendeeId, answer.day];
      // The entry of this scan alone, or whichever stands.
      const key = answer.result === "ok" ? answer.key : undefined;
      const undo = element("button", "btn line sm", answer.result === "ok" ? "Undo" : "Undo the earlier check-in");
      undo.type = "button";
      undo.setAttribute("aria-label", `Undo the ${key ? "" : "earlier "}check-in of ${answer.name}`);
      undo.addEventListener("click", () => void this.undo(id, day, key).catch(fault => this.tellFault(fault)));
      actions.append(undo);
      if (this.#isOnline && answer.result === "ok") actions.append(Object.assign(element("a", "btn line sm", "Print the badge"), { href: `/organiser/badges?person=${id}` }));
    }
    if (canWaitHere(answer) && answer.attendeeId !== undefined) {
      const id = answer.attendeeId;
      const wait = element("button", "btn line sm", "Waits here");
      wait.type = "button";
      wait.setAttribute("aria-label", `${answer.name} waits here for a seat`);
      wait.addEventListener("click", () => void this.waitHere(id));
      actions.append(wait);
    }
    this.root.querySelector(".acts")?.remove();
    if (actions.childElementCount > 0) this.#result.after(actions);
  }

  /** Puts somebody without a seat among those who get the next free one. Only the server knows of seats. */
  async waitHere(attendeeId: number): Promise<void> {
    try {
      const waits = await this.api.waitHere(attendeeId);
      this.root.querySelector(".acts")?.remove();
      const tone = waits.hasSeat ? "ok" : "warn";
      this.#show(noteCard(tone, waits.hasSeat ? "Has a seat" : waits.mustPay ? "Has a seat to pay for" : "Waits here", seated(waits)), tone);
    } catch (fault) {
      this.tellFault(fault);
    }
  }

  /** Takes a check-in back. */
  async undo(attendeeId: number, day: string, key?: string): Promise<void> {
    await this.outbox.undo(attendeeId, day, key);
    this.roster?.leave(attendeeId, day);
    await this.store.leave(attendeeId, day);
    this.root.querySelector(".acts")?.remove();
    this.#show(noteCard("ok", "Undone", "The check-in was taken back."), "ok");
    await this.count();
  }

  tellFault(fault: unknown): void {
    if (!(fault instanceof Refusal)) this.#show(noteCard("err", "Not done", "This needs the network. Try again when it is back."), "err");
    else if (!fault.isSignedOut) this.#show(noteCard("err", "Not done", fault.message), "err");
    else {
      const way = Object.assign(element("a", "", "Sign in again"), { href: "/account/sign-in?returnUrl=/door" });
      const card = noteCard("err", "Signed out", "Your visit has ended, here or in another browser. ");
      card.lastElementChild?.append(way);
      this.#show(card, "err");
      this.#isSignedOut = true;
      this.onSignedOut();
    }
    this.root.querySelector(".acts")?.remove();
  }

  /** The names go; what waits stays until somebody signs in again. */
  onSignedOut: () => void = () => undefined;

  /** Sends what waits, or looks whether the server is there again. */
  async catchUp(): Promise<void> {
    if (this.#isSignedOut) return;
    try {
      if (await this.#countWaiting() > 0) await this.outbox.send();
      else if (!this.#isOnline) this.#isOnline = await this.api.isThere();
    } catch (fault) {
      this.tellFault(fault);
    }
    await this.count();
  }

  async count(): Promise<void> {
    this.#waiting = await this.#countWaiting();
    this.say();
    this.onChange();
  }

  /** A scan whose answer is waited for at this moment does not count. */
  async #countWaiting(): Promise<number> { return (await this.store.waiting()).filter(scan => scan.toldOffline).length; }

  get waiting(): number { return this.#waiting; }

  say(): void {
    const scans = this.#waiting === 0 ? "" : this.#waiting === 1 ? " 1 scan is waiting to be sent." : ` ${this.#waiting} scans are waiting to be sent.`;
    const day = this.choices.chosenDay && this.choices.chosenDay !== this.choices.today(new Date()) ? " The day is not today." : "";
    const words = (this.#isSignedOut ? "Signed out." : this.#isOnline ? "Online." : this.roster ? "Offline: this device answers from its list." : "Offline, and this device has no list.") + scans + day;
    this.#state.hidden = false;
    this.#state.classList.toggle("off", !this.#isOnline || this.#isSignedOut);
    if (this.#state.textContent !== words) this.#state.textContent = words;
  }

  #show(card: HTMLElement, tone: "ok" | "warn" | "err"): void {
    // Emptied first: the same words twice are said twice.
    this.#result.replaceChildren();
    this.#result.setAttribute("role", "status");
    requestAnimationFrame(() => {
      this.#result.replaceChildren(card);
      // Whoever searched by name stands further down.
      this.#result.scrollIntoView({ block: "nearest" });
    });
    signal(tone);
  }
}
