/* The verifying page: points while typing from the server's engine, drafts kept on the device, the keyboard. */

const form = document.querySelector("#cham[data-open='yes']");
const WAIT = 350;
let asking = 0;

function start(form) {
  const box = form.querySelector(".judge-fields");
  const claim = JSON.parse(box.dataset.claim || "{}");
  restore(form);
  mark(box, claim);
  let timer = 0;
  const changed = () => {
    mark(box, claim);
    keep(form);
    clearTimeout(timer);
    timer = setTimeout(() => tryOut(form), WAIT);
  };
  box.addEventListener("input", changed);
  box.addEventListener("change", changed);
  form.elements.reason.addEventListener("input", () => {
    wanting(form);
    keep(form);
  });
  form.addEventListener("click", (event) => {
    const choice = event.target.closest("button[name='mau']");
    if (!choice) return;
    event.preventDefault();
    choose(form, choice.value);
  });
  box.querySelectorAll("[data-step]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => step(button, changed));
  });
  if (matchMedia("(hover: hover)").matches && !document.querySelector(".field-error")) firstField(box)?.focus();
  document.querySelector("[aria-invalid='true']")?.focus();
}

function firstField(box) {
  return box.querySelector("input[type='radio']:checked, input:not([type='hidden']):not([type='checkbox'])");
}

function step(button, changed) {
  const field = button.parentElement.querySelector("input");
  const now = Number.parseInt(field.value.replace(/\D/g, "") || "0", 10);
  field.value = String(Math.max(0, now + Number(button.dataset.step)));
  changed();
}

/* What differs from the claim turns turmeric. */
function mark(box, claim) {
  for (const field of box.querySelectorAll("input[type='text'], input:not([type])")) {
    const below = claim[field.name];
    field.classList.toggle("changed", below !== undefined && field.value.trim() !== below);
  }
  for (const field of box.querySelectorAll("input[type='radio']")) {
    const below = claim[field.name];
    field.closest("label").classList.toggle("changed", below !== undefined && field.checked && field.value !== below);
  }
}

async function tryOut(form) {
  const mine = ++asking;
  try {
    const answer = await fetch(form.dataset.try, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
    });
    if (!answer.ok || mine !== asking) return;
    show(form, await answer.json());
  } catch {
    /* Without a connection the points come when the form is sent. */
  }
}

function show(form, trial) {
  const missing = form.querySelector("#diem").dataset.none;
  form.querySelector("#diem").textContent = trial.points ?? missing ?? "…";
  const level = form.querySelector("#diem-cap");
  if (level && trial.points) level.textContent = trial.points;
  form.querySelector("#cach-tinh").textContent = trial.fault || trial.work.join(" ");
  const state = form.querySelector("#lech");
  state.hidden = !trial.difference;
  state.querySelector("span").textContent = trial.difference;
  state.querySelector("i").className = `bi bi-arrow-${trial.rises ? "up" : "down"}`;
  const odd = form.querySelector("#nen-xem");
  odd.hidden = !trial.warning;
  odd.querySelector("span").textContent = trial.warning;
  const reason = form.elements.reason;
  if (trial.differs || reason.dataset.always) reason.setAttribute("aria-required", "true");
  else reason.removeAttribute("aria-required");
  form.dataset.differs = trial.differs ? "yes" : "";
  wanting(form);
}

/* The reason is marked only as long as it is wanting. */
function wanting(form) {
  const reason = form.elements.reason;
  if (form.dataset.differs === undefined && !reason.value.trim()) return;
  reason.classList.toggle("changed", form.dataset.differs === "yes" && !reason.value.trim());
}

function choose(form, sentence) {
  const reason = form.elements.reason;
  const written = reason.value.trim();
  reason.value = written ? `${written}${/[.;,:]$/.test(written) ? "" : ";"} ${sentence}` : sentence;
  wanting(form);
  keep(form);
  reason.focus();
}

/* A draft stays on this device until the record changes under it. */
function typed(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (/^(e|na)-/.test(name) || name === "reason") values[name] = value;
  }
  return values;
}

function ground(form) {
  const base = form.querySelector("input[name^='b-']");
  return `${base ? base.value : ""}|${form.elements.claim.value}`;
}

function keep(form) {
  try {
    localStorage.setItem(form.dataset.key, JSON.stringify({ on: ground(form), values: typed(form) }));
    say(form, form.dataset.saving);
  } catch {
    /* A full or closed store: the form itself still holds what was typed. */
  }
}

function restore(form) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(form.dataset.key) || "null");
  } catch {
    return;
  }
  if (!kept || document.querySelector(".field-error, .conflict")) return;
  if (kept.on !== ground(form)) {
    localStorage.removeItem(form.dataset.key);
    return;
  }
  if (JSON.stringify(kept.values) === JSON.stringify(typed(form))) return;
  for (const field of form.elements) {
    if (!field.name || !(/^(e|na)-/.test(field.name) || field.name === "reason")) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = kept.values[field.name] === field.value;
    else field.value = kept.values[field.name] ?? "";
  }
  say(form, form.dataset.kept);
  tryOut(form);
}

function say(form, words) {
  form.querySelector("#nhap").textContent = words;
}

document.addEventListener("keydown", (event) => {
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const link = document.getElementById(event.key === "ArrowDown" ? "sau" : "truoc");
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  const button = form.querySelector(event.shiftKey ? "button[name='accept']" : "button[name='save']");
  if (button) form.requestSubmit(button);
});

if (form) start(form);
