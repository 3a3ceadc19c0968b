// "Without a network": prepares this device, says how old its list is, shows what must be looked into, and wipes everything.
import { Refusal } from "./api";
import type { Desk } from "./desk";
import { forgetPage, hasPage, keepPage, whyNotPrepared, wipe } from "./device";
import { must } from "./dom";
import { Roster } from "./roster";
import type { DoorStore } from "./store";
import type { Prepared } from "./types";
import { clock } from "../shared/live/times";
import { conflictRow } from "./view";
import { longDay } from "./words";

const hour = 3_600_000;
/** An older list says so. */
const oldAfter = 3 * hour;
/** The list goes this long after the last day. */
const keptAfterEnd = 12 * hour;
const refreshEach = 300_000;

export class DeviceDesk {
  #prepared: Prepared | undefined;
  readonly #section: HTMLElement;
  readonly #list: HTMLElement;
  readonly #note: HTMLElement;

  constructor(readonly root: HTMLElement, readonly desk: Desk, readonly store: DoorStore, readonly account: string) {
    this.#section = must(root, "[data-device]");
    this.#list = must(root, "[data-list]");
    this.#note = must(root, "[data-device-note]");
  }

  async start(): Promise<void> {
    this.#section.hidden = false;
    this.#prepared = await this.store.prepared();
    if (this.#prepared && (this.#prepared.account !== this.account || Date.now() > Date.parse(this.#prepared.list.until) + keptAfterEnd)) {
      await this.#forget(this.#prepared.account === this.account ? "The event is over. The list was taken off this device." : "The list of somebody else was taken off this device, and what was to be looked into with it. “Let in twice” under “How many are in” knows of it.");
    }
    await this.#take();
    this.#on("prepare", () => this.#prepare());
    this.#on("wipe", () => this.#wipe());
    this.#on("send", () => this.desk.catchUp());
    this.#on("clear", async () => { await this.store.clearConflicts(); await this.#showConflicts(); });
    this.desk.onChange = () => void this.#show();
    this.desk.onSignedOut = () => void this.#forget("You are signed out. The list was taken off this device, and what was to be looked into with it: “Let in twice” under “How many are in” knows of it. Scans that wait are kept until you sign in again.");
    setInterval(() => void this.#refresh(), refreshEach);
    await this.#show();
    void this.#refresh();
  }

  #on(name: string, work: () => Promise<void>): void {
    const button = must<HTMLButtonElement>(this.#section, `[data-${name}]`);
    button.addEventListener("click", () => {
      button.disabled = true;
      work().catch(fault => { this.#note.textContent = fault instanceof Refusal ? fault.message : "That did not work. Look whether there is a network, and try again."; })
        .finally(() => { button.disabled = false; });
    });
  }

  async #prepare(): Promise<void> {
    const whyNot = whyNotPrepared();
    if (whyNot) { this.#note.textContent = `This device cannot be prepared. ${whyNot}`; return; }
    this.#note.textContent = "Preparing…";
    await this.#fetchList();
    await (await import("./reader")).reader();
    await keepPage();
    // Asks the browser not to clear this when space runs short. It may say no.
    await navigator.storage?.persist?.().catch(() => false);
    this.#note.textContent = "Ready. This page opens and answers without a network now.";
    await this.#show();
  }

  /** The list by itself, while there is a network; the page and its files after an update of the site. */
  async #refresh(): Promise<void> {
    if (!this.#prepared || !this.desk.isOnline) return;
    try {
      await this.#fetchList();
      if (await hasPage()) await keepPage();
    } catch (fault) {
      if (fault instanceof Refusal && fault.isSignedOut) this.desk.tellFault(fault);
    }
    await this.#show();
  }

  async #fetchList(): Promise<void> {
    const answer = await this.desk.api.list(this.#prepared?.tag ?? null);
    const fresh = answer ?? (this.#prepared ? { list: this.#prepared.list, tag: this.#prepared.tag } : null);
    if (!fresh) return;
    this.#prepared = { ...fresh, preparedAt: new Date().toISOString(), account: this.account };
    await this.store.keep(this.#prepared);
    await this.store.leaveToList();
    await this.#take();
  }

  async #take(): Promise<void> {
    this.desk.roster = this.#prepared ? new Roster(this.#prepared.list) : null;
    for (const { attendeeId, day, at, door } of await this.store.entries()) this.desk.roster?.enter(attendeeId, day, { at, door });
  }

  async #wipe(): Promise<void> {
    const left = this.desk.waiting;
    if (!confirm(left === 0 ? "Take the list and everything else off this device?" : `${left} scans have not been sent and would be lost. Wipe this device all the same?`)) return;
    this.store.close();
    await wipe();
    location.assign("/door");
  }

  async #forget(why: string): Promise<void> {
    await this.store.forget();
    await forgetPage();
    this.#prepared = undefined;
    this.desk.roster = null;
    this.#note.textContent = why;
    await this.#show();
  }

  async #show(): Promise<void> {
    must<HTMLElement>(this.#section, "[data-send]").hidden = this.desk.waiting === 0;
    if (this.#prepared) {
      const [at, count] = [new Date(this.#prepared.preparedAt), this.#prepared.list.tickets.length];
      // As everywhere else: 14 March 2023, 10:15 EDT.
      const when = `${longDay(this.desk.choices.today(at)).replace(/^\w+ /, "")}, ${clock(at, this.desk.zone)}`;
      const isOld = Date.now() - at.getTime() > oldAfter;
      this.#list.textContent = `This device has a list of ${count.toLocaleString("en-US")} ${count === 1 ? "ticket" : "tickets"}, read ${when}.${isOld ? " It is old: prepare this device again while there is a network." : ""}`;
      this.#list.classList.toggle("old", isOld);
    } else {
      this.#list.textContent = "This device has no list yet. Prepare it while there is a network.";
    }
    this.desk.say();
    await this.#showConflicts();
  }

  async #showConflicts(): Promise<void> {
    const conflicts = await this.store.conflicts();
    must<HTMLElement>(this.#section, "[data-conflicts]").hidden = conflicts.length === 0;
    must(this.#section, "[data-conflict-list]").replaceChildren(...conflicts.map(conflict => conflictRow(conflict, this.desk.zone)));
  }
}
