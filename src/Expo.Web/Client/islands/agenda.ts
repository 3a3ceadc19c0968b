// Offers the reader's own time zone on the agenda. The server renders in any zone when asked with ?zone=, so all that is
// missing without this script is that the page cannot know which one is the reader's.
const link = document.querySelector<HTMLAnchorElement>("a[data-my-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const chosen = document.querySelector<HTMLAnchorElement>("a[data-chosen-zone]");

function shortName(zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" }).formatToParts(new Date());
  return parts.find(part => part.type === "timeZoneName")?.value ?? zone;
}

if (link && zone && zone !== link.dataset["eventZone"]) {
  if (chosen?.dataset["chosenZone"] === zone) {
    chosen.textContent = `My time, ${chosen.textContent?.split(", ").at(-1) ?? shortName(zone)}`;
  } else {
    const address = new URL(location.href);
    address.searchParams.set("zone", zone);
    link.href = address.pathname + address.search;
    link.textContent = `My time, ${shortName(zone)}`;
    link.hidden = false;
  }
}

export {};
