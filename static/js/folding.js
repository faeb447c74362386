// On a phone what is finished folds to its head, so that what is left is near; a link to a criterion opens it.

const PHONE = "(max-width: 767.98px)";
const FINISHED = ["scored", "not_applicable", "not_claimed"];

/** Fold what is finished, and lead from "what is missing" straight to the field. */
export function startFolding(criteria) {
  const phone = matchMedia(PHONE);
  const articles = criteria.map((one) => one.article);
  const fit = () => articles.forEach(phone.matches ? addButton : removeButton);
  fit();
  phone.addEventListener("change", fit);
  for (const { article, dirty } of criteria) {
    if (!dirty && FINISHED.includes(article.dataset.state)) fold(article, true);
  }
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#tc-']") : null;
    if (link) open(placeOf(link.hash), event);
  });
  addEventListener("hashchange", () => open(placeOf(location.hash)));
  if (location.hash) open(placeOf(location.hash));
}

function placeOf(hash) {
  return document.getElementById(decodeURIComponent(hash.slice(1)));
}

function addButton(article) {
  const heading = article.querySelector("header h3");
  if (!heading || heading.querySelector(".fold")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fold";
  button.append(...heading.childNodes);
  const icon = document.createElement("i");
  icon.className = "bi bi-chevron-down";
  icon.setAttribute("aria-hidden", "true");
  button.append(icon);
  heading.append(button);
  button.setAttribute("aria-expanded", String(!article.classList.contains("folded")));
  button.addEventListener("click", () => fold(article, !article.classList.contains("folded")));
}

// On a wide screen nothing folds, so there is nothing to press.
function removeButton(article) {
  const button = article.querySelector(".fold");
  if (!button) return;
  button.lastElementChild.remove();
  button.replaceWith(...button.childNodes);
}

function fold(article, folded) {
  article.classList.toggle("folded", folded);
  const button = article.querySelector(".fold");
  if (button) button.setAttribute("aria-expanded", String(!folded));
}

function open(place, event) {
  const article = place && place.closest(".criterion[data-code]");
  if (!article) return;
  fold(article, false);
  const field = article.querySelector('.entry input:not([type="hidden"]):not([disabled]), .entry textarea, .entry select');
  if (!field) return;
  if (event) event.preventDefault();
  article.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
}
