// The part of "my agenda" and of the ticket page that shows what only this browser keeps, and offers to keep it with the ticket.
import { factsOf, said } from "./facts";
import { keepLocal, type Keeping, localChanges, localStars, readAgenda } from "./keeping";

export async function showBrowserStars(part: HTMLElement, keeping: Keeping): Promise<void> {
  const changes = await localChanges();
  const stars = Object.entries(localStars()).sort(([, one], [, other]) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
  part.hidden = stars.length === 0;
  if (part.hidden) return;
  const count = stars.length === 1 ? "1 session is" : `${stars.length} sessions are`;
  part.querySelector("[data-browser-words]")!.textContent = keeping.hasTicket
    ? `${count} starred in this browser and not yet kept with your ticket.`
    : `${count} starred. They are kept in this browser and nowhere else, and nobody can write to you when they change.`;
  const form = part.querySelector<HTMLFormElement>("form[data-keep]")!;
  form.hidden = !keeping.hasTicket;
  form.querySelector<HTMLInputElement>("input[name=sessions]")!.value = stars.map(([slug]) => slug).join(" ");
  form.querySelector<HTMLButtonElement>("[data-drop]")!.onclick = () => {
    keepLocal({});
    void showBrowserStars(part, keeping);
  };
  part.querySelector("[data-browser-list]")?.replaceChildren(...stars.map(([slug, facts]) => {
    const item = document.createElement("li");
    const text = item.appendChild(document.createElement("div"));
    const link = text.appendChild(document.createElement("a"));
    link.href = `/sessions/${encodeURIComponent(slug)}`;
    link.textContent = facts.title;
    const when = text.appendChild(document.createElement("span"));
    when.className = "meta";
    when.textContent = `${said(facts.startsAt)} (event’s time)${facts.speakers ? `, ${facts.speakers}` : ""}`;
    const change = changes.get(slug);
    if (change) text.append(changeNote(change));
    const acts = item.appendChild(document.createElement("span"));
    acts.className = "row";
    if (change) acts.append(act("I have seen it", `I have seen it: ${facts.title}`, async () => {
      const now = (await readAgenda()).find(session => session.slug === slug);
      const { [slug]: _, ...rest } = localStars();
      keepLocal(now ? { ...rest, [slug]: factsOf(now) } : rest);
      await showBrowserStars(part, keeping);
    }));
    acts.append(act("Take the star back", `Take the star back: ${facts.title}`, async () => {
      await keeping.set(slug, false);
      await showBrowserStars(part, keeping);
      part.querySelector<HTMLElement>("[data-browser-list] button")?.focus();
    }));
    return item;
  }));
}

/** For the reader's eye, wherever a starred session stands. */
export function changeNote(change: string): HTMLElement {
  const note = document.createElement("p");
  note.className = "starchange";
  const bold = note.appendChild(document.createElement("b"));
  bold.textContent = "Changed since you starred it.";
  note.append(` ${change}`);
  return note;
}

function act(words: string, label: string, press: () => Promise<void>): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quiet sm";
  button.textContent = words;
  button.setAttribute("aria-label", label);
  button.onclick = () => void press();
  return button;
}
