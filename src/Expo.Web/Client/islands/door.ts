// The page at the door, alive: camera, answers without a reload, and without a network.
import * as api from "../door/api";
import { Camera, cameraFault } from "../door/camera";
import { Choices } from "../door/choices";
import { Desk } from "../door/desk";
import { DeviceDesk } from "../door/device-desk";
import { Held } from "../door/held";
import { isAudible, setAudible, wake } from "../door/signal";
import { DoorStore } from "../door/store";
import { must } from "../door/dom";

const root = must<HTMLElement>(document, "[data-door]");
const zone = root.dataset["zone"] ?? "UTC";
const choices = new Choices(must(root, "#field-door"), must(root, "#field-day"), zone, () => desk?.say());
let desk: Desk | null = null;

const [section, view] = [must<HTMLElement>(root, "[data-camera]"), must<HTMLElement>(root, "[data-view]")];
const [start, stop, torch, sound] = ["start", "stop", "torch", "sound"].map(name => must<HTMLButtonElement>(section, `[data-${name}]`)) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement, HTMLButtonElement];
const note = must<HTMLElement>(section, "[data-camera-note]");
const held = new Held();
const camera = new Camera(must(section, "[data-video]"), text => {
  if (held.isNew(text, performance.now())) void desk?.scan({ code: text });
});

async function open(): Promise<void> {
  const store = await DoorStore.open();
  const made = new Desk(root, zone, choices, store, api);
  await new DeviceDesk(root, made, store, root.dataset["account"] ?? "").start();
  desk = made;
  await made.start();
}

start.addEventListener("click", () => {
  wake();
  note.hidden = true;
  start.disabled = true;
  camera.start().then(
    () => { torch.hidden = !camera.hasTorch; show(true); },
    fault => { note.textContent = cameraFault(fault); note.hidden = false; camera.stop(); show(false); });
});
stop.addEventListener("click", () => { camera.stop(); show(false); start.focus(); });
torch.addEventListener("click", () => {
  const on = torch.getAttribute("aria-pressed") !== "true";
  void camera.light(on).then(() => torch.setAttribute("aria-pressed", String(on)), () => { torch.hidden = true; });
});
sound.addEventListener("click", () => { setAudible(!isAudible()); wake(); sound.setAttribute("aria-pressed", String(isAudible())); });
document.addEventListener("submit", wake, { capture: true });

function show(on: boolean): void {
  view.hidden = stop.hidden = !on;
  start.hidden = on;
  start.disabled = false;
  if (!on) torch.hidden = true;
}

sound.setAttribute("aria-pressed", String(isAudible()));
section.hidden = !navigator.mediaDevices?.getUserMedia;
// Without a database, as in some private windows, the forms go on working by themselves, without the camera.
void open().then(() => { root.dataset["ready"] = "true"; }, () => { section.hidden = true; root.dataset["ready"] = "plain"; });
