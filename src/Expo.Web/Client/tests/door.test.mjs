import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { parse, mark, listKey } = await load("door/codes.ts");
const { Roster } = await load("door/roster.ts");
const { Held } = await load("door/held.ts");
const { sentence, longDay, conflictOf, titles, tones } = await load("door/words.ts");

const zone = "America/New_York";
const at = "2023-03-14T14:30:00Z";
const day = "2023-03-14";
const salt = "expo-door-1:expo";
const code = letter => letter.repeat(16);
const keyOf = async letter => await listKey(salt, await mark(code(letter)));

async function roster() {
  return new Roster({
    event: "Expo", timeZone: zone, salt, until: "2023-03-16T04:00:00Z", days: ["2023-03-14", "2023-03-15"],
    types: [{ name: "A seat", inPerson: true, days: ["2023-03-14", "2023-03-15"] }, { name: "The stream", inPerson: false, days: ["2023-03-14"] }, { name: "Second day", inPerson: true, days: ["2023-03-15"] }],
    tickets: [
      [await keyOf("A"), 1, "Ada Lovelace", "Fernhollow", 0, 0], [await keyOf("B"), 2, "Ben Seller", null, 2, 0], [await keyOf("D"), 4, "Dina Stream", null, 1, 0],
      [await keyOf("E"), 5, "Ed Waiting", null, 0, 1], [await keyOf("F"), 6, "Fay Offered", null, 0, 3], [await keyOf("G"), 7, "Gil Unpaid", null, 0, 4],
      [await keyOf("H"), 8, "Hal Late", null, 0, 0, "2023-03-14T13:00:00Z"], [await keyOf("J"), 9, "Joe In", null, 0, 0],
    ],
    in: [[9, 0, "2023-03-14T13:41:00Z", "Door 2"]],
    denied: [await keyOf("C")],
  });
}

test("names are found without their accents, and with any apostrophe", async () => {
  const list = new Roster({ ...(await roster()).list, tickets: [["k1", 1, "José Núñez-O’Hara", "Łódź Straßenbau", 0, 0], ["k2", 2, "Ada Lovelace", null, 0, 0]] });
  for (const text of ["jose", "JOSÉ", "nunez", "Núñez", "o'hara", "o’hara", "lodz", "strassen"]) assert.deepEqual(list.find(text, day, at).people.map(p => p.id), [1], text);
});

test("marks and keys are the server's", async () => {
  assert.equal(await mark("7K4M2QXR9TBCWJ5H"), "GYSJSNYN30QWTG15");
  assert.equal(await listKey(salt, "GYSJSNYN30QWTG15"), "d/2rL4cYk3H7imhb");
});

test("a code, a badge or the address of a ticket is read, and nothing else", () => {
  assert.deepEqual(parse(" 7k4m-2qxr-9tbc-wj5h "), { code: "7K4M2QXR9TBCWJ5H" });
  assert.deepEqual(parse("7K4M2QXR9TBCWJSO"), { code: "7K4M2QXR9TBCWJS0" });
  assert.deepEqual(parse("https://expo.example/tickets/7K4M-2QXR-9TBC-WJ5H?done=moved"), { code: "7K4M2QXR9TBCWJ5H" });
  assert.deepEqual(parse("b12-7K4M2QXR9TBCWJ5H"), { id: 12, mark: "7K4M2QXR9TBCWJ5H" });
  for (const text of ["", "B-7K4M2QXR9TBCWJ5H", "B1234567890-7K4M2QXR9TBCWJ5H", "WIFI:S:hall;;", "7K4M2QXR9TBCWJ5U"]) assert.equal(parse(text), null, text);
});

