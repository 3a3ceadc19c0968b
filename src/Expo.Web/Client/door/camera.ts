// The camera: on, off, its light, and a look at what it sees several times a second.
const pause = 120;

interface Torch { torch?: boolean }

export class Camera {
  #stream: MediaStream | null = null;
  #looking = 0;

  constructor(readonly video: HTMLVideoElement, readonly onCode: (text: string) => void) {}

  get isOn(): boolean { return this.#stream !== null; }

  /** Throws when there is no camera or it may not be used. */
  async start(): Promise<void> {
    const { reader } = await import("./reader");
    const read = await reader();
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } });
    this.video.srcObject = this.#stream;
    await this.video.play();
    void this.#look(read, ++this.#looking);
  }

  stop(): void {
    this.#looking++;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
  }

  /** True where the browser lets the light be switched. */
  get hasTorch(): boolean { return (this.#track?.getCapabilities?.() as Torch | undefined)?.torch === true; }

  async light(on: boolean): Promise<void> {
    await this.#track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  get #track(): MediaStreamTrack | undefined { return this.#stream?.getVideoTracks()[0]; }

  async #look(read: (picture: ImageBitmapSource) => Promise<string[]>, round: number): Promise<void> {
    while (round === this.#looking) {
      if (this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden) {
        // A picture that cannot be read is like one without a code.
        const found = await read(this.video).catch(() => []);
        if (round !== this.#looking) return;
        for (const text of found) this.onCode(text);
      }
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
}

/** Why the camera does not start, and what to do. */
export function cameraFault(fault: unknown): string {
  switch (fault instanceof DOMException ? fault.name : "") {
    case "NotAllowedError": return "The browser may not use the camera. Allow it for this site in the browser’s settings, or type the code.";
    case "NotFoundError": case "OverconstrainedError": return "No camera was found. Type the code, or search by name.";
    case "NotReadableError": return "Another program uses the camera. Close it and try again.";
    default: return "The camera could not be started. Try again, or type the code.";
  }
}
