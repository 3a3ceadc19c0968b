// A sound and a vibration for each kind of answer, so that one need not look. They can be switched off, and are remembered so.
const stored = "door-sound";
const tunes = { ok: [[880, 0.12]], warn: [[440, 0.14], [440, 0.14]], err: [[220, 0.5]] } as const;
const shakes = { ok: [80], warn: [80, 80, 80], err: [400] } as const;

let audio: AudioContext | null = null;

export function isAudible(): boolean { return localStorage.getItem(stored) !== "off"; }

export function setAudible(on: boolean): void { localStorage.setItem(stored, on ? "on" : "off"); }

/** Browsers let a page sound only after somebody pressed something. */
export function wake(): void {
  if (isAudible()) void (audio ??= new AudioContext()).resume().catch(() => undefined);
}

export function signal(tone: keyof typeof tunes): void {
  if (!isAudible()) return;
  navigator.vibrate?.([...shakes[tone]]);
  if (!audio || audio.state !== "running") return;
  let at = audio.currentTime;
  for (const [pitch, seconds] of tunes[tone]) {
    const [voice, volume] = [audio.createOscillator(), audio.createGain()];
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    voice.connect(volume).connect(audio.destination);
    voice.start(at);
    voice.stop(at + seconds);
    at += seconds + 0.08;
  }
}
