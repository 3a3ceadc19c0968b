// Keeps one session's list of questions equal to the server's, although any live message may be lost: events carry numbers
// without gaps, a pulse says how far one should be, and what is missing is asked for. No page and no network in here.
import type { Batch, Counts, EventPage, PublicEvent, PublicQuestion, Pulse } from "./messages";

export type Change = "list" | "counts";

export class SessionFeed {
  readonly questions = new Map<number, PublicQuestion>();
  readonly votes = new Map<number, number>();
  last = 0;
  private differed = false;
  private turn: Promise<void> = Promise.resolve();

  /** @param fetchAfter gives the events after a number. @param changed hears of every change that was made. */
  constructor(readonly session: string, private readonly fetchAfter: (after: number) => Promise<EventPage>, private readonly changed: (change: Change) => void) {}

  /** Begins from the whole list. */
  reset(latest: number, questions: readonly PublicQuestion[], counts: Counts): Promise<void> {
    return this.next(async () => {
      this.questions.clear();
      for (const question of questions) this.questions.set(question.id, question);
      this.votes.clear();
      this.merge(counts);
      this.last = latest;
      this.changed("list");
    });
  }

  take(batch: Batch): Promise<void> {
    return this.next(async () => {
      if (batch.session !== this.session) return;
      const events = batch.events ?? [];
      if (events.length > 0 && events[0]!.number > this.last + 1) await this.catchUp();
      const moved = this.apply(events);
      this.merge(batch.counts ?? {});
      if (batch.latest > this.last) await this.catchUp();
      this.changed(moved ? "list" : "counts");
    });
  }

  pulse(pulse: Pulse): Promise<void> {
    return this.next(async () => {
      if (pulse.session !== this.session) return;
      if (pulse.latest > this.last) await this.catchUp();
      // Once may be a count that is on its way; twice in a row is one that was lost.
      const differs = pulse.check !== null && pulse.check !== this.check();
      if (differs && this.differed) await this.catchUp();
      this.differed = differs && !this.differed;
    });
  }

  /** This viewer's own vote, before the next count says the same. */
  setVotes(questionId: number, votes: number): void {
    if (this.questions.has(questionId)) this.votes.set(questionId, votes);
  }

  /** The sum that the server computes too (CountsCheck). */
  check(): number {
    let sum = 0;
    for (const id of this.questions.keys()) sum += (this.votes.get(id) ?? 0) * (id % 9973 + 1);
    return sum;
  }

  private async catchUp(): Promise<void> {
    let page: EventPage;
    do {
      page = await this.fetchAfter(this.last);
      this.apply(page.events);
      this.merge(page.counts);
    } while (page.events.length > 0 && this.last < page.latest);
    this.changed("list");
  }

  private apply(events: readonly PublicEvent[]): boolean {
    let moved = false;
    for (const event of events) {
      if (event.number <= this.last) continue;
      if (event.number !== this.last + 1) break;
      this.last = event.number;
      moved = true;
      if (event.question) this.questions.set(event.question.id, event.question);
      else if (event.kind === "question.gone" && event.questionId !== null) this.questions.delete(event.questionId);
    }
    return moved;
  }

  /** Counts of questions that are not in the list are old news of one that is gone; a question without a count has none. */
  private merge(counts: Counts): void {
    for (const id of [...this.votes.keys()]) if (!this.questions.has(id)) this.votes.delete(id);
    for (const id of this.questions.keys()) this.votes.set(id, counts[id] ?? this.votes.get(id) ?? 0);
  }

  /** One at a time, in the order they came. A failed request is not the end: the next pulse asks again. */
  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step).catch(() => undefined);
    return this.turn;
  }
}
