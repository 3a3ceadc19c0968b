// Sends a deck in pieces that go on after a break (tus). Without this script the form sends it in one piece.
import { Upload, DetailedError } from "tus-js-client";

const form = document.querySelector<HTMLFormElement>("form[data-deck-upload]");
const box = document.querySelector<HTMLElement>("[data-deck-progress]");
if (form && box) begin(form, box);

function begin(form: HTMLFormElement, box: HTMLElement): void {
  const part = <T extends HTMLElement>(name: string): T => document.querySelector<T>(`[data-deck-${name}]`)!;
  const bar = box.querySelector("progress")!;
  const [said, pause, cancel, status, alert] = [part("said"), part<HTMLButtonElement>("pause"), part<HTMLButtonElement>("cancel"), part("status"), part("alert")];
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  let upload: Upload | null = null;
  let paused = false;
  let told = -1;

  form.addEventListener("submit", event => {
    const file = input.files?.[0];
    if (!file) return;
    event.preventDefault();
    void send(file);
  });
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Go on" : "Pause";
    status.textContent = paused ? "Paused. What was sent is kept for a day." : "Going on.";
    if (paused) void upload?.abort();
    else upload?.start();
  });
  cancel.addEventListener("click", () => {
    void upload?.abort(true).catch(() => undefined);
    show(false);
    status.textContent = "Cancelled.";
    input.focus();
  });

  function show(sending: boolean): void {
    box.hidden = !sending;
    form.hidden = sending;
    [paused, told] = [false, -1];
    pause.textContent = "Pause";
  }

  async function send(file: File): Promise<void> {
    fail(null);
    const most = Number(form.dataset["most"]);
    if (file.size === 0) return fail("The file is empty: it has 0 bytes. Save it again and choose it once more.");
    if (file.size > most) return fail(`The file is too large. It may have ${Math.floor(most / 1e6)} MB at most.`);
    upload = new Upload(file, {
      endpoint: "/api/v1/uploads",
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000],
      metadata: { filename: file.name, purpose: form.dataset["deckUpload"]! },
      removeFingerprintOnSuccess: true,
      // The address of a session's upload must not be taken up for another session.
      fingerprint: async one => ["expo", form.dataset["deckUpload"], (one as File).name, (one as File).size, (one as File).lastModified].join("-"),
      onProgress: (sent, all) => progress(sent, all ?? file.size),
      onSuccess: () => location.assign(`${location.pathname}?taken=true`),
      onError: error => {
        show(false);
        fail(sentence(error));
      },
    });
    show(true);
    pause.focus();
    const [before] = await upload.findPreviousUploads().catch(() => []);
    if (before) {
      upload.resumeFromPreviousUpload(before);
      status.textContent = "Going on where an earlier upload of this file broke off.";
    }
    upload.start();
  }

  function progress(sent: number, all: number): void {
    const percent = Math.floor(100 * sent / all);
    bar.value = percent;
    said.textContent = `${(sent / 1e6).toFixed(1)} of ${(all / 1e6).toFixed(1)} MB`;
    // Said aloud in tens, or it would never be silent.
    if (Math.floor(percent / 10) > told) {
      told = Math.floor(percent / 10);
      status.textContent = `${percent} percent sent`;
    }
  }

  function fail(text: string | null): void {
    alert.textContent = text;
    alert.className = text ? "alert err" : "";
    if (text) input.focus();
  }
}

function sentence(error: Error | DetailedError): string {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined;
  try {
    const title: unknown = body ? JSON.parse(body).title : undefined;
    if (typeof title === "string" && title) return title;
  } catch {
    // No sentence of ours.
  }
  return "The file could not be sent. What was sent is kept: choose the same file again and it goes on from there.";
}
