// Hands for the program's grid: drags and arrow keys. The server renders the grid and decides; this asks it once for each
// drop and each key. Without this script everything is done by the form of the chosen session.
interface Desk { invokeMethodAsync(name: string, ...args: unknown[]): Promise<unknown> }
interface Spot { stage: number; startsAt: number; minutes: number }

const minutesOfRow = 5;
const slack = 4;

export function attach(root: HTMLElement, desk: Desk) {
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void, capture = false) =>
    root.addEventListener(name, listener, { capture, signal: stop.signal });
  let lifted: string | undefined;

  on("keydown", event => {
    const block = blockOf(event.target);
    const id = block?.dataset["session"];
    if (!block || !id || event.altKey || event.ctrlKey || event.metaKey || !block.closest(".pgrid") || narrow()) return;
    const leaves = event.key === "Escape" || event.key === "Enter";
    if (leaves ? lifted !== id : !event.key.startsWith("Arrow") || block.dataset["fixed"] !== undefined) return;
    event.preventDefault();
    lifted = leaves ? undefined : id;
    void desk.invokeMethodAsync("KeyAsync", Number(id), event.key, event.shiftKey).then(() => {
      if (document.activeElement === document.body || lifted === id) focus(Number(id));
    });
  });
  on("focusout", event => {
    const id = blockOf(event.target)?.dataset["session"];
    // Where the grid is laid anew, the browser takes the focus away without giving it to anything.
    if (!id || id !== lifted || !event.relatedTarget) return;
    lifted = undefined;
    void desk.invokeMethodAsync("KeyAsync", Number(id), "Leave", false);
  });
  document.addEventListener("keydown", event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || root.closest("[inert]")) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    lifted = undefined;
    void desk.invokeMethodAsync(key === "y" || event.shiftKey ? "RedoAsync" : "UndoAsync");
  }, { signal: stop.signal });

  let endDrag: (() => void) | undefined;
  let dragged = false;
  on("pointerdown", event => {
    dragged = false;
    const block = blockOf(event.target);
    // A finger scrolls; it chooses a session and uses the form.
    if (!block || event.button !== 0 || event.pointerType === "touch" || block.dataset["fixed"] !== undefined || narrow()) return;
    endDrag?.();
    // Now and not at the drop: the server may lay a colleague's move in between.
    const seen = Number(block.dataset["revision"]);
    endDrag = drag(root, block, event, spot => {
      dragged = true;
      const id = Number(block.dataset["session"]);
      if (spot) void desk.invokeMethodAsync("DropAsync", id, seen, spot.stage, spot.startsAt, spot.minutes);
    });
  });
  // The click that ends a drag is no choice.
  on("click", event => {
    if (!dragged) return;
    dragged = false;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  function focus(id: number) {
    root.querySelector<HTMLElement>(`[data-session="${id}"]`)?.focus();
  }

  // For whoever waits until it can be dragged.
  const marked = root.closest<HTMLElement>(".programme");
  if (marked) marked.dataset["hands"] = "";
  return { focus, dispose: () => { endDrag?.(); stop.abort(); } };
}

function drag(root: HTMLElement, block: HTMLElement, begun: PointerEvent, dropped: (spot?: Spot) => void): () => void {
  const grid = root.querySelector<HTMLElement>(".pgrid");
  const stop = new AbortController();
  const laid = block.getAttribute("style");
  const start = block.getBoundingClientRect();
  const resizes = begun.target instanceof Element && begun.target.closest(".pgrip") !== null;
  const note = document.createElement("span");
  note.className = "pnote";
  note.setAttribute("aria-hidden", "true");
  let spot: Spot | undefined;
  let moving = false;
  if (!grid) return () => undefined;

  const zone = grid.dataset["zone"] ?? "UTC";
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const from = Number(grid.dataset["from"]);
  const row = parseFloat(getComputedStyle(grid).getPropertyValue("--row"));
  const savedMinutes = Number(block.dataset["minutes"]);
  const savedStart = Number(block.dataset["start"]);
  const said = (startsAt: number, minutes: number) => `${clock.format(startsAt * 1000)} to ${clock.format((startsAt + minutes * 60) * 1000)}`;

  // The block's upper edge says when it starts; while its lower edge is drawn, its start stays to the second.
  const where = (event: PointerEvent): Spot | undefined => {
    const tray = root.querySelector("[data-tray]")?.getBoundingClientRect();
    if (tray && !resizes && !block.classList.contains("loose") && inside(tray, event)) return { stage: 0, startsAt: 0, minutes: 0 };
    const lane = [...grid.querySelectorAll<HTMLElement>(".plane")].find(l => {
      const box = l.getBoundingClientRect();
      return resizes ? box.left <= start.left + 2 && start.left + 2 < box.right : box.left <= event.clientX && event.clientX < box.right && event.clientY > box.top - 40 && event.clientY < box.bottom + 40;
    });
    if (!lane) return undefined;
    const box = lane.getBoundingClientRect();
    const stage = Number(lane.dataset["stage"]);
    if (resizes) {
      const end = Math.round((event.clientY - (begun.clientY - start.bottom) - box.top) / row) * minutesOfRow * 60 + from;
      return { stage, startsAt: savedStart, minutes: Math.max(minutesOfRow, Math.round((end - savedStart) / 60)) };
    }
    const top = Math.max(0, Math.round((event.clientY - (begun.clientY - start.top) - box.top) / row));
    return { stage, startsAt: from + top * minutesOfRow * 60, minutes: savedMinutes };
  };

  const end = () => {
    if (stop.signal.aborted) return;
    stop.abort();
    note.remove();
    block.classList.remove("dragged");
    if (laid === null) block.removeAttribute("style"); else block.setAttribute("style", laid);
  };
  const listen = { signal: stop.signal };
  document.addEventListener("pointermove", event => {
    if (event.pointerId !== begun.pointerId) return;
    if (!moving && Math.hypot(event.clientX - begun.clientX, event.clientY - begun.clientY) < slack) return;
    if (!moving) {
      moving = true;
      block.classList.add("dragged");
      document.body.append(note);
    }
    event.preventDefault();
    spot = where(event);
    if (resizes && spot) Object.assign(block.style, { height: `${(spot.minutes / minutesOfRow) * row}px`, alignSelf: "start" });
    if (!resizes) block.style.translate = `${event.clientX - begun.clientX}px ${event.clientY - begun.clientY}px`;
    note.textContent = !spot ? "Not here" : spot.stage === 0 ? "Off the grid" : said(spot.startsAt, spot.minutes);
    note.style.left = `${event.clientX + 14}px`;
    note.style.top = `${event.clientY + 14}px`;
  }, listen);
  document.addEventListener("pointerup", event => {
    if (event.pointerId !== begun.pointerId) return;
    end();
    if (moving) dropped(spot);
  }, listen);
  document.addEventListener("pointercancel", end, listen);
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    end();
    if (moving) dropped(undefined);
  }, listen);
  return end;
}

const blockOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>(".pblock[data-session]") : null);
const inside = (box: DOMRect, at: PointerEvent) => box.left <= at.clientX && at.clientX <= box.right && box.top <= at.clientY && at.clientY <= box.bottom;
/** Where the grid is read as a list, nothing is where its time is. */
const narrow = () => matchMedia("(max-width: 760px)").matches;