test("the list gives every ticket the answer that the server would give", async () => {
  const list = await roster();
  const said = [];
  for (const letter of "ABCDEFGHJZ") {
    const answer = await list.answer({ key: "k", code: code(letter) }, day, at);
    said.push([answer.result, answer.why ?? answer.earlier?.door ?? answer.days?.[0] ?? null]);
  }
  assert.deepEqual(said, [
    ["ok", null], ["wrongDay", "2023-03-15"], ["cancelled", null], ["noSeat", "stream"], ["noSeat", "waiting"], ["noSeat", "offered"], ["noSeat", "unpaid"],
    ["noSeat", "ranOut"], ["alreadyIn", "Door 2"], ["unknown", null],
  ]);
});

test("a badge is known by its mark, and only with its own number", async () => {
  const list = await roster();
  const real = await list.answer({ key: "k", code: `B1-${await mark(code("A"))}` }, day, at);
  const forged = await list.answer({ key: "k", code: `B9-${await mark(code("A"))}` }, day, at);
  assert.deepEqual([real.result, forged.result], ["ok", "unknown"]);
});

test("who came in here is in, on that day only, and the earliest entry stays", async () => {
  const list = await roster();
  list.enter(1, day, { at, door: "Door 1" });
  list.enter(1, day, { at: "2023-03-14T15:00:00Z", door: "Door 3" });
  assert.deepEqual((await list.answer({ key: "k", attendeeId: 1 }, day, at)).earlier, { at, door: "Door 1" });
  assert.equal((await list.answer({ key: "k", attendeeId: 1 }, "2023-03-15", at)).result, "ok");
  list.leave(1, day);
  assert.equal((await list.answer({ key: "k", attendeeId: 1 }, day, at)).result, "ok");
});

test("names are found by part of name or organisation from two letters on", async () => {
  const list = await roster();
  assert.deepEqual(list.find("fernH", day, at).people.map(p => p.name), ["Ada Lovelace"]);
  assert.deepEqual(list.find("a", day, at).people, []);
  assert.deepEqual(list.find("JOE", day, at).people.map(p => p.answer.result), ["alreadyIn"]);
});

test("a code held before the camera counts once, and again after it was away", () => {
  const held = new Held(3000);
  const seen = [0, 120, 2000, 4900, 7800, 11000].map(now => held.isNew("A", now));
  assert.deepEqual(seen, [true, false, false, false, false, true]);
  assert.equal(held.isNew("B", 11050), true);
});

test("answers are said in words, with the event's clock", () => {
  const earlier = { at: "2023-03-14T13:41:00Z", door: "Door 2" };
  assert.equal(sentence({ key: "k", result: "alreadyIn", day, earlier }, zone), "Was in already at Door 2, 09:41 EDT. If this is somebody else, send them to the registration desk.");
  assert.equal(sentence({ key: "k", result: "wrongDay", day, days: ["2023-03-14", "2023-03-15"] }, zone), "This ticket is for Tuesday 14 March 2023 and Wednesday 15 March 2023.");
  assert.equal(longDay("2023-03-14"), "Tuesday 14 March 2023");
  assert.deepEqual(Object.keys(titles).sort(), Object.keys(tones).sort());
});

test("what this device said and the server found is looked into when they differ", () => {
  const base = { key: "k", day, name: "Ada" };
  assert.equal(conflictOf({ ...base, result: "ok", toldOffline: "ok" }, zone, at), null);
  assert.equal(conflictOf({ ...base, result: "alreadyIn" }, zone, at), null);
  assert.match(conflictOf({ ...base, result: "alreadyIn", toldOffline: "ok", earlier: { at: "2023-03-14T13:41:00Z", door: "Door 2" } }, zone, at).text, /was in already at Door 2, 09:41 EDT$/);
  assert.match(conflictOf({ ...base, result: "cancelled", toldOffline: "ok" }, zone, at).text, /cancelled/);
  assert.match(conflictOf({ ...base, result: "ok", toldOffline: "ok", alsoAt: { at, door: "Door 3" } }, zone, at).text, /Door 3/);
  assert.match(conflictOf({ ...base, result: "ok", toldOffline: "unknown" }, zone, at).text, /is good by now. Not counted as in/);
});
