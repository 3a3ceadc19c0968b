import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { SessionFeed } = await load("shared/live/session-feed.ts");

/** The server's side: numbered events without gaps, earlier ones about the same question emptied. */
class Room {
  questions = new Map();
  votes = new Map();
  events = [];

  get latest() { return this.events.length; }

  publish(id, text) {
    this.questions.set(id, { id, text, state: "approved" });
    this.votes.set(id, this.votes.get(id) ?? 0);
    return this.add("question.approved", id, this.questions.get(id));
  }

  takeDown(id) {
    this.questions.delete(id);
    return this.add("question.gone", id, null);
  }

  add(kind, questionId, question) {
    for (const old of this.events) if (old.questionId === questionId) Object.assign(old, { kind: "question.superseded", question: null });
    const event = { number: this.latest + 1, kind, questionId, question };
    this.events.push(event);
    return { session: "s", latest: this.latest, events: [{ ...event }], counts: question ? { [questionId]: this.votes.get(questionId) } : null };
  }

  counts() { return Object.fromEntries([...this.questions.keys()].map(id => [id, this.votes.get(id)])); }

  check() { return [...this.questions.keys()].reduce((sum, id) => sum + this.votes.get(id) * (id % 9973 + 1), 0); }

  page(after, size) { return { latest: this.latest, events: this.events.filter(e => e.number > after).slice(0, size).map(e => ({ ...e })), counts: this.counts() }; }

  pulse() { return { stage: "m", session: "s", latest: this.latest, check: this.check(), viewers: 1 }; }
}

function seeded(seed) {
  return () => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return seed / 4294967296;
  };
}

const listOf = feed => [...feed.questions.values()].sort((a, b) => a.id - b.id);
const votesOf = feed => Object.fromEntries([...feed.questions.keys()].sort((a, b) => a - b).map(id => [id, feed.votes.get(id)]));

test("with thirty per cent thrown away, fifty pages end with the server's list and counts", async () => {
  const room = new Room();
  const random = seeded(11);
  let asked = 0;
  const feeds = Array.from({ length: 50 }, () => new SessionFeed("s", async after => { asked++; return room.page(after, 20); }, () => {}));
  const send = deliver => feeds.forEach(feed => { if (random() >= 0.3) void deliver(feed); });

  for (let i = 1; i <= 400; i++) {
    const act = random();
    const known = [...room.questions.keys()];
    const some = known[Math.floor(random() * known.length)];
    if (act < 0.4 || some === undefined) { const batch = room.publish(i, `Question ${i}`); send(feed => feed.take(batch)); }
    else if (act < 0.5) { const batch = room.publish(some, `Edited ${i}`); send(feed => feed.take(batch)); }
    else if (act < 0.6) { const batch = room.takeDown(some); send(feed => feed.take(batch)); }
    else { room.votes.set(some, room.votes.get(some) + 1); const counts = { [some]: room.votes.get(some) }; const latest = room.latest; send(feed => feed.take({ session: "s", latest, events: null, counts })); }
    if (i % 10 === 0) { const pulse = room.pulse(); send(feed => feed.pulse(pulse)); }
    await new Promise(setImmediate);
  }
  for (let i = 0; i < 20; i++) { const pulse = room.pulse(); send(feed => feed.pulse(pulse)); }
  await Promise.all(feeds.map(feed => feed.take({ session: "other", latest: 999, events: null, counts: null })));

  for (const feed of feeds) {
    assert.equal(feed.last, room.latest);
    assert.deepEqual(listOf(feed), [...room.questions.values()].sort((a, b) => a.id - b.id));
    assert.deepEqual(votesOf(feed), room.counts());
  }
  assert.ok(asked > 50);
});

test("a page that heard everything asks for nothing", async () => {
  const room = new Room();
  let asked = 0;
  const feed = new SessionFeed("s", async after => { asked++; return room.page(after, 20); }, () => {});
  await feed.reset(0, [], {});
  for (let i = 1; i <= 30; i++) await feed.take(room.publish(i, `Question ${i}`));
  await feed.pulse(room.pulse());

  assert.equal(asked, 0);
  assert.equal(feed.questions.size, 30);
});

test("a failed request is made good by the next pulse", async () => {
  const room = new Room();
  let fails = true;
  const feed = new SessionFeed("s", async after => { if (fails) throw new Error("503"); return room.page(after, 20); }, () => {});
  room.publish(1, "One");
  await feed.pulse(room.pulse());
  assert.equal(feed.questions.size, 0);
  fails = false;
  await feed.pulse(room.pulse());

  assert.equal(feed.questions.size, 1);
});

test("one difference in the counts waits, two in a row ask", async () => {
  const room = new Room();
  let asked = 0;
  const feed = new SessionFeed("s", async after => { asked++; return room.page(after, 20); }, () => {});
  await feed.take(room.publish(1, "One"));
  room.votes.set(1, 5);
  await feed.pulse(room.pulse());
  assert.equal(asked, 0);
  await feed.pulse(room.pulse());

  assert.equal(asked, 1);
  assert.equal(feed.votes.get(1), 5);
});
