// Stars on pages that are the same for everybody: says which sessions this reader has starred, and sets them in place.
// Without this script the star is a form that leads to "my agenda".
import { changeNote, showBrowserStars } from "../shared/stars/browser-stars";
import { Keeping } from "../shared/stars/keeping";

const buttons = [...document.querySelectorAll<HTMLButtonElement>("button[data-star]")];
const form = document.querySelector<HTMLFormElement>("form#stars");
const said = document.querySelector<HTMLElement>("[data-star-said]");
let keeping = Keeping.open();
let away = 0;

async function show(): Promise<void> {
  const stars = await (await keeping).all();
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(stars.has(button.value)));
    const place = button.closest<HTMLElement>("li.ag")?.querySelector(".b");
    place?.querySelector(".starchange")?.remove();
    const change = stars.get(button.value);
    if (place && change) place.append(changeNote(change));
  }
  for (const count of document.querySelectorAll("[data-star-count]")) count.textContent = stars.size > 0 ? ` (${stars.size})` : "";
  for (const part of document.querySelectorAll<HTMLElement>("[data-browser-stars]")) await showBrowserStars(part, await keeping);
}

async function toggle(button: HTMLButtonElement): Promise<void> {
  const on = button.getAttribute("aria-pressed") !== "true";
  // At once: the answer may take a moment. What became of it is shown afterwards.
  button.setAttribute("aria-pressed", String(on));
  const kept = await (await keeping).set(button.value, on).catch(() => ({ no: "This could not be saved, because the site did not answer. Try again in a moment." }));
  await show();
  tell(typeof kept === "object" ? kept.no
    : !on ? "The star was taken back."
    : kept === "ticket" ? "Starred. It is kept with your ticket."
    : "Starred in this browser. “My agenda” says how to keep it for good.");
}

function tell(words: string): void {
  if (!said) return;
  said.hidden = false;
  said.querySelector("p")!.textContent = words;
  clearTimeout(away);
  away = setTimeout(() => (said.hidden = !said.matches(":hover, :focus-within")), 12_000);
}

form?.addEventListener("submit", event => {
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement) || !buttons.includes(button)) return;
  event.preventDefault();
  void toggle(button);
});
void show();
// Another window of this browser has starred something, or this page comes back from the browser's memory.
addEventListener("storage", () => void show());
addEventListener("pageshow", event => {
  if (!event.persisted) return;
  keeping = Keeping.open();
  void show();
});
