import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { MineCheck, needOf } = await load("shared/live/mine-check.ts");

const own = (id, state) => ({ id, text: `Question ${id}`, state, askedAt: "2023-03-14T14:00:00Z" });
const published = (...questions) => new Map(questions.map(([id, state]) => [id, { id, state }]));
const settle = async () => { for (let i = 0; i < 20; i++) await Promise.resolve(); };

test("one's own questions are asked for at once when the list contradicts them, later while one is not public, else not", () => {
  assert.equal(needOf([], published([1, "approved"])), null);
  assert.equal(needOf([own(1, "approved"), own(2, "answered")], published([1, "approved"], [2, "answered"])), null);
  assert.equal(needOf([own(1, "waiting")], published()), "later");
  assert.equal(needOf([own(1, "hidden")], published()), "later");
  assert.equal(needOf([own(1, "waiting")], published([1, "approved"])), "soon");
  assert.equal(needOf([own(1, "approved")], published([1, "answered"])), "soon");
  assert.equal(needOf([own(1, "approved"), own(2, "waiting")], published()), "soon");
});

test("while one waits it is asked again about every half minute, however busy the list is, and also after a failure", async context => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let need = "later";
  let asked = 0;
  const check = new MineCheck(() => need, async () => { asked++; if (asked === 1) throw new Error("cut off"); if (asked === 3) need = null; }, () => 0.5);
  check.look();
  for (let second = 0; second < 29; second++) { context.mock.timers.tick(1_000); check.look(); }
  assert.equal(asked, 0);
  context.mock.timers.tick(1_000);
  await settle();
  assert.equal(asked, 1);
  context.mock.timers.tick(30_000);
  await settle();
  context.mock.timers.tick(30_000);
  await settle();
  assert.equal(asked, 3);
  context.mock.timers.tick(300_000);
  await settle();

  assert.equal(asked, 3);
});

test("a contradiction does not wait for the half minute, and who has left asks for nothing", async context => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let need = "later";
  let asked = 0;
  const check = new MineCheck(() => need, async () => { asked++; }, () => 0.5);
  check.look();
  need = "soon";
  check.look();
  context.mock.timers.tick(5_000);
  await settle();
  assert.equal(asked, 1);
  check.stop();
  context.mock.timers.tick(300_000);
  await settle();

  assert.equal(asked, 1);
});
