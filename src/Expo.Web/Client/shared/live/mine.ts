import type { OwnQuestion } from "./messages";
import { find } from "./rows";

const words: Record<OwnQuestion["state"], string> = {
  waiting: "Waiting for a moderator",
  approved: "Live: everyone sees it and can vote",
  answered: "Answered",
  hidden: "Not published by the moderators",
};

/** Shows what this viewer asked and how it stands; says aloud what has changed since. */
export function showMine(panel: HTMLElement, asked: readonly OwnQuestion[], before: readonly OwnQuestion[]): void {
  find(panel, "data-mine").hidden = asked.length === 0;
  find(panel, "data-mine-list").replaceChildren(...asked.map(question => {
    const item = document.createElement("li");
    item.dataset["state"] = question.state;
    for (const [style, text] of [["q", question.text], ["meta", words[question.state]]] as const) {
      const line = document.createElement("p");
      line.className = style;
      line.textContent = text;
      item.append(line);
    }
    return item;
  }));
  const changed = asked.find(question => before.some(old => old.id === question.id && old.state !== question.state));
  if (changed) find(panel, "data-news").textContent = `Your question “${changed.text.slice(0, 60)}”: ${words[changed.state]}.`;
}
