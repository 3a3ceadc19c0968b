// Rows of the question list: made from the server's own empty row, filled with text only, and kept where they are.
import type { PublicQuestion } from "./messages";
import { clock } from "./times";

export type Sort = "votes" | "newest" | "answered";

export interface Row { question: PublicQuestion; votes: number; mine: boolean }

export function find<T extends Element = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[${name}]`);
  if (!found) throw new Error(`The page has no ${name}.`);
  return found;
}

export function fill(item: HTMLElement, row: Row, zone: string): void {
  const { question, votes, mine } = row;
  const open = question.state === "approved";
  item.id = `question-${question.id}`;
  item.dataset["question"] = String(question.id);
  set(find(item, "data-text"), question.text);
  set(find(item, "data-who"), question.askedBy ?? "Anonymous");
  const when = find<HTMLTimeElement>(item, "data-when");
  when.dateTime = question.askedAt;
  set(when, clock(new Date(question.askedAt), zone));
  find(item, "data-edited").hidden = !question.isEdited;
  find(item, "data-answer").hidden = question.answer === null;
  set(find(item, "data-answer"), question.answer ?? "");
  find(item, "data-done").hidden = question.answeredAt === null;
  if (question.answeredAt) {
    set(find(item, "data-done-text"), `Answered ${clock(new Date(question.answeredAt), zone)}${question.answeredBy ? ` by ${question.answeredBy}` : ""}`);
  }

  const button = find<HTMLButtonElement>(item, "data-votes").closest("button")!;
  set(find(button, "data-votes"), String(votes));
  button.value = `${mine ? "-" : "+"}${question.id}`;
  button.disabled = !open;
  button.classList.toggle("off", !open);
  button.setAttribute("aria-pressed", String(mine));
  const count = votes === 1 ? "1 vote" : `${votes} votes`;
  button.setAttribute("aria-label", open ? `${count}. ${mine ? "Take back your vote for" : "Vote for"}: ${question.text}` : `${count}, voting is over`);
}

/** The order that the server uses for the same choice. */
export function compare(sort: Sort): (a: Row, b: Row) => number {
  const asked = (row: Row): number => Date.parse(row.question.askedAt);
  const answered = (row: Row): number => row.question.answeredAt ? Date.parse(row.question.answeredAt) : 0;
  switch (sort) {
    case "newest": return (a, b) => asked(b) - asked(a) || b.question.id - a.question.id;
    case "answered": return (a, b) => answered(b) - answered(a) || b.votes - a.votes || a.question.id - b.question.id;
    default: return (a, b) => Number(a.question.state === "answered") - Number(b.question.state === "answered")
      || b.votes - a.votes || asked(a) - asked(b) || a.question.id - b.question.id;
  }
}

/** Text is only touched when it differs, so that nothing flickers and no selection is lost. */
function set(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
