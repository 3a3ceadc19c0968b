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
/** For this long, in milliseconds, a scan that nobody answered is the same scan when it is made again: the server may have taken it. */
export const sameScanFor = 180_000;
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
  /** With a key only what that scan did. */
  undo(attendeeId: number, day: string, key?: string): Promise<void>;
}

/** An answer and who gave it. Without either, nobody can say: there is neither network nor list. */
export type Told = { answer: Answer; from: "server" | "list" } | { answer: null; from: "nobody" };

export class Outbox {
  #sending: Promise<void> | null = null;
  #failedAt = -Infinity;
  /** Keys of scans whose answer is waited for: they are not sent a second way. */
  readonly #asking = new Set<string>();
  /** Keys of scans that the server may have. */
  readonly #tried = new Set<string>();
  /** Keys of scans that were taken back here. */
  readonly #undone = new Set<string>();
  readonly #unanswered = new Map<string, { key: string; at: number }>();

  constructor(
    readonly shelf: Shelf, readonly post: Post, readonly zone: string, readonly roster: () => Roster | null,
    readonly isOnline: (is: boolean) => void, readonly today: (at: Date) => string, readonly now: () => Date = () => new Date()) {}

  /** Takes away what a page that was closed left without an answer: nobody was told to come in. */
  async start(): Promise<void> {
    for (const scan of await this.shelf.waiting()) {
      if (scan.toldOffline) continue;
      this.#unanswered.set(who(scan), { key: scan.key, at: Date.parse(scan.scannedAt) });
      await this.shelf.remove(scan);
    }
  }

  /** Answers one scan. Throws a Refusal when the server does not take it, as when one is signed out. */
  async tell(made: Scan): Promise<Told> {
    const before = this.#unanswered.get(who(made));
    const key = before && this.now().getTime() - before.at < sameScanFor ? before.key : made.key;
    this.#asking.add(key);
    try {
      const due = await this.#due();
      return await this.#answer(await this.shelf.enqueue({ ...made, key }), due);
    } finally {
      this.#asking.delete(key);
    }
  }

  async #answer(scan: Scan, due: Scan[]): Promise<Told> {
    const rests = this.roster() !== null && this.now().getTime() - this.#failedAt < restAfterFailure;
    if (due.length <= mostBeforeNew && !rests) {
      try {
        if (due.length > 0) await this.#deliver(due, patience);
        this.#tried.add(scan.key);
        const answer = await this.post.scan(scan);
        this.#reached(true);
        await this.shelf.remove(scan);
        this.#unanswered.delete(who(scan));
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
      this.#unanswered.set(who(scan), { key: scan.key, at: this.now().getTime() });
      return { answer: null, from: "nobody" };
    }
    const day = scan.day ?? this.today(new Date(scan.scannedAt));
    const answer = await list.answer(scan, day, scan.scannedAt);
    await this.shelf.change({
      ...scan, day, toldOffline: answer.result,
      ...(answer.attendeeId === undefined ? {} : { person: answer.attendeeId }), ...(this.#tried.has(scan.key) ? { tried: true } : {}),
    });
    if (answer.result === "ok") await this.#learn(answer, scan, true);
    return { answer, from: "list" };
  }

  /**
   * Takes a check-in back. A scan that waits here is not sent; where the server may have it all the same, that is taken back
   * there as soon as it can be reached. Anything else only the server can take back.
   */
  async undo(attendeeId: number, day: string, key?: string): Promise<void> {
    const own = (await this.shelf.waiting()).filter(scan =>
      scan.toldOffline === "ok" && !scan.undone && (key === undefined ? scan.person === attendeeId && scan.day === day : scan.key === key));
    for (const scan of own) {
      this.#undone.add(scan.key);
      if (scan.tried || this.#tried.has(scan.key)) await this.shelf.change({ ...scan, tried: true, undone: true });
      else await this.shelf.remove(scan);
    }
    if (own.length === 0) await this.post.undo(attendeeId, day);
  }

  /** Sends what waits. One at a time, however often it is called. True when nothing is left. */
  async send(): Promise<boolean> {
    this.#sending ??= this.#sendAll().finally(() => { this.#sending = null; });
    await this.#sending;
    return (await this.#due()).length === 0;
  }

  async #sendAll(): Promise<void> {
    for (let due = await this.#due(); due.length > 0; due = await this.#due()) {
      try {
        await this.#deliver(due.slice(0, eachTime));
        this.#reached(true);
      } catch (fault) {
        if (fault instanceof Refusal) throw fault;
        this.#reached(false);
        return;
      }
    }
  }

  /** What was answered here and can be sent now. */
  async #due(): Promise<Scan[]> {
    return (await this.shelf.waiting()).filter(scan => scan.toldOffline && !this.#asking.has(scan.key) && (scan.undone || !this.#undone.has(scan.key)));
  }

  async #deliver(scans: Scan[], within?: number): Promise<void> {
    for (const scan of scans.filter(one => one.undone)) await this.#takeBack(scan);
    // Taken back a moment ago: then it is not sent any more.
    const kept = scans.filter(scan => !scan.undone && !this.#undone.has(scan.key));
    for (const scan of kept) this.#tried.add(scan.key);
    if (kept.length > 0) await this.#merge(kept, within);
  }

  async #takeBack(scan: Scan): Promise<void> {
    try {
      if (scan.person !== undefined && scan.day) await this.post.undo(scan.person, scan.day, scan.key);
    } catch (fault) {
      // It had not arrived, or somebody took it back already.
      if (!(fault instanceof Refusal) || fault.code !== "door.not-in") throw fault;
    }
    await this.shelf.remove(scan);
  }

  async #merge(scans: Scan[], within?: number): Promise<void> {
    // Kept with it, so that it is known after the page was closed as well.
    for (const scan of scans) if (!scan.tried && !this.#undone.has(scan.key)) await this.shelf.change({ ...scan, tried: true });
    const receipts = await this.post.merge(scans, within);
    for (const [place, receipt] of receipts.entries()) {
      const scan = scans[place];
      if (!scan) continue;
      if (this.#undone.has(scan.key)) {
        await this.shelf.change({ ...scan, tried: true, undone: true });
        continue;
      }
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

  /** Who came in is remembered, so that this device alone can say so next time. Whoever was sent away did not. */
  async #learn(answer: Answer, scan: Scan, isUnsent: boolean): Promise<void> {
    if (answer.attendeeId === undefined || (answer.result === "ok" && (answer.toldOffline ?? "ok") !== "ok")) return;
    const entry = answer.result === "ok" ? { at: scan.scannedAt, door: scan.door } : answer.result === "alreadyIn" ? answer.earlier : undefined;
    if (!entry) return;
    this.roster()?.enter(answer.attendeeId, answer.day, entry);
    await this.shelf.enter(answer.attendeeId, answer.day, entry, isUnsent);
  }
}

/** What makes two scans the same when the first got no answer. */
function who(scan: Scan): string { return `${scan.code ?? ""} ${scan.attendeeId ?? ""} ${scan.day ?? ""}`; }
