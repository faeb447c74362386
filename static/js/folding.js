// Finished criteria are folded by the stylesheet on a phone; whoever comes by a link finds the field open and ready.

/** Lead from "what is missing" straight to the field. */
export function startFolding() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#tc-']") : null;
    if (link && open(placeOf(link.hash))) event.preventDefault();
  });
}

/** Unfold one criterion for good: somebody is at work in it. */
export function unfold(article) {
  article.classList.remove("done");
}

function placeOf(hash) {
  return document.getElementById(decodeURIComponent(hash.slice(1)));
}

function open(article) {
  const field = article && article.querySelector('.entry input:not([type="hidden"]):not([disabled])');
  if (!field) return false;
  unfold(article);
  article.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
  return true;
}
