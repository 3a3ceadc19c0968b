// Makes the questions panel live: joins the session, feeds the list, sends votes and questions over the connection.
import type { LiveConnection } from "./connection";
import { wireAskBox } from "./ask-box";
import { valueOf, type Batch, type EventPage, type JoinedSession, type OwnQuestion, type Pulse, type Reply, type ViewerPart, type VoteCount } from "./messages";
import { showMine } from "./mine";
import { MineCheck, needOf } from "./mine-check";
import { QuestionList } from "./question-list";
import { SessionFeed } from "./session-feed";
import { clock } from "./times";

export class Questions {
  private readonly feed: SessionFeed;
  private readonly list: QuestionList;
  private readonly check: MineCheck;
  private asked: OwnQuestion[] = [];

  constructor(private readonly panel: HTMLElement, readonly session: string, private readonly zone: string, private readonly connection: LiveConnection) {
    this.feed = new SessionFeed(session, after => fetchAfter(session, after), () => {
      this.list.show();
      this.check.look();
    });
    this.list = new QuestionList(panel, zone, this.feed);
    this.check = new MineCheck(() => needOf(this.asked, this.feed.questions), () => this.refreshMine());
    wireAskBox(panel, session, (text, name) => connection.hub.invoke<Reply<OwnQuestion>>("Ask", session, text, name), question => {
      this.showMine([question, ...this.asked]);
    });
    panel.querySelector("[data-votes-form]")?.addEventListener("submit", event => {
      const button = (event as SubmitEvent).submitter;
      if (!(button instanceof HTMLButtonElement) || !connection.isOpen) return; // The form itself still works.
      event.preventDefault();
      void this.vote(button);
    });
  }

  async join(): Promise<void> {
    const value = valueOf(await this.connection.hub.invoke<Reply<JoinedSession>>("Join", this.session));
    if (!value) return;
    this.takeMine(value.mine);
    await this.feed.reset(value.latest, value.questions, value.counts);
  }

  /** The page shows another session from now on. */
  leave(): void { this.check.stop(); }

  take(batch: Batch): void { void this.feed.take(batch); }

  pulse(pulse: Pulse): void { void this.feed.pulse(pulse); }

  async refreshMine(): Promise<void> {
    const value = valueOf(await this.connection.hub.invoke<Reply<ViewerPart>>("Mine", this.session));
    if (value) this.takeMine(value);
  }

  /** The alert above the ask box while there is no connection. */
  setLost(lost: boolean): void {
    const unsent = lost ? null : this.panel.querySelector<HTMLElement>("[data-said][data-lost]");
    if (unsent) {
      unsent.textContent = "The connection is back. Your draft is still here: send it now.";
      unsent.classList.remove("wrong");
      delete unsent.dataset["lost"];
    }
    const alert = this.panel.querySelector<HTMLElement>("[data-lost]:not([data-said])");
    if (!alert || alert.hidden === !lost) return;
    const head = alert.querySelector("[data-lost-head]");
    if (lost && head) head.textContent = `The connection dropped at ${clock(new Date(), this.zone)}.`;
    alert.hidden = !lost;
  }

  private takeMine(mine: ViewerPart): void {
    this.list.mine.clear();
    for (const id of mine.voted) this.list.mine.add(id);
    this.showMine(mine.asked);
  }

  private showMine(asked: OwnQuestion[]): void {
    showMine(this.panel, asked, this.asked);
    this.asked = asked;
    this.check.look();
  }

  private async vote(button: HTMLButtonElement): Promise<void> {
    const id = Math.abs(Number(button.value));
    const wanted = button.value.startsWith("+");
    const news = this.panel.querySelector("[data-news]");
    try {
      const { value, refusal } = await this.connection.hub.invoke<Reply<VoteCount>>("Vote", this.session, id, wanted);
      if (value) {
        if (value.isMine) this.list.mine.add(id); else this.list.mine.delete(id);
        this.feed.setVotes(id, value.votes);
        this.list.show();
      }
      if (news) news.textContent = refusal ? refusal.message : wanted ? "Your vote counts." : "Your vote was taken back.";
    } catch {
      if (news) news.textContent = "There is no connection at this moment, so your vote was not counted.";
    }
  }
}

async function fetchAfter(session: string, after: number): Promise<EventPage> {
  const answer = await fetch(`/api/v1/sessions/${encodeURIComponent(session)}/events?after=${after}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`Events: ${answer.status}`);
  return await answer.json() as EventPage;
}
