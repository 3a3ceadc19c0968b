// The ask box: counts what is left, sends over the connection, and never loses what was typed.
import type { OwnQuestion, Refusal, Reply } from "./messages";
import { find } from "./rows";

type Ask = (text: string, name: string) => Promise<Reply<OwnQuestion>>;

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

/** As a reader counts: a family emoji is one. */
export function lengthOf(text: string): number {
  const trimmed = text.trim();
  return segmenter ? [...segmenter.segment(trimmed)].length : [...trimmed].length;
}

export function wireAskBox(panel: HTMLElement, session: string, ask: Ask, asked: (question: OwnQuestion) => void): void {
  const form = panel.querySelector<HTMLFormElement>("[data-ask]");
  if (!form) return;
  const text = form.querySelector<HTMLTextAreaElement>("textarea")!;
  const name = form.querySelector<HTMLInputElement>("input[autocomplete=name]")!;
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]")!;
  const said = find(form, "data-said");
  const limit = Number(panel.dataset["length"]);
  const draft = `draft-${session}`;

  const left = (): void => {
    const count = limit - lengthOf(text.value);
    find(form, "data-left").textContent = count >= 0 ? `${count} characters left.` : `${-count} characters too many.`;
    text.classList.toggle("bad", count < 0);
  };
  const keep = (): void => { if (text.value) sessionStorage.setItem(draft, text.value); else sessionStorage.removeItem(draft); };
  const say = (words: string, wrong: boolean): void => {
    said.textContent = words;
    said.classList.toggle("wrong", wrong);
    delete said.dataset["lost"];
  };
  const refuse = (refusal: Refusal): void => {
    const field = refusal.field === "Name" ? name : text;
    say(refusal.message, true);
    field.setAttribute("aria-invalid", "true");
    field.focus();
  };

  text.value ||= sessionStorage.getItem(draft) ?? "";
  name.value ||= localStorage.getItem("asker-name") ?? "";
  left();
  text.addEventListener("input", () => { left(); keep(); text.removeAttribute("aria-invalid"); });
  name.addEventListener("input", () => name.removeAttribute("aria-invalid"));
  text.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (!button.disabled) void send();
  });

  async function send(): Promise<void> {
    button.disabled = true;
    say("Sending …", false);
    try {
      const reply = await ask(text.value, name.value);
      if (reply.refusal || !reply.value) {
        refuse(reply.refusal ?? { code: "", message: "It was not taken. Try again.", field: null });
        return;
      }
      if (name.value) localStorage.setItem("asker-name", name.value); else localStorage.removeItem("asker-name");
      text.value = "";
      keep();
      left();
      say("Sent. A moderator reads it before others see it.", false);
      asked(reply.value);
    } catch {
      say("There is no connection at this moment, so it was not sent. Your draft is kept: send it when you are back.", true);
      said.dataset["lost"] = "true";
    } finally {
      button.disabled = false;
    }
  }
}
