import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

globalThis.window = { addEventListener() {} };
const { LiveConnection } = await load("shared/live/connection.ts");

/** What the page needs of SignalR's connection, to be cut off and joined by hand. */
class Hub {
  state = "Disconnected";
  onreconnecting(heard) { this.cut = () => { this.state = "Reconnecting"; heard(); }; }
  onreconnected(heard) { this.back = () => { this.state = "Connected"; heard(); }; }
  onclose(heard) { this.close = () => { this.state = "Disconnected"; heard(); }; }
  async start() { this.state = "Connected"; }
}

const settle = async () => { for (let i = 0; i < 20; i++) await Promise.resolve(); };

test("a join that fails is repeated, and only then the page says that it is connected", async context => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  let joins = 0;
  const connection = new LiveConnection(async () => { if (++joins < 3) throw new Error("The database is away."); }, s => said.push(s), () => {}, new Hub());

  await connection.start();
  await settle();
  assert.deepEqual([joins, said], [1, [{ connected: false, attempt: 1 }]]);
  context.mock.timers.tick(1_000);
  await settle();
  context.mock.timers.tick(2_000);
  await settle();

  assert.deepEqual([joins, said], [3, [{ connected: false, attempt: 1 }, { connected: false, attempt: 2 }, { connected: true, attempt: 0 }]]);
});

test("a join is not repeated for a connection that is gone, and once for the one that came after", async context => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const hub = new Hub();
  let joins = 0;
  const connection = new LiveConnection(async () => { joins++; if (joins === 1) throw new Error("cut off"); }, () => {}, () => {}, hub);
  await connection.start();
  await settle();
  hub.cut();
  hub.back();
  await settle();
  context.mock.timers.tick(60_000);
  await settle();

  assert.equal(joins, 2);
});

test("who was cut off hears that they are back, who comes for the first time does not", async () => {
  const hub = new Hub();
  let back = 0;
  const connection = new LiveConnection(async () => {}, () => {}, () => { back++; }, hub);
  await connection.start();
  await settle();
  assert.equal(back, 0);
  hub.cut();
  hub.back();
  await settle();
  assert.equal(back, 1);
  hub.close();
  await settle();

  assert.equal(back, 2);
});
