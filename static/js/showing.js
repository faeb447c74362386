// How the page says what happens: the state of each criterion, of the whole, faults, and pieces from the server.
// All words stand in the page (templates/scorecards/_script.html), so both languages read the same story.

import { still } from "./still.js";

const ICONS = {
  saving: "bi-arrow-repeat",
  saved: "bi-check2",
  kept: "bi-phone",
  busy: "bi-phone",
  held: "bi-phone",
  refused: "bi-exclamation-circle",
  conflict: "bi-people",
};
let lastSaved = "";
const LOCAL = ["kept", "busy", "held", "refused", "conflict"];

/** One of the page's words; `n` fills the number in. */
export function word(name, n) {
  const words = document.getElementById("phieu-loi");
  const text = (words && words.dataset[name]) || "";
  return n === undefined ? text : text.replace("{n}", String(n));
}

/** The line at the foot of a criterion; an empty state leaves it as it is. */
export function showState(criterion, state, text) {
  if (!state) return;
  criterion.shownState = state;
  still(() => {
    fill(footOf(criterion.article), state, text || word(state));
    if (state !== "saving") showOutdated(criterion.article, LOCAL.includes(state));
  });
}

/** Points and explanation belong to a figure that the server has; of one that is only here they would be untrue. */
function showOutdated(article, outdated) {
  article.classList.toggle("outdated", outdated);
  const gives = article.querySelector(".gives");
  const told = article.querySelector(".gives-later");
  if (outdated) {
    clearFault(article);
    showUnderstood(article, article.dataset.code, "");
  }
  if (!outdated && told) told.remove();
  if (outdated && gives && !told && word("later")) {
    const line = document.createElement("p");
    line.className = "gives-later hint";
    line.textContent = word("later");
    gives.after(line);
  }
}

/** The state of the whole page, in its head and at the foot of a phone. */
export function showSummary(unsent, busy, away, held) {
  const [state, text] = summary(unsent, busy, away, held);
  still(() => {
    for (const place of document.querySelectorAll("#luu, [data-save-summary]")) {
      place.hidden = !text;
      if (text) fill(place, state, text);
    }
  });
}

function summary(unsent, busy, away, held) {
  for (const state of ["conflict", "refused"]) {
    const many = unsent.filter((one) => one.shownState === state).length;
    if (many) return [state, word(state + "Short", many)];
  }
  if (unsent.length && away) return [held, word(held + "Short", unsent.length)];
  if (unsent.length || busy) return ["saving", word("saving")];
  return ["saved", lastSaved];
}

function fill(place, state, text) {
  const icon = document.createElement("i");
  icon.className = "bi " + ICONS[state];
  icon.setAttribute("aria-hidden", "true");
  if (place.dataset.state === state && place.textContent.trim() === text.trim()) return;
  place.dataset.state = state;
  place.classList.toggle("saved-local", LOCAL.includes(state));
  place.textContent = " " + text;
  place.prepend(icon);
  if (state === "saved") lastSaved = text;
}

function footOf(article) {
  const place = article.querySelector(".save-state [data-save-state]");
  const foot = place && place.closest(".save-state");
  if (foot) foot.hidden = false;
  if (place) place.hidden = false;
  return place || added(article);
}

function added(article) {
  const foot = document.createElement("footer");
  foot.className = "save-state";
  const place = document.createElement("span");
  place.className = "saved";
  place.dataset.saveState = "";
  foot.append(place);
  article.append(foot);
  return place;
}

/** Pieces made ready by the server. A piece that holds what somebody may be typing in is never replaced. */
export function applyParts(parts) {
  still(() => {
    for (const [id, html] of Object.entries(parts)) {
      const place = document.getElementById(id);
      if (!place || place.querySelector('[name^="e-"], [name^="n-"], [name^="na-"]')) continue;
      const active = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      place.innerHTML = html;
      const again = active && Array.from(place.querySelectorAll("a")).find((one) => one.getAttribute("href") === active);
      if (again) again.focus({ preventScroll: true });
    }
  });
}

/** Why an entry cannot be read, under its control. */
export function showFault(article, id, text) {
  still(() => {
    const control = document.getElementById(id) || article.querySelector('[name^="e-"]');
    if (!control) return;
    const line = document.createElement("p");
    line.className = "field-error fault-line";
    line.id = control.id + "-loi";
    const icon = document.createElement("i");
    icon.className = "bi bi-exclamation-circle";
    icon.setAttribute("aria-hidden", "true");
    line.append(icon, " " + text);
    control.classList.add("is-invalid");
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", line.id);
    const around = control.closest(".entry-fields, .stepper, .input-group, .choices") || control;
    around.after(line);
  });
}

/** Nothing is wrong here any more. */
export function clearFault(article) {
  still(() => {
    for (const line of article.querySelectorAll(".entry .field-error")) line.remove();
    for (const control of article.querySelectorAll(".is-invalid")) {
      control.classList.remove("is-invalid");
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    }
  });
}

/** How a number that could be read in two ways was taken. */
export function showUnderstood(article, code, text) {
  still(() => {
    let place = article.querySelector(".understood");
    if (!place && text) {
      place = document.createElement("p");
      place.className = "understood";
      const live = document.getElementById("live-" + code);
      if (live) live.before(place);
    }
    if (place) {
      place.textContent = text;
      place.hidden = !text;
    }
  });
}

/** The note above the form: why nothing is sent at the moment, and what to do. */
export function showBanner(why, address) {
  still(() => {
    const banner = document.getElementById("phieu-bao");
    if (!banner) return;
    banner.hidden = !why;
    for (const part of banner.querySelectorAll("[data-why]")) part.hidden = part.dataset.why !== why;
    const link = banner.querySelector("[data-why='signed_out'] a");
    if (link && address) link.href = address;
  });
}
