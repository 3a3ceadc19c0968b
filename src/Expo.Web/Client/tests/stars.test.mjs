import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { changeOf, factsOf, readStars, said } = await load("shared/stars/facts.ts");

const item = (more = {}) => ({
  slug: "yarn", title: "Yarn", kind: "talk", state: "planned", startsAt: "2023-03-14T10:15:00-04:00", endsAt: "2023-03-14T10:40:00-04:00", stage: "main", page: "/sessions/yarn",
  speakers: [{ name: "Ada Weaver" }], ...more,
});
const known = factsOf(item());

test("a time is said as the event's clock shows it, whatever the reader's zone", () => {
  assert.equal(said("2023-03-14T10:15:00-04:00"), "14 March, 10:15");
  assert.equal(said("2023-03-15T00:05:00+05:45"), "15 March, 00:05");
});

test("what has not changed is not marked, also when only its words or its state of being live are others", () => {
  assert.equal(changeOf(known, factsOf(item())), null);
  assert.equal(changeOf(known, factsOf(item({ state: "live", summary: "Other words" }))), null);
  assert.equal(changeOf({ ...known, isCancelled: true }, factsOf(item({ state: "cancelled" }))), null);
});

test("each change that counts is said with the time that was known and the time that is", () => {
  const later = { startsAt: "2023-03-14T11:00:00-04:00", endsAt: "2023-03-14T11:25:00-04:00" };
  assert.equal(changeOf(known, factsOf(item(later))), "Moved from 14 March, 10:15, to 14 March, 11:00 (event’s time).");
  assert.equal(changeOf(known, factsOf(item({ state: "cancelled", ...later }))), "Cancelled. It was planned for 14 March, 10:15.");
  assert.equal(changeOf(known, undefined), "Cancelled. It was planned for 14 March, 10:15.");
  assert.equal(changeOf(known, factsOf(item({ stage: "annex", title: "Thread", speakers: [] }))), "It is on another stage. It was called “Yarn”. Nobody is named as its speaker now.");
  assert.equal(changeOf({ ...known, isCancelled: true }, factsOf(item())), "Back in the program: 14 March, 10:15.");
});

test("whatever stands in the browser's store is read without a fault", () => {
  for (const text of [null, "", "no json", "[]", "null", "7", "{\"yarn\":1,\"thread\":null}"]) assert.deepEqual(readStars(text), {});
  assert.deepEqual(readStars(JSON.stringify({ yarn: known, broken: {} })), { yarn: known });
});
