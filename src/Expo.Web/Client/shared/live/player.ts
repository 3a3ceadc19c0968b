// The picture: hls.js where the browser has media sources, the browser's own HLS otherwise. Comes back by itself from a
// stream that has not begun, a break between sessions, an encoder that restarts, and a network that goes away. Starts muted,
// never with sound.
import type Hls from "hls.js";
import { Controls } from "./controls";
import { find } from "./rows";

const longestPause = 15_000;

export class Player {
  private readonly video: HTMLVideoElement;
  private readonly controls: Controls;
  private readonly playlist: string;
  private readonly status: string;
  private hls: Hls | null = null;
  private failures = 0;
  private retry: number | undefined;
  private recoveredAt = 0;
  private kind: "none" | "media" | "own" = "none";

  constructor(private readonly root: HTMLElement) {
    this.video = root.querySelector("video")!;
    this.playlist = root.dataset["playlist"]!;
    this.status = root.dataset["status"]!;
    this.controls = new Controls(root, this.video);
    this.video.addEventListener("playing", () => { this.failures = 0; this.setSlate(false); this.say(""); });
    this.video.addEventListener("loadeddata", () => this.setSlate(false));
    this.video.addEventListener("waiting", () => { if (!this.video.paused) this.say("Loading …"); });
    window.addEventListener("online", () => this.retrySoon());
    if (!root.dataset["off"]) void this.begin();
  }

  /** Words to show while there is no picture. */
  expect(head: string, text: string): void {
    find(this.root, "data-slate-head").textContent = head;
    find(this.root, "data-slate-text").textContent = text;
  }

  /** Something has changed: look for the picture now and not at the end of the pause. */
  retrySoon(): void {
    if (this.retry === undefined && this.kind !== "own") return;
    const planned = this.retry !== undefined;
    clearTimeout(this.retry);
    this.failures = 0;
    this.retry = window.setTimeout(() => {
      // The browser's own HLS does not say that a stream stopped growing. What plays is left alone.
      if (planned || this.isStuck) void this.load();
      else this.retry = undefined;
    }, 500 + Math.random() * 2_500);
  }

  private get isStuck(): boolean { return this.video.ended || this.video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA; }

  private async begin(): Promise<void> {
    const { default: HlsPlayer } = await import("hls.js");
    if (HlsPlayer.isSupported()) this.kind = "media";
    else if (this.video.canPlayType("application/vnd.apple.mpegurl")) this.kind = "own";
    if (this.kind === "none") {
      this.expect("This browser cannot play the stream", "It has neither media source extensions nor HLS of its own. A current Firefox, Chrome, Edge or Safari can; the questions work here as well.");
      return;
    }
    if (this.kind === "own") {
      this.video.addEventListener("error", () => this.failed());
      this.video.addEventListener("ended", () => this.failed());
    }
    await this.load();
  }

  /** Asks first whether the stage is on air: before the start and between sessions nothing is at fault. */
  private async load(): Promise<void> {
    this.retry = undefined;
    try {
      const answer = await fetch(this.status, { cache: "no-store" });
      if (answer.status === 404) return this.goDark();
      if (!answer.ok) return this.failed();
      if (!(await answer.json() as { onAir: boolean }).onAir) return this.goDark();
    } catch {
      return this.failed();
    }
    if (this.kind === "own") {
      this.plansNothing();
      this.video.src = this.playlist;
      this.start();
      return;
    }
    const { default: HlsPlayer } = await import("hls.js");
    this.plansNothing();
    this.hls?.destroy();
    const hls = this.hls = new HlsPlayer({ liveDurationInfinity: true, liveSyncDurationCount: 3, liveMaxLatencyDurationCount: 12, backBufferLength: 60, capLevelToPlayerSize: true });
    hls.on(HlsPlayer.Events.ERROR, (_, fault) => {
      if (this.hls !== hls) return;
      if (fault.response?.code === 404 && fault.details === HlsPlayer.ErrorDetails.LEVEL_LOAD_ERROR) {
        // The stage has left the air. hls.js would ask for each of its renditions, in vain and aloud.
        hls.stopLoad();
        return this.askAgain();
      }
      if (!fault.fatal) return;
      const now = performance.now();
      if (fault.type === HlsPlayer.ErrorTypes.MEDIA_ERROR && now - this.recoveredAt > 5_000) {
        this.recoveredAt = now;
        hls.recoverMediaError();
        return;
      }
      this.failed();
    });
    hls.on(HlsPlayer.Events.MANIFEST_PARSED, () => {
      this.controls.follow(hls);
      this.start();
    });
    hls.loadSource(this.playlist);
    hls.attachMedia(this.video);
  }

  /** A fault of the old picture may have planned a retry during the question above. It would tear the new one down. */
  private plansNothing(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
  }

  private start(): void {
    this.controls.show();
    if (this.controls.isWanted) void this.video.play().catch(() => this.controls.refresh());
  }

  /** Tries again after 2, 4, 8, then every 15 seconds, each jittered. What is loaded already plays on meanwhile. */
  private failed(): void {
    if (this.retry !== undefined) return;
    this.askAgain();
    if (this.hls && this.video.currentTime > 0) this.say("The picture was interrupted. It goes on by itself as soon as it can.");
    if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) this.setSlate(true);
  }

  private askAgain(): void {
    if (this.retry !== undefined) return;
    const pause = Math.min(1_000 * 2 ** ++this.failures, longestPause);
    this.retry = window.setTimeout(() => void this.load(), pause * (0.75 + Math.random() / 2));
  }

  /** Off the air: the last picture gives way to the words that say what comes next. */
  private goDark(): void {
    this.askAgain();
    this.hls?.destroy();
    this.hls = null;
    if (this.video.hasAttribute("src")) {
      this.video.removeAttribute("src");
      this.video.load();
    }
    this.controls.hide();
    this.setSlate(true);
    this.say("");
  }

  private setSlate(shown: boolean): void { find(this.root, "data-slate").hidden = !shown; }

  private say(words: string): void {
    const note = find(this.root, "data-note");
    if (note.textContent !== words) note.textContent = words;
  }
}
