// Which door this is and for which day it checks, remembered on this device.
const storedDoor = "door-name";
const storedDay = "door-day";

export class Choices {
  constructor(readonly door: HTMLInputElement, readonly day: HTMLSelectElement, readonly zone: string, onChange: () => void) {
    door.value = localStorage.getItem(storedDoor) ?? door.value;
    const remembered = localStorage.getItem(storedDay) ?? "";
    // A day that is over was meant for yesterday.
    day.value = remembered >= this.today(new Date()) && [...day.options].some(option => option.value === remembered) ? remembered : "";
    door.addEventListener("change", () => { localStorage.setItem(storedDoor, door.value.trim()); onChange(); });
    day.addEventListener("change", () => { localStorage.setItem(storedDay, day.value); onChange(); });
  }

  get doorName(): string { return this.door.value.trim() || "Door 1"; }

  /** Undefined for today. */
  get chosenDay(): string | undefined { return this.day.value || undefined; }

  dayNow(): string { return this.chosenDay ?? this.today(new Date()); }

  /** The day of the event's zone, for instance 2023-03-14. */
  today(at: Date): string { return new Intl.DateTimeFormat("en-CA", { timeZone: this.zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at); }
}
