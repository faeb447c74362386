// The scorecard page: every field saves itself, nothing typed is lost. Without this script the page is a form
// with a save button.

import { Criterion } from "./criterion.js";
import { controlsOf } from "./fields.js";
import { startFolding } from "./folding.js";
import { forget, listKept, listOthers } from "./kept.js";
import { Saver } from "./saver.js";
import { showBanner } from "./showing.js";
import { startSteppers } from "./stepper.js";

const LEAVING = 8000;
const form = document.getElementById("phieu");
const words = document.getElementById("phieu-loi");
const owner = words && {
  user: words.dataset.user,
  name: words.dataset.name,
  card: words.dataset.card,
  level: form ? form.dataset.level : "self",
};

if (form && words) start();
else if (words) showLocked(listKept(owner));

function start() {
  const addresses = {
    save: form.dataset.saveUrl,
    state: form.dataset.stateUrl,
    session: words.dataset.session,
    signIn: words.dataset.signIn,
  };
  const saver = new Saver(owner, addresses, form.dataset.csrf);
  const known = new Map();
  for (const article of document.querySelectorAll(".criterion[data-code]")) {
    if (controlsOf(article).length) known.set(article, new Criterion(article, saver));
  }
  saver.criteria = Array.from(known.values());
  const criterionOf = (target) =>
    target instanceof Element && /^(e|na|n)-/.test(target.name || "")
      ? known.get(target.closest(".criterion[data-code]"))
      : undefined;
  document.addEventListener("input", (event) => {
    const criterion = criterionOf(event.target);
    if (criterion) criterion.touch();
  });
  document.addEventListener("change", (event) => {
    const criterion = criterionOf(event.target);
    if (criterion) criterion.leave();
  });
  document.addEventListener("focusout", (event) => {
    const criterion = criterionOf(event.target);
    if (criterion && !criterion.article.contains(event.relatedTarget)) setTimeout(() => criterion.explain(document.activeElement));
  });
  restore(saver);
  startSteppers(document);
  startFolding();
  keepFormFromLeaving(saver);
  form.dataset.ready = "yes";
}

function restore(saver) {
  const lost = [];
  for (const [code, kept] of listKept(owner)) {
    const criterion = saver.criteria.find((one) => one.code === code);
    if (criterion) criterion.restore(kept);
    else lost.push([code, kept]);
  }
  saver.tell();
  showLocked(lost);
  const others = listOthers(owner.user, owner.card);
  const note = document.getElementById("phieu-nguoi-khac");
  if (note && others.length) {
    note.querySelector("[data-names]").textContent = others.join(", ");
    note.hidden = false;
  }
}

// The scorecard was closed before it could be sent: it is shown, and stays until its owner gives it up.
function showLocked(lost) {
  const note = document.getElementById("phieu-khoa");
  if (!note || !lost.length) return;
  const list = note.querySelector("ul");
  for (const [code, kept] of lost) {
    const line = document.createElement("li");
    line.textContent = code + ": " + Object.values(kept.fields).filter(Boolean).join(" / ");
    list.append(line);
  }
  note.querySelector("button").addEventListener("click", () => {
    for (const [code] of lost) forget(owner, code);
    note.hidden = true;
  });
  note.hidden = false;
}

// Going on to hand in, or pressing Enter: first everything is sent.
function keepFormFromLeaving(saver) {
  for (const plain of document.querySelectorAll("[data-plain-save]")) plain.hidden = true;
  form.addEventListener("submit", async (event) => {
    const pressed = event.submitter || document.activeElement;
    if (pressed && pressed.hasAttribute("formaction")) return;
    event.preventDefault();
    const all = await saver.flush(LEAVING);
    if (!pressed || pressed.value !== "nop") return;
    if (all) location.assign(form.getAttribute("action") + "/nop");
    else if (!saver.paused) showBanner("unsent");
  });
}
