// What a browser keeps of a session that was starred in it without a ticket, and what has changed since.

/** A session as /api/v1/agenda tells it; only what is used here. */
export interface AgendaItem {
  slug: string;
  title: string;
  kind: string;
  state: string;
  startsAt: string;
  endsAt: string;
  stage: string | null;
  page: string | null;
  speakers: readonly { name: string }[];
}

export interface Facts {
  title: string;
  startsAt: string;
  endsAt: string;
  stage: string | null;
  speakers: string;
  isCancelled: boolean;
}

export type Stars = Readonly<Record<string, Facts>>;

export const factsOf = (item: AgendaItem): Facts => ({
  title: item.title,
  startsAt: item.startsAt,
  endsAt: item.endsAt,
  stage: item.stage,
  speakers: item.speakers.map(speaker => speaker.name).sort().join(", "),
  isCancelled: item.state === "cancelled",
});

const isFacts = (value: unknown): value is Facts =>
  typeof value === "object" && value !== null && typeof (value as Facts).title === "string" && typeof (value as Facts).startsAt === "string";

/** Whatever stands in the store: another version or another hand may have written it. */
export function readStars(text: string | null): Stars {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter(([, facts]) => isFacts(facts))) : {};
  } catch {
    return {};
  }
}

/** A time with its offset, such as 2023-03-14T10:15:00-04:00, in the words of the event's zone: "14 March, 10:15". */
export function said(time: string): string {
  // The clock as it is written there: the offset is the event's.
  const local = new Date(time.slice(0, 19) + "Z");
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(local).replace(" at ", ", ");
}

/** A sentence, or null when nothing that counts has changed. */
export function changeOf(known: Facts, now: Facts | undefined): string | null {
  if (!now || (now.isCancelled && !known.isCancelled)) return `Cancelled. It was planned for ${said(known.startsAt)}.`;
  if (now.isCancelled) return null;
  const words: string[] = [];
  if (known.isCancelled) words.push(`Back in the program: ${said(now.startsAt)}.`);
  else if (Date.parse(known.startsAt) !== Date.parse(now.startsAt)) words.push(`Moved from ${said(known.startsAt)}, to ${said(now.startsAt)} (event’s time).`);
  else if (Date.parse(known.endsAt) !== Date.parse(now.endsAt)) words.push(`It ends at another time: ${said(now.endsAt)}.`);
  if (known.stage !== now.stage) words.push("It is on another stage.");
  if (known.title !== now.title) words.push(`It was called “${known.title}”.`);
  if (known.speakers !== now.speakers) words.push(now.speakers ? `It is given by ${now.speakers} now.` : "Nobody is named as its speaker now.");
  return words.length > 0 ? words.join(" ") : null;
}
