// Any live message may be lost, the one that says how this viewer's own questions stand as well. The public list shows what was
// lost of those that are public; of the others nothing tells, so they are asked for now and then.
import type { OwnQuestion, PublicQuestion } from "./messages";

export type Need = "soon" | "later" | null;

/** Soon when the list contradicts what is known, later while one of them is not public. */
export function needOf(asked: readonly OwnQuestion[], published: ReadonlyMap<number, Pick<PublicQuestion, "state">>): Need {
  const isPublic = (question: OwnQuestion): boolean => question.state === "approved" || question.state === "answered";
  if (asked.some(question => published.get(question.id)?.state !== (isPublic(question) ? question.state : undefined))) return "soon";
  return asked.every(isPublic) ? null : "later";
}

/** 2 to 6 seconds, or 20 to 40: a whole hall that waits must not ask at once. */
const pauses = { soon: 2_000, later: 20_000 };

export class MineCheck {
  private planned: Need = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;

  constructor(private readonly need: () => Need, private readonly ask: () => Promise<void>, private readonly random: () => number = Math.random) {}

  /** Looks at what is needed and plans for it. What is planned already stays planned. */
  look(): void {
    const need = this.isStopped ? null : this.need();
    if (need === this.planned) return;
    clearTimeout(this.timer);
    this.planned = need;
    if (need) this.timer = setTimeout(() => void this.run(), pauses[need] * (need === "soon" ? 1 + 2 * this.random() : 1 + this.random()));
  }

  stop(): void {
    this.isStopped = true;
    this.look();
  }

  private async run(): Promise<void> {
    await this.ask().catch(() => undefined); // It failed: the next look plans it again.
    this.planned = null;
    this.look();
  }
}
