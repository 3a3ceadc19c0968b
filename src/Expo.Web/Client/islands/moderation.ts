// Single keys on the moderators' desk: each presses the button that carries its letter, in the selected question or else at
// the foot of the page. They can be turned off (WCAG 2.1.4), are remembered so, and never fire while somebody is typing.
const stored = "moderation-keys";
const root = document.documentElement;
root.dataset["keys"] = localStorage.getItem(stored) ?? "on";

document.addEventListener("click", event => {
  if (!(event.target instanceof Element) || !event.target.closest("[data-keys-toggle]")) return;
  root.dataset["keys"] = root.dataset["keys"] === "off" ? "on" : "off";
  localStorage.setItem(stored, root.dataset["keys"]);
});

document.addEventListener("keydown", event => {
  if (root.dataset["keys"] === "off" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!(event.target instanceof Element) || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (!/^[a-z]$/i.test(event.key)) return;
  const key = `[data-key="${event.key.toUpperCase()}"]`;
  const button = document.querySelector<HTMLButtonElement>(`[data-selected] ${key}`) ?? document.querySelector<HTMLButtonElement>(`.keys ${key}`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});

export {};
