// Trying other rules: each change of a control asks the server what it would change, and redraws that alone.
// Without this script the form is sent by its button, and the server draws the whole page.
import { sendForm } from "./sending.js";

const PAUSE = 200;
const PARTS = { effect: "tac-dong", tabs: "loai", bar: "thanh-duoi", count: "so-cho" };
const form = document.getElementById("dat");
const place = document.getElementById("tac-dong");
const told = document.getElementById("trang-thai");
let timer = 0;
let asked = 0;

if (form) start();

function start() {
  document.documentElement.classList.add("scripted");
  for (const line of form.querySelectorAll("[data-drives]")) line.hidden = false;
  form.addEventListener("input", (event) => {
    if (isOfScenario(event.target)) return;
    follow(event.target);
    later(PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (!isOfScenario(event.target)) later(0);
  });
  form.dataset.ready = "yes";
}

// What names the scenario changes nothing of its effect.
function isOfScenario(control) {
  return Boolean(control.closest(".keep, .fold-box"));
}

/** A number and the line beside it always say the same. */
function follow(control) {
  const number = control.dataset.drives && document.getElementById(control.dataset.drives);
  if (number) {
    const comma = document.documentElement.lang === "vi" ? "," : ".";
    number.value = control.value.replace(".", comma);
    return;
  }
  const line = form.querySelector(`[data-drives="${CSS.escape(control.id)}"]`);
  const value = Number(control.value.replace(",", "."));
  if (line && control.value.trim() !== "" && !Number.isNaN(value)) line.value = String(value);
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(tryOut, pause);
}

/** Only the answer to the latest question is shown. */
async function tryOut() {
  const mine = ++asked;
  busy(true);
  const { kind, data } = await sendForm(form.action, form);
  if (mine !== asked) return;
  busy(false);
  told.classList.toggle("visually-hidden", kind === "saved");
  if (kind !== "saved") {
    told.textContent = form.dataset[kind === "signed_out" || kind === "stale" ? "signedOut" : "away"];
    if (kind === "refused" && data.message) told.textContent = data.message;
    return;
  }
  for (const [part, id] of Object.entries(PARTS)) document.getElementById(id).innerHTML = data.parts[part];
  told.textContent = document.getElementById(PARTS.bar).textContent.trim();
  for (const [id, field] of Object.entries(data.fields)) mark(id, field);
  if (data.address) history.replaceState(null, "", data.address);
}

function busy(on) {
  place.setAttribute("aria-busy", on ? "true" : "false");
}

/** What was sealed beside a control that differs, and what is wrong below it. */
function mark(id, field) {
  const dial = form.querySelector(`[data-dial="${CSS.escape(id)}"]`);
  const control = document.getElementById(id);
  if (!dial || !control) return;
  dial.classList.toggle("moved", field.was !== "");
  dial.querySelector(".was").textContent = field.was;
  const hint = document.getElementById(`${id}-goi-y`);
  if (hint) hint.textContent = field.hint;
  const fault = document.getElementById(`${id}-loi`);
  fault.hidden = field.errors.length === 0;
  fault.querySelector("span").textContent = field.errors.join(" ");
  control.classList.toggle("is-invalid", field.errors.length > 0);
  if (field.errors.length > 0) {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", fault.id);
  } else {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
  }
}
