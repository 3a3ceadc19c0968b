/**
 * The camera sees a code many times a second. A code counts once and then not again until it has been away for a while, so that
 * holding a ticket before the camera is one scan.
 */
export class Held {
  readonly #seen = new Map<string, number>();

  constructor(readonly awayFor = 3_000) {}

  /** True when this code was not in view a moment ago. `now` in milliseconds. */
  isNew(code: string, now: number): boolean {
    const last = this.#seen.get(code);
    this.#seen.set(code, now);
    for (const [other, at] of this.#seen) if (now - at > this.awayFor) this.#seen.delete(other);
    return last === undefined || now - last > this.awayFor;
  }
}
