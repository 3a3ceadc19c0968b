import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { pauseBefore } = await load("shared/live/connection.ts");
const { lengthOf } = await load("shared/live/ask-box.ts");
const { clock, clockWithOffset } = await load("shared/live/times.ts");
const { compare } = await load("shared/live/rows.ts");

test("pauses grow to half a minute and are jittered by half", () => {
  assert.deepEqual([1, 2, 3, 6, 60].map(attempt => [pauseBefore(attempt, () => 0), pauseBefore(attempt, () => 1)]), [[500, 1000], [1000, 2000], [2000, 4000], [15000, 30000], [15000, 30000]]);
});

test("length is what a reader counts", () => {
  assert.deepEqual(["abc", "👨‍👩‍👧", "e\u0301", "  a "].map(lengthOf), [3, 1, 1, 1]);
});

test("times are said in the event's zone, two days after the clock change", () => {
  const at = new Date("2023-03-14T14:05:00Z");
  assert.equal(clock(at, "America/New_York"), "10:05 EDT");
  assert.equal(clockWithOffset(at, "America/New_York"), "10:05 EDT (UTC−4)");
});

test("rows are sorted as the server sorts them", () => {
  const row = (id, votes, askedAt, answeredAt = null) => ({ votes, mine: false, question: { id, askedAt, answeredAt, state: answeredAt ? "answered" : "approved" } });
  const rows = [row(1, 2, "2023-03-14T14:00:00Z"), row(2, 9, "2023-03-14T14:01:00Z", "2023-03-14T14:20:00Z"), row(3, 5, "2023-03-14T14:02:00Z"), row(4, 2, "2023-03-14T13:59:00Z")];
  const order = sort => [...rows].sort(compare(sort)).map(r => r.question.id);
  assert.deepEqual([order("votes"), order("newest"), order("answered")], [[3, 4, 1, 2], [3, 2, 1, 4], [2, 3, 1, 4]]);
});
