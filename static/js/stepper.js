// The two buttons beside a count.

/** Let every stepper below `root` count. */
export function startSteppers(root) {
  for (const button of root.querySelectorAll("[data-step]")) button.hidden = false;
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(".stepper button") : null;
    const field = button && button.parentElement.querySelector("input");
    if (!field) return;
    const step = Number(button.dataset.step);
    const next = Math.max(0, whole(field.value) + step);
    if (field.value.trim() !== "" && !/^\d+$/.test(field.value.trim())) return;
    field.value = String(next);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function whole(text) {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? 0 : value;
}
