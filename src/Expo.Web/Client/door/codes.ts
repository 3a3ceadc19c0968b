// Reads what the camera saw or somebody typed, and makes the keys by which a prepared list finds it. The server's DoorCodes does the same.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 16;

/** A ticket's code in its stored form, or number and mark of a badge. */
export type Code = { code: string } | { id: number; mark: string };

/** Null when it is neither a ticket, nor the address of one, nor a badge. */
export function parse(text: string): Code | null {
  const path = text.toLowerCase().indexOf("/tickets/");
  const shown = path < 0 ? text : text.slice(path + "/tickets/".length).split(/[?#/.]/)[0] ?? "";
  const plain = shown.trim().toUpperCase().replace(/[- ]/g, "");
  if (plain.length === length) {
    const code = read(plain);
    return code === null ? null : { code };
  }
  const badge = /^B(\d{1,9})(.{16})$/.exec(plain);
  const mark = badge ? read(badge[2] ?? "") : null;
  return badge && mark !== null ? { id: Number(badge[1]), mark } : null;
}

/** What only who knows the code can make: what a badge says in its place. */
export async function mark(code: string): Promise<string> {
  const hash = await sha256(`expo-badge:${code}`);
  let text = "";
  for (let i = 0; i < length; i++) {
    const bit = i * 5;
    const pair = ((hash[bit >> 3] ?? 0) << 8) | ((bit >> 3) + 1 < 10 ? hash[(bit >> 3) + 1] ?? 0 : 0);
    text += alphabet[(pair >> (11 - (bit & 7))) & 31];
  }
  return text;
}

/** The key of a ticket in a list with this salt. */
export async function listKey(salt: string, ticketMark: string): Promise<string> {
  const hash = await sha256(`${salt}:${ticketMark}`);
  return btoa(String.fromCharCode(...hash.slice(0, 12)));
}

function read(typed: string): string | null {
  const text = typed.replace(/O/g, "0").replace(/[IL]/g, "1");
  return text.length === length && [...text].every(character => alphabet.includes(character)) ? text : null;
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
