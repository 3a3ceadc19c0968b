// The way of a scan: kept on this device first, then sent; answered by the server where it can be reached, else from the list.
// What was answered here is sent later, in the order it was made, and the server's word counts.
import { Refusal } from "./api";
import type { Roster } from "./roster";
import type { Answer, Conflict, Entry, Receipt, Scan } from "./types";
import { conflictOf } from "./words";

/** With more than this waiting, new scans are answered here until they are sent. */
export const mostBeforeNew = 20;
/** After a failure the list answers at once for this long, in milliseconds, so that nobody waits at the door for a dead network. */
export const restAfterFailure = 10_000;
const eachTime = 100;
const patience = 4_000;

export interface Shelf {
  enqueue(scan: Scan): Promise<Scan>;
  change(scan: Scan): Promise<void>;
  remove(scan: Scan): Promise<void>;
  waiting(): Promise<Scan[]>;
  enter(attendeeId: number, day: string, entry: Entry, isUnsent: boolean): Promise<void>;
  note(conflict: Conflict): Promise<void>;
}

export interface Post {
  scan(one: Scan): Promise<Answer>;
  /** `within` milliseconds, or as long as it takes on a slow network. */
  merge(scans: Scan[], within?: number): Promise<Receipt[]>;
}

/** An answer and who gave it. Without either, nobody can say: there is neither network nor list. */
export type Told = { answer: Answer; from: "server" | "list" } | { answer: null; from: "nobody" };

export class Outbox {
  #sending: Promise<void> | null = null;
  #failedAt = -Infinity;

  constructor(
    readonly shelf: Shelf, readonly post: Post, readonly zone: string, readonly roster: () => Roster | null,
    readonly isOnline: (is: boolean) => void, readonly today: (at: Date) => string, readonly now: () => Date = () => new Date()) {}

  /** Answers one scan. Throws a Refusal when the server does not take it, as when one is signed out. */
  async tell(made: Scan): Promise<Told> {
    const waiting = await this.shelf.waiting();
    const scan = await this.shelf.enqueue(made);
    const rests = this.roster() !== null && this.now().getTime() - this.#failedAt < restAfterFailure;
    if (waiting.length <= mostBeforeNew && !rests) {
      try {
        if (waiting.length > 0) await this.#merge(waiting, patience);
        const answer = await this.post.scan(scan);
        this.#reached(true);
        await this.shelf.remove(scan);
        await this.#learn(answer, scan, false);
        return { answer, from: "server" };
      } catch (fault) {
        if (fault instanceof Refusal) {
          await this.shelf.remove(scan);
          throw fault;
        }
        this.#reached(false);
      }
    }

    const list = this.roster();
    if (!list) {
      await this.shelf.remove(scan);
      return { answer: null, from: "nobody" };
    }
    const day = scan.day ?? this.today(new Date(scan.scannedAt));
    const answer = await list.answer(scan, day, scan.scannedAt);
    await this.shelf.change({ ...scan, day, toldOffline: answer.result });
    if (answer.result === "ok") await this.#learn(answer, scan, true);
    return { answer, from: "list" };
  }

  /** Sends what waits. One at a time, however often it is called. True when nothing is left. */
  async send(): Promise<boolean> {
    this.#sending ??= this.#sendAll().finally(() => { this.#sending = null; });
    await this.#sending;
    return (await this.shelf.waiting()).length === 0;
  }

  async #sendAll(): Promise<void> {
    for (let waiting = await this.shelf.waiting(); waiting.length > 0; waiting = await this.shelf.waiting()) {
      try {
        await this.#merge(waiting.slice(0, eachTime));
        this.#reached(true);
      } catch (fault) {
        if (fault instanceof Refusal) throw fault;
        this.#reached(false);
        return;
      }
    }
  }

  async #merge(scans: Scan[], within?: number): Promise<void> {
    const receipts = await this.post.merge(scans, within);
    for (const [place, receipt] of receipts.entries()) {
      const scan = scans[place];
      if (!scan) continue;
      if (receipt.answer) {
        const answer = scan.toldOffline ? { ...receipt.answer, toldOffline: scan.toldOffline } : receipt.answer;
        const conflict = conflictOf(answer, this.zone, this.now().toISOString());
        if (conflict) await this.shelf.note(conflict);
        await this.#learn(answer, scan, false);
      } else {
        await this.shelf.note({ key: scan.key, name: "A scan was not taken", text: receipt.refusal?.message ?? "The server could not read it.", at: this.now().toISOString() });
      }
      await this.shelf.remove(scan);
    }
  }

  #reached(is: boolean): void {
    this.#failedAt = is ? -Infinity : this.now().getTime();
    this.isOnline(is);
  }

  /** Who came in is remembered, so that this device alone can say so next time. */
  async #learn(answer: Answer, scan: Scan, isUnsent: boolean): Promise<void> {
    if (answer.attendeeId === undefined) return;
    const entry = answer.result === "ok" ? { at: scan.scannedAt, door: scan.door } : answer.result === "alreadyIn" ? answer.earlier : undefined;
    if (!entry) return;
    this.roster()?.enter(answer.attendeeId, answer.day, entry);
    await this.shelf.enter(answer.attendeeId, answer.day, entry, isUnsent);
  }
}
