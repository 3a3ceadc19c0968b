// Offers "My time" beside the event's time on the agenda: the server renders in any zone when asked with ?zone=,
// so all that is missing without a script is the name of the reader's own zone.
const link = document.querySelector<HTMLAnchorElement>("a[data-my-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (link && zone && zone !== link.dataset["eventZone"]) {
  const at = new Date(link.dataset["at"] ?? Date.now());
  const name = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" })
    .formatToParts(at).find(part => part.type === "timeZoneName")?.value ?? zone;
  const address = new URL(link.href);
  address.searchParams.set("zone", zone);
  link.href = address.pathname + address.search + address.hash;
  link.textContent = `My time, ${name}`;
  link.hidden = false;
}

export {};
