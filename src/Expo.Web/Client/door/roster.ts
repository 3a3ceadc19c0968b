// The prepared list in memory: answers scans and finds names without a network.
import { listKey, mark, parse } from "./codes";
import { fold } from "./fold";
import type { Answer, Entry, ListTicket, ListWire, Why } from "./types";

const states: Record<number, Why> = { 1: "waiting", 3: "offered", 4: "unpaid" };
const mostFound = 30;

/** Somebody found by name, with what a scan would say; who waits here only the server knows. */
export interface Person { id: number; name: string; organisation: string | null; answer: Answer; waitsHere?: boolean }

export class Roster {
  readonly #byKey = new Map<string, ListTicket>();
  readonly #byId = new Map<number, ListTicket>();
  readonly #denied: Set<string>;
  readonly #entries = new Map<string, Entry>();
  readonly #searched = new Map<ListTicket, string>();

  constructor(readonly list: ListWire) {
    for (const ticket of list.tickets) {
      this.#byKey.set(ticket[0], ticket);
      this.#byId.set(ticket[1], ticket);
    }
    this.#denied = new Set(list.denied);
    for (const [id, day, at, door] of list.in) this.enter(id, list.days[day] ?? "", { at, door });
  }

  get size(): number { return this.list.tickets.length; }

  /** Notes that somebody is in; the earlier entry stays. */
  enter(id: number, day: string, entry: Entry): void {
    const known = this.#entries.get(`${id} ${day}`);
    if (!known || Date.parse(entry.at) < Date.parse(known.at)) this.#entries.set(`${id} ${day}`, entry);
  }

  leave(id: number, day: string): void { this.#entries.delete(`${id} ${day}`); }

  /** What a scan is told: of a code or badge as text, or of somebody found by name. */
  async answer(scan: { key: string; code?: string; attendeeId?: number }, day: string, at: string): Promise<Answer> {
    if (scan.attendeeId !== undefined) return this.#judge(scan.key, this.#byId.get(scan.attendeeId), day, at);
    const read = parse(scan.code ?? "");
    if (!read) return { key: scan.key, result: "unknown", day };
    const key = await listKey(this.list.salt, "code" in read ? await mark(read.code) : read.mark);
    const ticket = this.#byKey.get(key);
    if (!ticket && this.#denied.has(key)) return { key: scan.key, result: "cancelled", day };
    return this.#judge(scan.key, "id" in read && ticket?.[1] !== read.id ? undefined : ticket, day, at);
  }

  /** By part of a name or an organisation, at least two letters, in the order of names. */
  find(text: string, day: string, at: string): { people: Person[]; isCut: boolean } {
    const part = fold(text);
    if (part.length < 2) return { people: [], isCut: false };
    if (this.#searched.size === 0) for (const ticket of this.list.tickets) this.#searched.set(ticket, `${fold(ticket[2])}\n${fold(ticket[3] ?? "")}`);
    const found = this.list.tickets.filter(ticket => this.#searched.get(ticket)?.includes(part))
      .sort((a, b) => a[2].localeCompare(b[2]));
    return { people: found.slice(0, mostFound).map(ticket => ({ id: ticket[1], name: ticket[2], organisation: ticket[3], answer: this.#judge("", ticket, day, at) })), isCut: found.length > mostFound };
  }

  #judge(key: string, ticket: ListTicket | undefined, day: string, at: string): Answer {
    if (!ticket) return { key, result: "unknown", day };
    const [, id, name, organisation, typePlace, state, heldUntil] = ticket;
    const type = this.list.types[typePlace];
    const answer: Answer = { key, result: "ok", day, attendeeId: id, name };
    if (organisation) answer.organisation = organisation;
    if (type) answer.ticketType = type.name;
    const why = states[state] ?? (type?.inPerson ? undefined : "stream") ?? (heldUntil && Date.parse(heldUntil) <= Date.parse(at) ? "ranOut" : undefined);
    if (state === 2) return { ...answer, result: "cancelled" };
    if (why) return { ...answer, result: "noSeat", why };
    if (type && !type.days.includes(day)) return { ...answer, result: "wrongDay", days: type.days };
    const earlier = this.#entries.get(`${id} ${day}`);
    return earlier ? { ...answer, result: "alreadyIn", earlier } : answer;
  }
}
