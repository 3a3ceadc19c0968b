// Where stars are: with the ticket that this browser knows, on the server; without one, in the browser's own store.
import { type AgendaItem, changeOf, factsOf, readStars, type Stars } from "./facts";

export interface StarOf {
  session: string;
  change: string | null;
}

interface StarState {
  ticket: boolean;
  stars: readonly StarOf[];
}

const storeKey = "expo-stars";

/** The second cookie of a known ticket. It opens nothing. */
const knowsTicket = (): boolean => /(?:^|; )expo-mine=(?!off(?:;|$))[^;]/.test(document.cookie);

let agenda: Promise<readonly AgendaItem[]> | null = null;

/** The public agenda, asked for once and only where it is needed. */
export function readAgenda(): Promise<readonly AgendaItem[]> {
  agenda ??= fetch("/api/v1/agenda", { headers: { accept: "application/json" } }).then(async answer => {
    if (!answer.ok) throw new Error(`The agenda answered ${answer.status}.`);
    return ((await answer.json()) as { sessions: readonly AgendaItem[] }).sessions;
  });
  agenda.catch(() => (agenda = null));
  return agenda;
}

export function localStars(): Stars {
  try {
    return readStars(localStorage.getItem(storeKey));
  } catch {
    // A browser that lets nobody keep anything.
    return {};
  }
}

/** False when the browser keeps nothing. */
export function keepLocal(stars: Stars): boolean {
  try {
    if (Object.keys(stars).length === 0) localStorage.removeItem(storeKey);
    else localStorage.setItem(storeKey, JSON.stringify(stars));
    return true;
  } catch {
    return false;
  }
}

export class Keeping {
  private constructor(public hasTicket: boolean, public kept: ReadonlyMap<string, string | null>) {}

  static async open(): Promise<Keeping> {
    const state = knowsTicket() ? await askServer() : null;
    const keeping = new Keeping(state?.ticket ?? false, toMap(state?.stars ?? []));
    if (keeping.hasTicket) keeping.dropWhatIsKept();
    return keeping;
  }

  /** Slugs with what has changed since, of everything that is starred here. */
  async all(): Promise<Map<string, string | null>> {
    const stars = new Map(this.kept);
    for (const [slug, change] of await localChanges()) stars.set(slug, change);
    return stars;
  }

  /** Stars a session or takes the star back; gives where it is kept, or a sentence that says why not. */
  async set(slug: string, on: boolean): Promise<"ticket" | "browser" | { no: string }> {
    const local = localStars();
    if (!on && slug in local) {
      const { [slug]: _, ...rest } = local;
      keepLocal(rest);
      if (!this.kept.has(slug)) return "browser";
    }
    if (this.hasTicket) return await this.setOnServer(slug, on);
    if (!on) return "browser";
    const item = (await readAgenda()).find(session => session.slug === slug);
    if (!item) return { no: "This session is not in the agenda any more. Load the page again." };
    return keepLocal({ ...localStars(), [slug]: factsOf(item) }) ? "browser" : { no: "This browser keeps nothing, so the star cannot be kept. Open your ticket in it, then star the session again." };
  }

  private async setOnServer(slug: string, on: boolean): Promise<"ticket" | "browser" | { no: string }> {
    const answer = await fetch("/agenda/mine/star", { method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams({ session: slug, do: on ? "star" : "unstar" }) });
    const body: unknown = await answer.json().catch(() => null);
    if (answer.ok) {
      const state = body as StarState;
      this.kept = toMap(state.stars);
      return "ticket";
    }
    const refusal = body as { code?: string; title?: string } | null;
    if (refusal?.code === "stars.no-ticket" || refusal?.code === "stars.registration-cancelled") {
      this.hasTicket = false;
      this.kept = new Map();
      return await this.set(slug, on);
    }
    return { no: refusal?.title ?? "This could not be saved. Try again in a moment." };
  }

  // They were taken over, here or in another browser.
  private dropWhatIsKept(): void {
    const local = Object.entries(localStars());
    const rest = local.filter(([slug]) => !this.kept.has(slug));
    if (rest.length !== local.length) keepLocal(Object.fromEntries(rest));
  }
}

/** What has changed of the stars that only this browser keeps. Without any, nobody is asked. */
export async function localChanges(): Promise<Map<string, string | null>> {
  const stars = Object.entries(localStars());
  if (stars.length === 0) return new Map();
  const items = await readAgenda().catch(() => null);
  const now = new Map(items?.map(item => [item.slug, factsOf(item)]));
  return new Map(stars.map(([slug, facts]) => [slug, items ? changeOf(facts, now.get(slug)) : null]));
}

const toMap = (stars: readonly StarOf[]): Map<string, string | null> => new Map(stars.map(star => [star.session, star.change]));

async function askServer(): Promise<StarState | null> {
  try {
    const answer = await fetch("/agenda/mine/stars", { headers: { accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as StarState) : null;
  } catch {
    return null;
  }
}
