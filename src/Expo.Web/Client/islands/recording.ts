// Plays a recording: hls.js where the browser has media sources, the browser's own HLS otherwise. Adds speed, jumps and
// keys. Links with data-seek go to their second without leaving the page. Nothing plays by itself.
import type Hls from "hls.js";

const player = document.querySelector<HTMLElement>("#player");
const video = player?.querySelector("video");
if (player && video) {
  await begin(player, video);
}

async function begin(player: HTMLElement, video: HTMLVideoElement): Promise<void> {
  const note = player.querySelector<HTMLElement>("[data-note]");
  let wanted = startOf(location) ?? Number(video.dataset["start"] ?? 0);
  await attach(video, () => wanted, text => { if (note) note.textContent = text; });
  seek(video, wanted);

  const controls = player.querySelector<HTMLElement>("[data-controls]");
  const speed = player.querySelector<HTMLSelectElement>("[data-speed]");
  controls?.removeAttribute("hidden");
  speed?.addEventListener("change", () => { video.playbackRate = Number(speed.value); });
  video.addEventListener("ratechange", () => { if (speed) speed.value = String(video.playbackRate); });
  for (const button of player.querySelectorAll<HTMLButtonElement>("[data-jump]")) {
    button.addEventListener("click", () => { video.currentTime += Number(button.dataset["jump"]); });
  }

  player.addEventListener("keydown", event => { if (onKey(event, video, speed)) event.preventDefault(); });

  document.addEventListener("click", event => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-seek]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    wanted = Number(link.dataset["seek"]);
    history.replaceState(null, "", link.href);
    seek(video, wanted);
    void video.play().catch(() => undefined);
    video.focus();
    player.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("hashchange", () => { const at = startOf(location); if (at !== null) seek(video, wanted = at); });
  mark(video);
}

/** `?t=90`, `#t=90` or `#t=1:30`, in seconds; null when there is none. */
function startOf(where: Location): number | null {
  const text = new URLSearchParams(where.hash.replace(/^#/, "")).get("t") ?? new URLSearchParams(where.search).get("t");
  if (!text || !/^\d+(:\d{1,2}){0,2}(\.\d+)?$/.test(text)) return null;
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

async function attach(video: HTMLVideoElement, start: () => number, say: (text: string) => void): Promise<void> {
  const playlist = video.dataset["playlist"] ?? "";
  const { default: HlsPlayer } = await import("hls.js");
  if (!HlsPlayer.isSupported()) return; // The sources in the page are all this browser needs.

  const hls: Hls = new HlsPlayer({ autoStartLoad: false, startPosition: start() || -1, capLevelToPlayerSize: true, maxBufferLength: 8 });
  // Who only looks at the page loads a few seconds; who plays gets a buffer that bridges a bad line.
  video.addEventListener("playing", () => { hls.config.maxBufferLength = 40; }, { once: true });
  video.replaceChildren(...video.querySelectorAll("track"));
  video.load();
  let began = false;
  let recoveries = 0;
  const load = (): void => { if (!began) { began = true; hls.startLoad(start() || -1); } };
  hls.on(HlsPlayer.Events.ERROR, (_, data) => {
    if (!data.fatal) return;
    if (data.type === HlsPlayer.ErrorTypes.MEDIA_ERROR && recoveries++ < 3) hls.recoverMediaError();
    else say("The recording could not be loaded. Check your connection and reload the page, or download it below.");
  });
  hls.on(HlsPlayer.Events.FRAG_BUFFERED, () => say(""));
  hls.on(HlsPlayer.Events.MANIFEST_PARSED, load);
  hls.loadSource(playlist);
  hls.attachMedia(video);
}

/** Goes there now, or as soon as the browser knows the length. */
function seek(video: HTMLVideoElement, second: number): void {
  if (second <= 0 && video.currentTime === 0) return;
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) video.currentTime = second;
  else video.addEventListener("loadedmetadata", () => { video.currentTime = second; }, { once: true });
}

function onKey(event: KeyboardEvent, video: HTMLVideoElement, speed: HTMLSelectElement | null): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target as HTMLElement;
  if (target.closest("select, input, textarea, summary")) return false;
  const onButton = target.closest("button") !== null;
  switch (event.key) {
    case " ": if (onButton) return false; toggle(video); return true;
    case "k": case "K": toggle(video); return true;
    case "j": case "J": video.currentTime -= 10; return true;
    case "l": case "L": video.currentTime += 10; return true;
    case "ArrowLeft": video.currentTime -= 5; return true;
    case "ArrowRight": video.currentTime += 5; return true;
    case "m": case "M": video.muted = !video.muted; return true;
    case "f": case "F": void (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()); return true;
    case "<": return step(video, speed, -1);
    case ">": return step(video, speed, 1);
    default:
      if (/^\d$/.test(event.key) && Number.isFinite(video.duration)) { video.currentTime = video.duration * Number(event.key) / 10; return true; }
      return false;
  }
}

function toggle(video: HTMLVideoElement): void {
  if (video.paused) void video.play().catch(() => undefined);
  else video.pause();
}

function step(video: HTMLVideoElement, speed: HTMLSelectElement | null, by: number): boolean {
  const next = speed?.options[speed.selectedIndex + by];
  if (next) video.playbackRate = Number(next.value);
  return true;
}

/** Marks the question whose moment was last. */
function mark(video: HTMLVideoElement): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-seek]")];
  video.addEventListener("timeupdate", () => {
    const now = links.filter(link => Number(link.dataset["seek"]) <= video.currentTime + 0.5).at(-1);
    for (const link of links) {
      link.closest("li")?.classList.toggle("here", link === now && video.currentTime > 0);
      if (link === now) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  });
}
