// The list on the page. What changed is written where it stands; order changes and new rows that would push others wait for
// a button, unless they go to the end or nobody can see the list. What was taken down goes at once.
import { compare, fill, find, type Row, type Sort } from "./rows";
import type { SessionFeed } from "./session-feed";

const newsEvery = 5_000;

export class QuestionList {
  readonly mine = new Set<number>();
  private readonly list: HTMLOListElement;
  private readonly fresh: HTMLButtonElement;
  private readonly sort: HTMLSelectElement;
  private readonly seen = new Set<number>();
  private news = 0;
  private begun = false;

  constructor(private readonly panel: HTMLElement, private readonly zone: string, private readonly feed: SessionFeed) {
    this.list = find<HTMLOListElement>(panel, "data-list");
    this.fresh = find<HTMLButtonElement>(panel, "data-fresh");
    this.sort = find<HTMLSelectElement>(panel, "data-sort");
    for (const item of this.items()) this.seen.add(idOf(item));
    this.fresh.addEventListener("click", () => {
      const first = this.missing()[0];
      this.arrange();
      const target = first === undefined ? this.list.firstElementChild : this.item(first);
      target?.querySelector<HTMLElement>("button:not([disabled])")?.focus();
    });
    this.sort.addEventListener("change", () => this.arrange());
    const news = setInterval(() => panel.isConnected ? this.tell() : clearInterval(news), newsEvery);
  }

  /** Brings the page in line with the feed. */
  show(): void {
    if (!this.begun || this.isOutOfSight()) {
      this.arrange();
      this.begun = true;
    } else {
      this.dropGone();
      for (const item of this.items()) this.write(item);
      this.appendAtTheEnd();
    }
    this.count();
    this.offer();
  }

  private rows(): Row[] {
    return [...this.feed.questions.values()].map(question => this.row(question.id)!).sort(compare(this.sort.value as Sort));
  }

  private row(id: number): Row | undefined {
    const question = this.feed.questions.get(id);
    return question && { question, votes: this.feed.votes.get(id) ?? 0, mine: this.mine.has(id) };
  }

  private items(): HTMLElement[] { return [...this.list.children] as HTMLElement[]; }

  private item(id: number): HTMLElement | undefined { return this.items().find(item => idOf(item) === id); }

  private missing(): number[] { return this.rows().map(row => row.question.id).filter(id => !this.item(id)); }

  private write(item: HTMLElement): void {
    const row = this.row(idOf(item));
    if (row) fill(item, row, this.zone);
  }

  private add(row: Row): HTMLElement {
    const item = find<HTMLTemplateElement>(this.panel, "data-row").content.firstElementChild!.cloneNode(true) as HTMLElement;
    fill(item, row, this.zone);
    if (!this.seen.has(row.question.id)) {
      this.seen.add(row.question.id);
      if (this.begun) this.news++;
    }
    return item;
  }

  private arrange(): void {
    const focused = document.activeElement;
    this.dropGone();
    for (const row of this.rows()) {
      const item = this.item(row.question.id) ?? this.add(row);
      fill(item, row, this.zone);
      this.list.append(item);
    }
    if (focused instanceof HTMLElement && this.list.contains(focused)) focused.focus({ preventScroll: true });
    this.offer();
  }

  /** New rows whose place is the end push nobody. */
  private appendAtTheEnd(): void {
    const rows = this.rows();
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (!this.item(row.question.id) && rows.slice(i).every(later => !this.item(later.question.id))) this.list.append(this.add(row));
    }
  }

  private dropGone(): void {
    for (const item of this.items().filter(item => !this.feed.questions.has(idOf(item)))) {
      if (item.contains(document.activeElement)) {
        const heading = this.panel.querySelector<HTMLElement>("h2")!;
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
      item.remove();
    }
  }

  private offer(): void {
    const missing = this.missing().length;
    const shown = this.items().map(idOf);
    const wanted = this.rows().map(row => row.question.id).filter(id => shown.includes(id));
    const moved = wanted.some((id, i) => id !== shown[i]);
    const words = missing > 0 ? `Show ${missing} new ${missing === 1 ? "question" : "questions"}` : moved ? "Sort again" : "";
    this.fresh.hidden = words === "";
    if (this.fresh.textContent !== words) this.fresh.textContent = words;
  }

  private count(): void {
    const all = [...this.feed.questions.values()];
    const open = all.filter(question => question.state === "approved").length;
    find(this.panel, "data-total").textContent = String(all.length);
    find(this.panel, "data-summary").textContent = `${open} open, ${all.length - open} answered`;
    find(this.panel, "data-empty").hidden = all.length > 0;
  }

  /** What is new, said once for many. */
  private tell(): void {
    const waiting = this.missing().filter(id => !this.seen.has(id));
    for (const id of waiting) this.seen.add(id);
    const news = this.news + waiting.length;
    this.news = 0;
    if (news > 0) find(this.panel, "data-news").textContent = `${news} new ${news === 1 ? "question" : "questions"}.`;
  }

  private isOutOfSight(): boolean {
    if (document.hidden) return true;
    const place = this.list.getBoundingClientRect();
    return place.bottom < 0 || place.top > innerHeight;
  }
}

function idOf(item: HTMLElement): number { return Number(item.dataset["question"]); }
