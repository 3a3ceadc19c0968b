// Says as soon as a file is chosen that it is too large, so that nobody waits for a form that cannot be taken.
// Without this script the server says it, and keeps what was typed.
for (const input of document.querySelectorAll<HTMLInputElement>("input[type=file][data-most]")) {
  const note = input.parentElement?.querySelector<HTMLElement>("[data-too-big]");
  input.addEventListener("change", () => {
    const [file, most] = [input.files?.[0], Number(input.dataset["most"])];
    if (!note) return;
    note.hidden = !file || file.size <= most;
    if (!file || note.hidden) return;
    note.textContent = `“${file.name}” has ${Math.ceil(file.size / 1024 / 1024)} MB, and an attachment has at most ${Math.floor(most / 1024 / 1024)} MB. It is not sent. Save it with smaller pictures and choose it again.`;
    input.value = "";
  });
}
