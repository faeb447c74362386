// A page of a session keeps itself fresh: a small sign is asked for every few seconds, and only where it has
// changed the page is fetched again. Whoever runs the session is told instead, so that nothing typed goes away.

import { ask } from "./sending.js";

const FIRST_WAIT = 4000;
const LONGEST_WAIT = 60000;
const place = document.querySelector("[data-live]");
const told = document.querySelector("[data-renewed]");
let wait = FIRST_WAIT;
let timer = 0;

function later() {
  clearTimeout(timer);
  timer = setTimeout(look, wait);
}

async function look() {
  if (document.hidden) return;
  const { kind, data } = await ask(place.dataset.stateUrl);
  if (kind === "signed_out" || kind === "refused") return;
  wait = kind === "saved" ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
  if (kind === "saved" && data.token !== place.dataset.token) await changed(data.token);
  later();
}

async function changed(token) {
  const note = document.querySelector("[data-changed]");
  if (place.dataset.live === "tell") {
    if (note) note.hidden = false;
    return;
  }
  if (await renew()) place.dataset.token = token;
}

async function renew() {
  try {
    const response = await fetch(place.dataset.pageUrl, { credentials: "same-origin", cache: "no-store" });
    if (!response.ok) return false;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById(place.id);
    if (!fresh) return false;
    const open = Array.from(place.querySelectorAll("details[open] > summary"), (one) => one.textContent);
    const href = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    place.replaceChildren(...fresh.childNodes);
    for (const summary of place.querySelectorAll("details > summary")) {
      if (open.includes(summary.textContent)) summary.parentElement.open = true;
    }
    if (href) Array.from(place.querySelectorAll("a")).find((one) => one.getAttribute("href") === href)?.focus();
    if (told) told.textContent = new Date().toLocaleTimeString(document.documentElement.lang);
    return true;
  } catch {
    return false;
  }
}

if (place) {
  later();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    wait = FIRST_WAIT;
    look();
  });
}
