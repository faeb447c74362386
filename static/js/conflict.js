// Two people entered something different for one criterion: both values side by side, and one is chosen.

import { still } from "./still.js";

/** Show both; `choose` says what to do with either. */
export function showConflict(article, data, choose) {
  clearConflict(article);
  still(() => {
    const pattern = document.getElementById("xung-dot");
    if (!pattern) return;
    const panel = pattern.content.firstElementChild.cloneNode(true);
    panel.querySelector("[data-mine]").textContent = data.mine_shown || "";
    panel.querySelector("[data-theirs]").textContent = data.theirs_shown || "";
    panel.querySelector("[data-by]").textContent = data.by || "";
    panel.querySelector("[data-at]").textContent = data.at_shown || "";
    const theirs = panel.querySelector("[data-take='theirs']");
    if (data.by) theirs.textContent = theirs.dataset.words.replace("{name}", data.by);
    panel.querySelector("[data-take='mine']").addEventListener("click", choose.mine);
    theirs.addEventListener("click", choose.theirs);
    article.append(panel);
  });
}

/** It is settled. */
export function clearConflict(article) {
  still(() => {
    const panels = Array.from(article.querySelectorAll(".two-values, .conflict"));
    const held = panels.some((panel) => panel.contains(document.activeElement));
    panels.forEach((panel) => panel.remove());
    if (held) {
      const first = article.querySelector('.entry input:not([type="hidden"]), .entry textarea');
      if (first) first.focus({ preventScroll: true });
    }
  });
}
