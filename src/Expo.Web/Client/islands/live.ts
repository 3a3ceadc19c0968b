// The live page: the picture, the connection, and the questions of whatever session is on. When a session begins or ends,
// the parts of the page around the picture are fetched anew; the picture plays on.
import { LiveConnection } from "../shared/live/connection";
import { valueOf, type Batch, type Pulse, type Reply, type StageChange } from "../shared/live/messages";
import { Player } from "../shared/live/player";
import { Questions } from "../shared/live/questions";
import { clockWithOffset } from "../shared/live/times";

const page = document.querySelector<HTMLElement>("[data-live]");
if (page) begin(page);

function begin(page: HTMLElement): void {
  const stage = page.dataset["stage"]!;
  const zone = page.dataset["zone"]!;
  const player = new Player(page.querySelector<HTMLElement>("[data-player]")!);
  const status = page.querySelector<HTMLElement>("[data-connection]")!;
  let questions: Questions | null = null;
  let renewing: number | undefined;
  let wasConnected = false;

  const connection = new LiveConnection(
    async () => {
      valueOf(await connection.hub.invoke<Reply<number>>("Watch", stage));
      await questions?.join();
    },
    standing => {
      const words = standing.connected ? "Connected" : `Reconnecting, try ${standing.attempt}. The picture plays on by itself.`;
      if (status.textContent !== words) {
        status.innerHTML = `<i class="dot${standing.connected ? "" : " warn"}"></i>`;
        status.append(words);
      }
      wasConnected ||= standing.connected;
      questions?.setLost(!standing.connected && (wasConnected || standing.attempt > 1));
    },
    // A host that was started again: the picture is there again as well, or will be soon.
    () => player.retrySoon());

  const follow = (): void => {
    const panel = page.querySelector<HTMLElement>("[data-questions]");
    const session = panel?.dataset["questions"];
    questions?.leave();
    questions = panel && session ? new Questions(panel, session, zone, connection) : null;
  };

  /** Fetches the page again and takes over what stands around the picture. */
  const renew = async (): Promise<void> => {
    renewing = undefined;
    const left = page.dataset["session"];
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const session = fresh.querySelector<HTMLElement>("[data-live]")?.dataset["session"] ?? "";
    const typing = page.querySelector<HTMLElement>("[data-questions]")?.contains(document.activeElement) ?? false;
    for (const name of session === left ? ["title", "next"] : ["title", "next", "questions"]) {
      const part = fresh.querySelector(`[data-part=${name}]`);
      if (part) page.querySelector(`[data-part=${name}]`)?.replaceWith(document.adoptNode(part));
    }
    player.expect(fresh.querySelector("[data-slate-head]")?.textContent ?? "", fresh.querySelector("[data-slate-text]")?.textContent ?? "");
    document.title = fresh.title;
    if (session === left) return;
    page.dataset["session"] = session;
    if (left && connection.isOpen) void connection.hub.invoke("Leave", left).catch(() => undefined);
    follow();
    void connection.join();
    if (typing) page.querySelector<HTMLElement>("[data-ask] textarea")?.focus();
  };
  const renewWithin = (milliseconds: number): void => {
    renewing ??= window.setTimeout(() => void renew().catch(() => undefined), Math.random() * milliseconds);
  };

  connection.hub.on("Batch", (batch: Batch) => questions?.take(batch));
  connection.hub.on("MineChanged", (session: string) => { if (session === questions?.session) void questions.refreshMine().catch(() => undefined); });
  connection.hub.on("StageChanged", (change: StageChange) => {
    renewWithin(change.spreadMilliseconds);
    player.retrySoon();
  });
  connection.hub.on("Pulse", (pulse: Pulse) => {
    questions?.pulse(pulse);
    const viewers = page.querySelector<HTMLElement>("[data-viewers]")!;
    viewers.hidden = pulse.viewers === 0;
    viewers.querySelector(".num")!.textContent = pulse.viewers.toLocaleString("en-US");
    // The news that a session began or ended was lost: this says it again.
    if ((pulse.session ?? "") === (page.dataset["session"] ?? "")) return;
    renewWithin(2_000);
    player.retrySoon();
  });

  follow();
  void connection.start();
  const tick = (): void => { page.querySelector("[data-clock]")!.textContent = clockWithOffset(new Date(), zone); };
  tick();
  setInterval(tick, 10_000);
  // "27 of 30 minutes" grows old.
  setInterval(() => { if (!document.hidden) renewWithin(20_000); }, 120_000);
}
