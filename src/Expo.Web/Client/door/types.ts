export type Result = "ok" | "alreadyIn" | "wrongDay" | "cancelled" | "noSeat" | "unknown";
export type Why = "stream" | "waiting" | "offered" | "unpaid" | "ranOut";

/** When (ISO 8601) and where somebody came in. */
export interface Entry { at: string; door: string }

/** What the door is told about one scan, by the server or from this device's list. */
export interface Answer {
  key: string;
  result: Result;
  day: string;
  attendeeId?: number;
  name?: string;
  organisation?: string;
  ticketType?: string;
  why?: Why;
  days?: string[];
  earlier?: Entry;
  alsoAt?: Entry;
  toldOffline?: Result;
}

/**
 * One scan as it travels. What stands after `toldOffline` stays on this device: `n` is its place in the queue, `person` who it let
 * in, `tried` that the server may have it, `undone` that it was taken back here.
 */
export interface Scan {
  key: string;
  code?: string;
  attendeeId?: number;
  door: string;
  day?: string;
  scannedAt: string;
  toldOffline?: Result;
  n?: number;
  person?: number;
  tried?: boolean;
  undone?: boolean;
}

export interface Refused { title: string; code?: string }

/** One scan of a delivery as the server took it. */
export interface Receipt { key?: string; answer?: Answer; refusal?: { message: string } }

export interface ListType { name: string; inPerson: boolean; days: string[] }

/** Key, id, name, organisation, place of the type, state 0 to 4, held until. */
export type ListTicket = [key: string, id: number, name: string, organisation: string | null, type: number, state: number, heldUntil?: string];

/** The prepared list as the server sends it; `in` is id, place of the day, when, door. */
export interface ListWire {
  event: string;
  timeZone: string;
  salt: string;
  until: string;
  days: string[];
  types: ListType[];
  tickets: ListTicket[];
  in: [id: number, day: number, at: string, door: string][];
  denied: string[];
}

/** The list as this device keeps it. `preparedAt` is by this device's clock. */
export interface Prepared { list: ListWire; tag: string; preparedAt: string; account: string }

/** Something a person must look into: what this device said and what the server found differ. */
export interface Conflict { key: string; name: string; text: string; at: string }

/** Where somebody stands who was put among those who wait at the door. */
export interface Waits { hasSeat: boolean; mustPay: boolean }
