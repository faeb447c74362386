// A folded part of a page that takes long to find is fetched from its own address when it is first opened.
// Without a script the same stands behind the link inside.

for (const fold of document.querySelectorAll("details[data-piece]")) {
  fold.addEventListener("toggle", () => fill(fold), { once: true });
}

async function fill(fold) {
  const holder = document.createElement("div");
  fold.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(fold.dataset.piece, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    holder.innerHTML = (await answer.json()).html;
    fold.querySelector("p")?.replaceWith(holder);
  } catch {
    // The link inside still leads there.
  } finally {
    fold.removeAttribute("aria-busy");
  }
}
