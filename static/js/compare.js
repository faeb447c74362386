// Hold a file against the issued ones by its SHA-256, without sending it anywhere.

import { digestOf } from "./sha256.js";

for (const section of document.querySelectorAll("[data-compare]")) begin(section);

function begin(section) {
  const field = section.querySelector("input[type=file]");
  const area = section.querySelector("[data-drop]");
  area.hidden = false;
  field.addEventListener("change", () => field.files[0] && compare(section, field.files[0]));
  // Dropped beside the area, a file would replace the page.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  area.addEventListener("dragenter", () => area.classList.add("over"));
  area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    area.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (file) compare(section, file);
  });
}

let latest = 0;

async function compare(section, file) {
  const mine = (latest += 1);
  const reading = section.querySelector("[data-reading]");
  show(section, reading);
  const share = reading.querySelector("[data-share]");
  let digest = null;
  try {
    digest = await digestOf(file, (part) => { share.textContent = `${Math.round(part * 100)}%`; });
  } catch {
    // The file went away, or may not be read.
  }
  if (mine !== latest) return;
  if (digest === null) show(section, section.querySelector("[data-unread]"));
  else show(section, section.querySelector(`[data-same="${digest}"]`) ?? section.querySelector("[data-other]"));
}

/** One outcome alone. */
function show(section, chosen) {
  for (const one of section.querySelector("[data-outcome]").children) one.hidden = one !== chosen;
}
