/* Forms of objecting, answering and checking a second time: what is typed stays on this device until the record
   has it, and the points of a figure come from the server's engine while one types. */

const WAIT = 350;
const form = document.querySelector("form[data-draft]");
let asking = 0;

function start() {
  restore();
  let timer = 0;
  const changed = () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(tryOut, WAIT);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  for (const button of form.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = button.parentElement.querySelector("input");
      const now = Number.parseInt(field.value.replace(/\D/g, "") || "0", 10);
      field.value = String(Math.max(0, now + Number(button.dataset.step)));
      changed();
    });
  }
  document.querySelector("[aria-invalid='true']")?.focus();
}

async function tryOut() {
  if (!form.dataset.try) return;
  const mine = ++asking;
  try {
    const answer = await fetch(form.dataset.try, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
    });
    if (answer.ok && mine === asking) show(await answer.json());
  } catch {
    /* Without a connection the points come when the form is sent. */
  }
}

function show(trial) {
  const points = form.querySelector("[data-points]");
  points.textContent = trial.points ?? points.dataset.none;
  form.querySelector("[data-work]").textContent = trial.fault || trial.work.join(" ");
  const state = form.querySelector("[data-differs]");
  if (!state) return;
  state.hidden = !trial.difference;
  state.querySelector("span").textContent = trial.difference;
  state.querySelector("i").className = `bi bi-arrow-${trial.rises ? "up" : "down"}`;
}

function typed() {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrf_token" && typeof value === "string" && !/^n?b-/.test(name)) values[name] = value;
  }
  return values;
}

function keep() {
  try {
    localStorage.setItem(form.dataset.draft, JSON.stringify({ on: form.dataset.draftOn, values: typed() }));
    say(form.dataset.saving);
  } catch {
    /* A full or closed store: the form itself still holds what was typed. */
  }
}

/* What the server sent back with a fault is newer than the draft; a draft of another state is of no use. */
function restore() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(form.dataset.draft) || "null");
  } catch {
    return;
  }
  if (!kept || form.dataset.faulty) return;
  if (kept.on !== form.dataset.draftOn) {
    localStorage.removeItem(form.dataset.draft);
    return;
  }
  if (JSON.stringify(kept.values) === JSON.stringify(typed())) return;
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = kept.values[field.name] === field.value;
    else field.value = kept.values[field.name] ?? "";
  }
  say(form.dataset.kept);
  tryOut();
}

function say(words) {
  form.querySelector("[data-said]").textContent = words;
}

if (form) start();
