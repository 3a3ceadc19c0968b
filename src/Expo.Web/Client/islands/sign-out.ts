// Whoever signs out takes the door's list along: what this device has kept for it is sent, then wiped.
import * as api from "../door/api";
import { wipe } from "../door/device";
import { Outbox } from "../door/outbox";
import { DoorStore, hasStore } from "../door/store";

document.addEventListener("submit", event => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("form.signout") || !hasStore()) return;
  event.preventDefault();
  void leave(form);
});

async function leave(form: HTMLFormElement): Promise<void> {
  const left = await sendRest();
  if (left > 0 && !confirm(`${left === 1 ? "1 scan has" : `${left} scans have`} not been sent, because the server cannot be reached. Sign out all the same and lose ${left === 1 ? "it" : "them"}?`)) return;
  await wipe();
  form.submit();
}

async function sendRest(): Promise<number> {
  const store = await DoorStore.open();
  try {
    const outbox = new Outbox(store, api, "UTC", () => null, () => undefined, at => at.toISOString().slice(0, 10));
    await outbox.send().catch(() => false);
    return (await store.waiting()).filter(scan => scan.toldOffline).length;
  } finally {
    store.close();
  }
}
