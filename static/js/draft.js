// A draft follows its day: a changed day or issuer is shown with who issues and signs then, before it is saved.
// Without this script a button asks for the same page.

const form = document.querySelector("form.paper-form");
const FOLLOW = ["signed_on", "area"];
let asked = 0;

if (form) form.addEventListener("change", (event) => {
  if (FOLLOW.includes(event.target.name)) look();
});

async function look() {
  const turn = ++asked;
  const body = new URLSearchParams(new FormData(form));
  body.set("go", "look");
  const before = valuesOf(form);
  try {
    const answer = await fetch(location.href, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok || turn !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(page.querySelector("form.paper-form"), before);
  } catch {
    // Saving asks the server again and says the same.
  }
}

/** Take over what follows the day; what was typed meanwhile stays. */
function show(other, before) {
  if (!other) return;
  for (const part of form.querySelectorAll("[data-by-day]")) {
    const found = other.querySelector(`[data-by-day="${CSS.escape(part.dataset.byDay)}"]`);
    if (found) part.replaceChildren(...found.childNodes);
  }
  for (const control of form.querySelectorAll("textarea, input[type=text]")) {
    const found = other.elements.namedItem(control.name);
    if (found && control.value === before.get(control.name)) control.value = found.value;
  }
}

function valuesOf(one) {
  return new Map(Array.from(one.elements, (control) => [control.name, control.value]));
}
