// The buttons below the picture. All are real buttons, a slider and a select, so the keyboard works by itself; while the
// focus is in the player, K plays, M is sound and F is full screen.
import type Hls from "hls.js";
import { find } from "./rows";

/** Seconds behind the newest picture up to which one is "live". */
const edge = 12;

export class Controls {
  /** False once the viewer has pressed pause. */
  isWanted = true;
  private hls: Hls | null = null;
  private lastTime = 0;
  private movedAt = performance.now();
  private readonly play: HTMLButtonElement;
  private readonly mute: HTMLButtonElement;
  private readonly volume: HTMLInputElement;
  private readonly levels: HTMLSelectElement;

  constructor(private readonly root: HTMLElement, private readonly video: HTMLVideoElement) {
    this.play = find<HTMLButtonElement>(root, "data-play");
    this.mute = find<HTMLButtonElement>(root, "data-mute");
    this.volume = find<HTMLInputElement>(root, "data-volume");
    this.levels = find<HTMLSelectElement>(root, "data-levels");
    video.muted = true;

    this.play.addEventListener("click", () => this.toggle());
    this.mute.addEventListener("click", () => this.setMuted(!video.muted));
    find(root, "data-unmute").addEventListener("click", () => { this.setMuted(false); this.mute.focus(); });
    this.volume.addEventListener("input", () => { video.volume = Number(this.volume.value) / 100; this.setMuted(video.volume === 0); });
    find(root, "data-captions").addEventListener("click", () => { find(root, "data-note").textContent = find(root, "data-captions").nextElementSibling?.textContent ?? ""; });
    find(root, "data-edge").addEventListener("click", () => this.toEdge());
    this.levels.addEventListener("change", () => { if (this.hls) this.hls.nextLevel = Number(this.levels.value); });
    this.wirePictureInPicture();
    this.wireFullScreen();
    root.addEventListener("keydown", event => { if (this.onKey(event)) event.preventDefault(); });
    video.addEventListener("click", () => this.toggle());
    for (const name of ["play", "pause", "volumechange", "playing"]) video.addEventListener(name, () => this.refresh());
    setInterval(() => this.showBehind(), 1_000);
  }

  show(): void {
    find(this.root, "data-controls").hidden = false;
    this.refresh();
  }

  /** The stream is gone: there is nothing to work until the next one. */
  hide(): void {
    this.hls = null;
    const bar = find(this.root, "data-controls");
    if (bar.contains(document.activeElement)) {
      this.root.tabIndex = -1;
      this.root.focus();
    }
    bar.hidden = true;
    find(this.root, "data-unmute").hidden = true;
  }

  /** A new stream: its renditions fill the quality menu. */
  follow(hls: Hls): void {
    this.hls = hls;
    const names = hls.levels.map(level => level.height ? `${level.height}p` : "Sound only");
    this.levels.replaceChildren(...[["-1", "Automatic"], ...names.map((name, i) => [String(i), name])].map(([value, text]) => new Option(text, value)));
    find(this.root, "data-quality").hidden = names.length < 2;
  }

  refresh(): void {
    const { video } = this;
    const playing = !video.paused;
    swap(this.play, "data-when-playing", "data-when-paused", playing);
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
    swap(this.mute, "data-when-muted", "data-when-sounding", video.muted);
    this.mute.setAttribute("aria-label", video.muted ? "Turn sound on" : "Mute");
    this.volume.value = String(video.muted ? 0 : Math.round(video.volume * 100));
    find(this.root, "data-unmute").hidden = !video.muted || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA;
  }

  private toggle(): void {
    this.isWanted = this.video.paused;
    if (this.isWanted) void this.video.play().catch(() => undefined); else this.video.pause();
  }

  private setMuted(muted: boolean): void {
    this.video.muted = muted;
    if (!muted && this.video.volume === 0) this.video.volume = 0.7;
  }

  private behind(): number | null {
    if (this.hls) return Number.isFinite(this.hls.latency) && this.hls.latency > 0 ? this.hls.latency : null;
    const { seekable, currentTime } = this.video;
    return seekable.length > 0 ? Math.max(0, seekable.end(seekable.length - 1) - currentTime) : null;
  }

  private toEdge(): void {
    const { seekable } = this.video;
    const target = this.hls?.liveSyncPosition ?? (seekable.length > 0 ? seekable.end(seekable.length - 1) - 3 : null);
    if (target !== null) this.video.currentTime = target;
    this.isWanted = true;
    void this.video.play().catch(() => undefined);
  }

  /** Seconds for which the picture has stood still although it should move. */
  private stillFor(): number {
    const { currentTime, paused } = this.video;
    if (paused || currentTime !== this.lastTime) this.movedAt = performance.now();
    this.lastTime = currentTime;
    return (performance.now() - this.movedAt) / 1_000;
  }

  private showBehind(): void {
    if (this.stillFor() > 3) {
      // What the player computes as its delay stands still as well then, and would say "live" over a frozen picture.
      find(this.root, "data-behind").textContent = "No picture arrives";
      find(this.root, "data-edge").classList.add("late");
      return;
    }
    const seconds = this.behind();
    const button = find(this.root, "data-edge");
    const late = seconds !== null && seconds > edge || this.video.paused;
    find(this.root, "data-behind").textContent = seconds === null ? "" : seconds < 60 ? `${seconds.toFixed(1)} s behind` : `${Math.floor(seconds / 60)} min behind`;
    button.classList.toggle("late", late);
    const label = late ? "Go to the newest picture" : "Live. You see the newest picture";
    if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
  }

  private wirePictureInPicture(): void {
    const button = find(this.root, "data-pip");
    button.hidden = !document.pictureInPictureEnabled;
    button.addEventListener("click", () => {
      void (document.pictureInPictureElement ? document.exitPictureInPicture() : this.video.requestPictureInPicture()).catch(() => undefined);
    });
  }

  private wireFullScreen(): void {
    const button = find(this.root, "data-full");
    // An iPhone gives only the video the whole screen.
    const own = (this.video as HTMLVideoElement & { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen;
    button.hidden = !document.fullscreenEnabled && !own;
    button.addEventListener("click", () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else if (document.fullscreenEnabled) void this.root.requestFullscreen();
      else own?.call(this.video);
    });
    document.addEventListener("fullscreenchange", () => button.setAttribute("aria-label", document.fullscreenElement ? "Leave full screen" : "Full screen"));
  }

  private onKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest("select, input")) return false;
    switch (event.key.toLowerCase()) {
      case "k": this.toggle(); return true;
      case "m": this.setMuted(!this.video.muted); return true;
      case "f": find(this.root, "data-full").click(); return true;
      default: return false;
    }
  }
}

function swap(button: HTMLElement, on: string, off: string, isOn: boolean): void {
  find(button, on).hidden = !isOn;
  find(button, off).hidden = isOn;
}
