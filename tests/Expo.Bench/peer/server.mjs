// The least that a registration service can be, in another house's terms: Fastify and better-sqlite3, one transaction for
// each request with the same guarded update, the same rows and full durability. node server.mjs PORT DATABASE
import Database from "better-sqlite3";
import Fastify from "fastify";
import { randomBytes } from "node:crypto";

const [port, path] = process.argv.slice(2);
const db = new Database(path);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`
  CREATE TABLE pools (id INTEGER PRIMARY KEY, capacity INTEGER NOT NULL, taken INTEGER NOT NULL, CHECK (taken <= capacity));
  CREATE TABLE attendees (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, organisation TEXT, country TEXT, at INTEGER NOT NULL);
  CREATE TABLE ledger (id INTEGER PRIMARY KEY, pool INTEGER NOT NULL, attendee INTEGER NOT NULL, change INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE letters (id INTEGER PRIMARY KEY, template TEXT NOT NULL, recipient TEXT NOT NULL, attendee INTEGER NOT NULL, at INTEGER NOT NULL);
  INSERT INTO pools VALUES (1, 10000000, 0);
`);
const take = db.prepare("UPDATE pools SET taken = taken + 1 WHERE id = 1 AND taken < capacity RETURNING taken");
const known = db.prepare("SELECT id FROM attendees WHERE email = ?");
const add = db.prepare("INSERT INTO attendees (code, name, email, organisation, country, at) VALUES (?, ?, ?, ?, ?, ?)");
const line = db.prepare("INSERT INTO ledger (pool, attendee, change, text, at) VALUES (1, ?, 1, ?, ?)");
const letter = db.prepare("INSERT INTO letters (template, recipient, attendee, at) VALUES ('SendTicket', ?, ?, ?)");
const register = db.transaction(asked => {
  if (known.get(asked.email)) return 202;
  const seat = take.get();
  if (!seat) return 409;
  const now = Date.now();
  const id = add.run(randomBytes(10).toString("hex"), asked.name, asked.email, asked.organisation, asked.country, now).lastInsertRowid;
  line.run(id, `Registered: seat ${seat.taken} was taken.`, now);
  letter.run(asked.email, id, now);
  return 202;
});

const app = Fastify();
const text = { type: "string", minLength: 1, maxLength: 160 };
const body = { type: "object", required: ["place", "name", "email", "country"], properties: { place: text, name: text, email: text, organisation: text, country: text } };
app.get("/health", async () => ({ status: "ready" }));
app.post("/api/v1/registrations", { schema: { body } }, async (request, reply) => {
  reply.code(register.immediate(request.body));
  return { message: "We have sent a letter to the address that you typed." };
});
await app.listen({ host: "127.0.0.1", port: Number(port) });
