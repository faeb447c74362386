// Nothing moves under a finger: what would shift the page waits while somebody presses, or the press is lost.

const DOWN = ["pointerdown", "mousedown"];
const UP = ["pointerup", "pointercancel", "mouseup", "click", "dragend", "blur"];
const waiting = [];
let pressed = false;
let timer = 0;

for (const name of DOWN) addEventListener(name, press, true);
for (const name of UP) addEventListener(name, release, true);

/** Change the page now, or as soon as nobody presses on it; changes keep their order. */
export function still(change) {
  if (pressed) waiting.push(change);
  else change();
}

function press() {
  clearTimeout(timer);
  pressed = true;
}

// A tap reports its press after the finger is up, and its click last: one turn later all of that is over.
function release(event) {
  if (event.type === "blur" && event.target !== window) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    pressed = false;
    for (const change of waiting.splice(0)) change();
  });
}
