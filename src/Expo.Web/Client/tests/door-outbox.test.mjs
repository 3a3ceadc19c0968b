import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { Outbox, Refusal, mostBeforeNew, restAfterFailure, sameScanFor } = await load("tests/door-modules.ts");
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
    isUp: true, refusal: null, calls: [], results: {}, held: null,
    check() { if (this.refusal) throw this.refusal; if (!this.isUp) throw new TypeError("Failed to fetch"); },
    answer(scan) { return { key: scan.key, day, attendeeId: 1, name: "Ada", ...(this.results[scan.key] ?? { result: "ok" }) }; },
    async scan(scan) { this.calls.push(["scan", scan.key]); this.check(); await this.held; return this.answer(scan); },
    async undo(id, undoneDay, key) { this.calls.push(["undo", id, undoneDay, ...(key ? [key] : [])]); this.check(); if (this.notIn) throw new Refusal("Not in.", 409, "door.not-in"); },
    async merge(scans) { this.calls.push(["merge", ...scans.map(s => s.key)]); this.check(); await this.held; return scans.map(scan => ({ key: scan.key, answer: this.answer(scan) })); },
  };
  const entered = new Set();
  const roster = { enter: (id, d) => entered.add(`${id} ${d}`), leave: (id, d) => entered.delete(`${id} ${d}`), answer: async scan => ({ key: scan.key, day, attendeeId: 1, name: "Ada", result: entered.has(`1 ${day}`) ? "alreadyIn" : "ok", earlier: { at: "x", door: "y" } }) };
  const clock = { now: Date.parse("2023-03-14T14:30:00Z") };
  const outbox = new Outbox(shelf, server, "America/New_York", () => list ? roster : null, () => undefined, () => day, () => new Date(clock.now));
  const scan = key => outbox.tell({ key, code: "A", door: "Door 1", scannedAt: "2023-03-14T14:30:00Z" });
  return { shelf, server, outbox, scan, clock, roster, entered };
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
  server.results = { k2: { result: "alreadyIn", earlier: { at: "2023-03-14T14:30:00Z", door: "Door 1" } } };
  await outbox.send();
  assert.deepEqual(shelf.entries.map(entry => entry[3]), [true, false, false]);
});

/** A promise and what ends it. */
function gate() {
  let open;
  return { held: new Promise(resolve => { open = resolve; }), open: () => open() };
}

test("a scan whose answer is waited for is not sent a second way", async () => {
  const { server, outbox, scan } = device();
  const { held, open } = gate();
  server.held = held;
  const told = scan("k1");
  await new Promise(resolve => setImmediate(resolve));
  await outbox.send();
  open();
  assert.equal((await told).from, "server");
  assert.deepEqual(server.calls, [["scan", "k1"]]);
});

test("what a closed page left without an answer is not sent, and made again it is the same scan", async () => {
  const { shelf, server, outbox, scan } = device();
  await shelf.enqueue({ key: "left", code: "A", door: "Door 1", scannedAt: "2023-03-14T14:29:00Z" });
  await outbox.send();
  await outbox.start();
  assert.deepEqual([server.calls, shelf.scans], [[], []]);
  await scan("k2");
  assert.deepEqual(server.calls, [["scan", "left"]]);
});

test("without a list a scan that nobody answered is the same scan when it is made again soon", async () => {
  const { server, scan, clock } = device({ list: false });
  server.isUp = false;
  await scan("k1");
  await scan("k2");
  server.isUp = true;
  assert.equal((await scan("k3")).from, "server");
  await scan("k4");
  server.isUp = false;
  await scan("k5");
  clock.now += sameScanFor;
  await scan("k6");
  assert.deepEqual(server.calls.map(call => call[1]), ["k1", "k1", "k1", "k4", "k5", "k6"]);
});

test("who was sent away without a network is not in when the server finds the ticket good", async () => {
  const { shelf, server, outbox, entered } = device();
  await shelf.enqueue({ key: "k1", code: "A", door: "Door 1", scannedAt: "2023-03-14T14:30:00Z", toldOffline: "noSeat", day });
  await outbox.send();
  assert.deepEqual([entered.size, shelf.entries.length, shelf.scans.length], [0, 0, 0]);
  assert.match(shelf.conflicts[0].text, /Not counted as in/);
  assert.deepEqual(server.calls, [["merge", "k1"]]);
});

test("undoing a scan that was never sent takes it out of the queue, also from the list of names", async () => {
  const { shelf, server, outbox, scan, entered } = device();
  server.isUp = false;
  await scan("tried");
  await shelf.remove(shelf.scans[0]);
  entered.clear();
  await scan("k2");
  await outbox.undo(1, day);
  assert.deepEqual([shelf.scans, server.calls], [[], [["scan", "tried"]]]);
});

test("undoing a scan that the server may have takes it back there when it can be reached, and nobody else's", async () => {
  const { shelf, server, outbox, scan } = device();
  server.isUp = false;
  await scan("k1");
  await outbox.undo(1, day, "k1");
  server.calls.length = 0;
  assert.equal(await outbox.send(), false);
  Object.assign(server, { isUp: true, notIn: true });
  assert.equal(await outbox.send(), true);
  assert.deepEqual([server.calls, shelf.scans], [[["undo", 1, day, "k1"], ["undo", 1, day, "k1"]], []]);
});

test("undoing a scan while it is being sent takes it back afterwards", async () => {
  const { shelf, server, outbox, scan } = device();
  server.isUp = false;
  await scan("k1");
  const { held, open } = gate();
  Object.assign(server, { isUp: true, held });
  const sent = outbox.send();
  await new Promise(resolve => setImmediate(resolve));
  await outbox.undo(1, day, "k1");
  open();
  assert.equal(await sent, true);
  assert.deepEqual([server.calls.slice(1), shelf.scans], [[["merge", "k1"], ["undo", 1, day, "k1"]], []]);
});

test("a check-in that the server made is undone by the server", async () => {
  const { server, outbox, scan } = device();
  await scan("k1");
  await outbox.undo(1, day, "k1");
  assert.deepEqual(server.calls.at(-1), ["undo", 1, day]);
});
