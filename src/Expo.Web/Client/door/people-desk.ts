// Searching by name: the server's answer where it can be reached, else this device's list.
import { Refusal } from "./api";
import type { Desk } from "./desk";
import { must } from "./dom";
import type { Person } from "./roster";
import { element, peopleList } from "./view";

const pause = 300;

export class PeopleDesk {
  readonly #form: HTMLFormElement;
  readonly #box: HTMLInputElement;
  readonly #found: HTMLElement;
  #timer = 0;
  #asked = 0;

  constructor(readonly desk: Desk) {
    this.#form = must(desk.root, "[data-find]");
    this.#box = must(this.#form, "#field-find");
    this.#found = must(desk.root, "[data-found]");
  }

  start(): void {
    this.#form.addEventListener("submit", event => { event.preventDefault(); void this.find(); });
    this.#box.addEventListener("input", () => { clearTimeout(this.#timer); this.#timer = window.setTimeout(() => void this.find(), pause); });
    must<HTMLFormElement>(this.desk.root, "[data-people]").addEventListener("submit", event => {
      event.preventDefault();
      const pressed = event.submitter;
      if (pressed instanceof HTMLButtonElement) void this.#press(pressed.name, Number(pressed.value));
    });
  }

  async find(): Promise<void> {
    clearTimeout(this.#timer);
    const [text, round] = [this.#box.value.trim(), ++this.#asked];
    if (text.length < 2) { this.#found.replaceChildren(); return; }
    let found: { people: Person[]; isCut: boolean };
    try {
      found = await this.#ask(text);
    } catch (fault) {
      if (round === this.#asked) this.#found.replaceChildren(element("p", "msg", fault instanceof Refusal ? fault.message : "There is no network, and this device has no list to search."));
      return;
    }
    if (round === this.#asked) this.#found.replaceChildren(...peopleList(found.people, found.isCut, this.desk.zone));
  }

  async #ask(text: string): Promise<{ people: Person[]; isCut: boolean }> {
    const [day, roster] = [this.desk.choices.dayNow(), this.desk.roster];
    if (!this.desk.isOnline && roster) return roster.find(text, day, new Date().toISOString());
    try {
      const { people, isCut } = await this.desk.api.people(text, day);
      return {
        isCut,
        people: people.map(one => ({
          id: one.attendeeId, name: one.name, organisation: one.organisation ?? null, waitsHere: one.waitsHere,
          answer: { key: "", result: one.result, day, name: one.name, ticketType: one.ticketType, days: one.days, ...(one.why ? { why: one.why } : {}), ...(one.entry ? { earlier: one.entry } : {}) },
        })),
      };
    } catch (fault) {
      if (fault instanceof Refusal || !roster) throw fault;
      return roster.find(text, day, new Date().toISOString());
    }
  }

  async #press(name: string, id: number): Promise<void> {
    if (name === "Form.Undo") await this.desk.undo(id, this.desk.choices.dayNow()).catch(fault => this.desk.tellFault(fault));
    else if (name === "Form.Wait") await this.desk.waitHere(id);
    else await this.desk.scan({ attendeeId: id });
    await this.find();
    this.#box.focus();
  }
}
