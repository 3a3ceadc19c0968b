import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { Outbox, Refusal, mostBeforeNew, restAfterFailure } = await load("tests/door-modules.ts");
const day = "2023-03-14";

/** A device without a browser: a queue in memory, a server that can be cut off, and a clock. */
function device({ list = true } = {}) {
  const shelf = {
    scans: [], entries: [], conflicts: [], next: 1,
    async enqueue(scan) { const kept = { ...scan, n: this.next++ }; this.scans.push(kept); return kept; },
    async change(scan) { this.scans = this.scans.map(s => s.n === scan.n ? scan : s); },
    async remove(scan) { this.scans = this.scans.filter(s => s.n !== scan.n); },
    async waiting() { return [...this.scans]; },
    async enter(...entry) { this.entries.push(entry); },
    async note(conflict) { this.conflicts.push(conflict); },
  };
  const server = {
    isUp: true, refusal: null, calls: [], results: {},
    check() { if (this.refusal) throw this.refusal; if (!this.isUp) throw new TypeError("Failed to fetch"); },
    answer(scan) { return { key: scan.key, day, attendeeId: 1, name: "Ada", ...(this.results[scan.key] ?? { result: "ok" }) }; },
    async scan(scan) { this.calls.push(["scan", scan.key]); this.check(); return this.answer(scan); },
    async merge(scans) { this.calls.push(["merge", ...scans.map(s => s.key)]); this.check(); return scans.map(scan => ({ key: scan.key, answer: this.answer(scan) })); },
  };
  const entered = new Set();
  const roster = { enter: (id, d) => entered.add(`${id} ${d}`), answer: async scan => ({ key: scan.key, day, attendeeId: 1, name: "Ada", result: entered.has(`1 ${day}`) ? "alreadyIn" : "ok", earlier: { at: "x", door: "y" } }) };
  const clock = { now: Date.parse("2023-03-14T14:30:00Z") };
  const outbox = new Outbox(shelf, server, "America/New_York", () => list ? roster : null, () => undefined, () => day, () => new Date(clock.now));
  const scan = key => outbox.tell({ key, code: "A", door: "Door 1", scannedAt: "2023-03-14T14:30:00Z" });
  return { shelf, server, outbox, scan, clock };
}

test("with a network the server answers and nothing waits", async () => {
  const { shelf, scan } = device();
  const told = await scan("k1");
  assert.deepEqual([told.from, told.answer.result, shelf.scans.length], ["server", "ok", 0]);
});

test("without a network the list answers, and the same person is in at once", async () => {
  const { shelf, server, scan } = device();
  server.isUp = false;
  const told = [await scan("k1"), await scan("k2")];
  assert.deepEqual(told.map(t => [t.from, t.answer.result]), [["list", "ok"], ["list", "alreadyIn"]]);
  assert.deepEqual(shelf.scans.map(s => [s.key, s.toldOffline, s.day]), [["k1", "ok", day], ["k2", "alreadyIn", day]]);
});

test("after a failure nobody waits for a dead network", async () => {
  const { server, scan, clock } = device();
  server.isUp = false;
  await scan("k1");
  await scan("k2");
  assert.deepEqual(server.calls, [["scan", "k1"]]);
  clock.now += restAfterFailure;
  await scan("k3");
  assert.deepEqual(server.calls.at(-1), ["merge", "k1", "k2"]);
});

test("without network and without list nobody is told anything and nothing is kept", async () => {
  const { shelf, server, scan } = device({ list: false });
  server.isUp = false;
  assert.deepEqual(await scan("k1"), { answer: null, from: "nobody" });
  assert.equal(shelf.scans.length, 0);
});

test("what waits is sent in its order when the network is back, once, and conflicts are noted", async () => {
  const { shelf, server, outbox, scan } = device();
  server.isUp = false;
  for (const key of ["k1", "k2", "k3"]) await scan(key);
  server.isUp = true;
  server.results = { k1: { result: "alreadyIn", earlier: { at: "2023-03-14T13:41:00Z", door: "Door 2" } } };
  server.calls.length = 0;
  await Promise.all([outbox.send(), outbox.send(), outbox.send()]);
  assert.deepEqual(server.calls, [["merge", "k1", "k2", "k3"]]);
  assert.equal(shelf.scans.length, 0);
  assert.match(shelf.conflicts[0].text, /Door 2, 09:41 EDT/);
});

test("a scan is kept until its answer has come, with the same key", async () => {
  const { shelf, server, outbox, scan } = device();
  server.isUp = false;
  await scan("k1");
  assert.equal(await outbox.send(), false);
  assert.deepEqual(shelf.scans.map(s => s.key), ["k1"]);
  server.isUp = true;
  assert.equal(await outbox.send(), true);
});

test("who is signed out is told so, and what waited stays", async () => {
  const { shelf, server, scan, clock } = device();
  server.isUp = false;
  await scan("k1");
  clock.now += restAfterFailure;
  Object.assign(server, { isUp: true, refusal: new Refusal("Your visit has ended. Sign in again.", 401) });
  await assert.rejects(scan("k2"), { isSignedOut: true });
  assert.deepEqual(shelf.scans.map(s => s.key), ["k1"]);
});

test("with many waiting the list answers new ones until they are sent", async () => {
  const { shelf, server, scan } = device();
  for (let i = 0; i <= mostBeforeNew; i++) await shelf.enqueue({ key: `w${i}`, door: "Door 1", scannedAt: "x", toldOffline: "ok" });
  assert.equal((await scan("new")).from, "list");
  assert.deepEqual(server.calls, []);
});

test("who came in without a network is marked until the server has said so", async () => {
  const { shelf, server, outbox, scan } = device();
  server.isUp = false;
  await scan("k1");
  await scan("k2");
  assert.deepEqual(shelf.entries.map(entry => entry[3]), [true]);
  server.isUp = true;
  await outbox.send();
  assert.deepEqual(shelf.entries.map(entry => entry[3]), [true, false, false]);
});
