// The server as this page asks it. Every call ends within a time, because a network that is slow is no network at a door.
import type { Answer, ListWire, Receipt, Scan, Waits } from "./types";

/** The server said no, for a reason that asking again does not change. */
export class Refusal extends Error {
  constructor(message: string, readonly status: number, readonly code = "") { super(message); }

  /** Signed out, here or in another browser. */
  get isSignedOut(): boolean { return this.status === 401 || this.status === 403; }
}

const base = "/api/v1/door";

export async function scan(one: Scan, within = 4_000): Promise<Answer> {
  return await json(await ask("/scans", within, sent(one))) as Answer;
}

export async function merge(scans: Scan[], within = 15_000): Promise<Receipt[]> {
  return await json(await ask("/merge", within, { deviceClock: new Date().toISOString(), scans: scans.map(sent) })) as Receipt[];
}

/** With a key only when the check-in was made by that scan. */
export async function undo(attendeeId: number, day: string, key?: string): Promise<void> {
  await ask("/undo", 8_000, { attendeeId, day, ...(key ? { key } : {}) });
}

/** Puts somebody among those who get the next free seat. */
export async function waitHere(attendeeId: number): Promise<Waits> {
  return await json(await ask("/waiting", 8_000, { attendeeId })) as Waits;
}

/** As found by the server. */
export interface Found { attendeeId: number; name: string; organisation?: string; ticketType: string; result: Answer["result"]; why?: Answer["why"]; days: string[]; entry?: Answer["earlier"]; waitsHere: boolean }

export async function people(text: string, day: string): Promise<{ people: Found[]; isCut: boolean }> {
  return await json(await ask(`/people?${new URLSearchParams({ find: text, day })}`, 6_000)) as { people: Found[]; isCut: boolean };
}

/** Null when the list has not changed since the one with this tag. */
export async function list(tag: string | null): Promise<{ list: ListWire; tag: string } | null> {
  const answer = await ask("/list", 60_000, undefined, tag ? { "If-None-Match": tag } : {});
  return answer.status === 304 ? null : { list: await json(answer) as ListWire, tag: answer.headers.get("ETag") ?? "" };
}

/** True when the server can be reached; throws a Refusal when it does not know us any more. */
export async function isThere(): Promise<boolean> {
  try {
    return (await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(4_000) })).ok;
  } catch {
    return false;
  }
}

/** Without what only this device needs to know. */
function sent({ n: _, person: _person, tried: _tried, undone: _undone, ...scan }: Scan): Scan { return scan; }

async function ask(path: string, within: number, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const request: RequestInit = body === undefined ? { headers } : { method: "POST", body: JSON.stringify(body), headers: { ...headers, "Content-Type": "application/json" } };
  const answer = await fetch(base + path, { ...request, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(within) });
  if (answer.ok || answer.status === 304) return answer;
  // A server that is down or busy is like no network: the same can be sent again.
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error(`The server answered ${answer.status}.`);
  const problem = await answer.json().catch(() => ({})) as { title?: string; code?: string };
  throw new Refusal(answer.status === 401 ? "Your visit has ended. Sign in again." : problem.title ?? "The server did not take this.", answer.status, problem.code);
}

async function json(answer: Response): Promise<unknown> { return await answer.json(); }
