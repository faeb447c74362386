// The page of a task asks every second how far it is, and opens anew where the task has ended or has begun.

import { ask } from "./sending.js";

const WAIT = 1000;
const LONGEST_WAIT = 15000;
const place = document.querySelector("[data-task]");
let wait = WAIT;
let timer = 0;

function show({ percent, said, cancelling }) {
  const bar = place.querySelector("[data-bar]");
  if (percent === null) bar.removeAttribute("value");
  else bar.value = percent;
  place.querySelector("[data-percent]").textContent = percent === null ? "" : `${percent}%`;
  if (said && !cancelling) place.querySelector("[data-said]").textContent = said;
  const told = place.querySelector("[data-told]");
  // Who hears the page is told of each quarter, not of each percent.
  if (percent !== null && told.dataset.quarter !== String(Math.floor(percent / 25))) {
    told.dataset.quarter = Math.floor(percent / 25);
    told.textContent = `${percent}%`;
  }
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  const { kind, data } = await ask(place.dataset.task);
  if (kind === "signed_out" || kind === "refused") return;
  wait = kind === "saved" ? WAIT : Math.min(wait * 2, LONGEST_WAIT);
  if (kind === "saved") {
    if (data.ended || data.state !== place.dataset.state) {
      location.reload();
      return;
    }
    show(data);
  }
  timer = setTimeout(look, wait);
}

if (place) {
  place.querySelector("[data-reload]").hidden = true;
  timer = setTimeout(look, WAIT);
  document.addEventListener("visibilitychange", look);
}
