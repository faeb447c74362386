// The grid of households as a spreadsheet: moving with the keyboard, pasting, undoing, checking with the server,
// and keeping on the device what is not saved yet. Without this script the same form has a save button.

const form = document.getElementById("luoi");
const body = form.querySelector("tbody");
const words = Object.fromEntries(
  [...document.getElementById("loi-nhan").content.querySelectorAll("[data-word]")].map((one) => [one.dataset.word, one.textContent]),
);
const status = document.getElementById("trang-thai");
const undoButton = document.getElementById("hoan-tac");
const dropButton = document.getElementById("bo-ban-nhap");
const KEEP = form.dataset.keep;
const CHECK_AFTER = 900;
const MOST_ROWS = 1000;
const UNDO_STEPS = 50;
const IN_SIGHT = 25;
let filling = Promise.resolve();

const say = (word, value) => { status.textContent = words[word].replace("{n}", value ?? ""); };
const rows = () => [...body.rows];
const cellsOf = (row) => [...row.querySelectorAll("input.cell")];
const keyed = (row, key) => row.querySelector(`input[data-key="${key}"]`);
const tidy = (text) => text.replace(/\s+/g, " ").trim();
const isBlank = (row) => cellsOf(row).every((cell) => !cell.value.trim());

// What the page came with, by which a change is told.
const original = new Map();
for (const row of rows()) for (const cell of cellsOf(row)) original.set(cell, cell.value);
const isChanged = (cell) => cell.value !== (original.get(cell) ?? "");

// --- rows -------------------------------------------------------------------------------------------------
const pattern = body.querySelector("tr[data-new]:last-child")?.cloneNode(true);
if (pattern) {
  for (const input of pattern.querySelectorAll("input")) { input.value = ""; input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
  for (const fault of pattern.querySelectorAll(".cell-fault")) fault.remove();
  for (const cell of pattern.cells) cell.classList.remove("cell-bad", "cell-warned");
  // A field with a list of words costs much to draw: new rows get theirs when they are entered.
  for (const input of pattern.querySelectorAll("input[list]")) { input.dataset.list = input.getAttribute("list"); input.removeAttribute("list"); }
}

// The pattern as text, with a sign where the number of the row stands: written at once for many rows.
const SIGN = "§";
function patternText() {
  pattern.dataset.row = SIGN;
  const head = pattern.cells[0];
  head.id = `r${SIGN}`;
  head.lastChild.textContent = SIGN;
  pattern.querySelectorAll("input").forEach((input, place) => {
    input.setAttribute("name", `${SIGN}-${input.dataset.key}`);
    input.removeAttribute("value");
    if (!input.classList.contains("cell")) return;
    input.id = `o${SIGN}-${place}`;
    input.setAttribute("aria-labelledby", `r${SIGN} ${input.getAttribute("aria-labelledby").split(" ")[1]}`);
  });
  return pattern.outerHTML;
}
const text = pattern ? patternText() : "";

function makeRows(count) {
  if (!pattern) return;
  const from = Number(body.lastElementChild?.dataset.row ?? 0) + 1;
  const made = Array.from({ length: count }, (_unused, place) => text.replaceAll(SIGN, String(from + place)));
  body.insertAdjacentHTML("beforeend", made.join(""));
}

function keepSpareRows() {
  const all = rows();
  let spare = 0;
  while (spare < all.length && !all[all.length - 1 - spare].dataset.locked && isBlank(all[all.length - 1 - spare])) spare += 1;
  if (spare < 2) makeRows(3 - spare);
}

// --- faults -----------------------------------------------------------------------------------------------
function unmark(cell) {
  const place = cell.closest("td");
  place.classList.remove("cell-bad", "cell-warned");
  place.querySelector(".cell-fault")?.remove();
  cell.removeAttribute("aria-invalid");
  cell.removeAttribute("aria-describedby");
}

function mark(row, fault) {
  const input = keyed(row, fault.key);
  const place = input?.closest("td");
  if (!place || place.querySelector(".cell-fault")) return;
  place.classList.add(fault.warning ? "cell-warned" : "cell-bad");
  const told = document.createElement("span");
  told.className = "cell-fault";
  told.textContent = fault.text;
  place.append(told);
  if (!input.classList.contains("cell")) return;
  told.id = `${input.id}-f`;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", told.id);
}

function showFaults(answer) {
  for (const place of body.querySelectorAll(".cell-bad, .cell-warned")) {
    const input = place.querySelector("input.cell") ?? place.querySelector("input");
    if (input) unmark(input);
  }
  const byNumber = new Map(rows().map((row) => [Number(row.dataset.row), row]));
  for (const told of answer.rows) {
    const row = byNumber.get(told.n);
    if (!row) continue;
    row.querySelector(".points").textContent = told.points;
    for (const fault of told.faults) mark(row, fault);
  }
}

// --- what stopped the saving ------------------------------------------------------------------------------
const banner = document.getElementById("tom-tat");

// At the head of the page, in red: that nothing was written, and the way to each cell.
function showStopped(answer) {
  banner.replaceChildren();
  const [word, count] = answer.faults ? ["stopped", answer.faults] : ["stopped_clash", answer.clashes];
  if (!count) return;
  const note = document.createElement("section");
  note.className = `note ${answer.faults ? "note-stop" : "note-wait"} mb-3`;
  note.setAttribute("role", "alert");
  note.innerHTML = '<i class="bi bi-exclamation-circle" aria-hidden="true"></i><div><p class="mb-1"><strong></strong></p><p class="mb-1"></p><ul class="cell-links mb-0"></ul></div>';
  note.querySelector("strong").textContent = words[word].replace("{n}", count);
  note.querySelectorAll("p")[1].textContent = words[`${word}_more`];
  note.querySelector("ul").append(...Array.from(body.querySelectorAll(answer.faults ? ".cell-bad" : ".cell-warned"), linkTo));
  banner.append(note);
  banner.scrollIntoView({ block: "nearest" });
}

function linkTo(place) {
  const row = place.closest("tr");
  const input = place.querySelector("input.cell");
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${input?.id ?? row.cells[0].id}`;
  const head = form.querySelectorAll("thead th")[place.cellIndex];
  link.textContent = `${words.row.replace("{n}", row.dataset.row)}, ${tidy(head.textContent)}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    (input ?? row.querySelector("input.cell"))?.focus();
  });
  line.append(link, `: ${place.querySelector(".cell-fault").textContent}`);
  return line;
}

// --- keeping on the device --------------------------------------------------------------------------------
function remembered() {
  try { return JSON.parse(localStorage.getItem(KEEP) ?? "null"); } catch { return null; }
}

function remember() {
  const changed = rows().filter((row) => cellsOf(row).some(isChanged)).map((row) => ({
    n: Number(row.dataset.row),
    code: keyed(row, "code").value,
    mark: keyed(row, "mark").value,
    cells: Object.fromEntries(cellsOf(row).filter(isChanged).map((cell) => [cell.dataset.key, cell.value])),
  }));
  try {
    if (changed.length) localStorage.setItem(KEEP, JSON.stringify({ at: Date.now(), rows: changed }));
    else localStorage.removeItem(KEEP);
  } catch { /* a device without room still has the page itself */ }
  dropButton.hidden = !changed.length;
  return changed.length > 0;
}

function restore(kept) {
  const byCode = new Map(rows().map((row) => [keyed(row, "code").value, row]));
  for (const one of kept.rows) {
    let row = one.code ? byCode.get(one.code) : null;
    if (!row) {
      if (one.code) continue;
      row = rows().find((other) => other.dataset.new !== undefined && isBlank(other));
      if (!row) { makeRows(5); row = rows().find((other) => other.dataset.new !== undefined && isBlank(other)); }
    }
    if (!row) continue;
    if (one.code) keyed(row, "mark").value = one.mark;
    for (const [key, text] of Object.entries(one.cells)) {
      const cell = keyed(row, key);
      if (cell && !cell.readOnly) cell.value = text;
    }
  }
  keepSpareRows();
}

// --- asking the server ------------------------------------------------------------------------------------
let timer = 0;
let asked = 0;

function content(save) {
  const all = rows().filter((row) => !isBlank(row) || keyed(row, "code").value);
  return {
    loai: form.elements.loai.value,
    save,
    rows: all.map((row) => ({
      n: Number(row.dataset.row),
      mark: keyed(row, "mark").value,
      cells: Object.fromEntries([["code", keyed(row, "code").value], ...cellsOf(row).map((cell) => [cell.dataset.key, tidy(cell.value)])]),
    })),
  };
}

async function ask(save) {
  await filling;
  const sent = content(save);
  if (save && !sent.rows.length) { say("nothing"); return null; }
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  say("checking");
  let response;
  try {
    response = await fetch(form.dataset.check, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify(sent),
    });
  } catch {
    say("offline");
    return null;
  }
  if (mine !== asked) return null;
  if (response.status === 401) { say("signed_out"); return null; }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 400 && answer.csrf) return (await freshToken()) ? ask(save) : null;
  if (!response.ok) { status.textContent = answer.message ?? words.offline; return null; }
  showFaults(answer);
  if (answer.obstacles.length) status.textContent = answer.obstacles.join(" ");
  else if (answer.faults) say("faults", answer.faults);
  else if (answer.clashes) say("clashes", answer.clashes);
  else say(remember() ? "checked" : "rows", sent.rows.length);
  if (save && answer.clashes && !answer.faults) takeMarks(answer);
  return answer;
}

// After a clash was shown, saving again is meant.
function takeMarks(answer) {
  const byNumber = new Map(rows().map((row) => [Number(row.dataset.row), row]));
  for (const told of answer.rows) {
    const row = byNumber.get(told.n);
    if (row && told.mark) keyed(row, "mark").value = told.mark;
  }
}

async function freshToken() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const token = page.querySelector("#luoi [name=csrf_token]")?.value;
    if (!token || token === form.elements.csrf_token.value) { say("signed_out"); return false; }
    form.elements.csrf_token.value = token;
    return true;
  } catch { say("offline"); return false; }
}

function changed() {
  clearTimeout(timer);
  setTimeout(() => {
    if (remember()) say("kept");
    keepSpareRows();
  });
  timer = setTimeout(() => ask(false), CHECK_AFTER);
}

// --- undo -------------------------------------------------------------------------------------------------
const steps = [];

function keepStep(before) {
  if (!before.length) return;
  steps.push(before);
  if (steps.length > UNDO_STEPS) steps.shift();
  undoButton.hidden = false;
  changed();
}

async function undo() {
  await filling;
  const step = steps.pop();
  undoButton.hidden = !steps.length;
  if (!step) return;
  for (const [cell, text] of step) { cell.value = text; if (cell.hasAttribute("aria-invalid")) unmark(cell); }
  step[0][0].focus();
  changed();
}

// --- pasting ----------------------------------------------------------------------------------------------
function parse(text) {
  const found = [[]];
  let place = 0;
  const all = text.replace(/\r\n?/g, "\n");
  while (place < all.length) {
    let cell;
    let end;
    const quoted = all[place] === '"' ? /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(all.slice(place)) : null;
    if (quoted) {
      cell = quoted[1].replaceAll('""', '"');
      place += quoted[0].length;
    } else {
      const stop = /[\t\n]|$/.exec(all.slice(place)).index;
      cell = all.slice(place, place + stop);
      place += stop;
    }
    end = all[place];
    place += 1;
    found.at(-1).push(tidy(cell));
    if (end === "\n") found.push([]);
  }
  return found.filter((row) => row.length && row.some(Boolean));
}

function lines(text) {
  // A slice for each cell would make long tables slow: whole lines first, where nothing is quoted.
  if (!text.includes('"')) return text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.split("\t").map(tidy)).filter((row) => row.some(Boolean));
  return parse(text);
}

function titles() {
  return [...form.querySelectorAll("thead th[id]")].map((head) => tidy(head.textContent).toLowerCase());
}

function withoutHeader(table) {
  const known = titles();
  const found = table[0].filter((cell) => cell && known.some((title) => title === cell.toLowerCase() || title.startsWith(`${cell.toLowerCase()} `)));
  return table.length > 1 && found.length > 1 ? table.slice(1) : table;
}

function paste(event) {
  const start = event.target.closest?.("input.cell");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!start || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  const table = withoutHeader(lines(text));
  if (table.length > MOST_ROWS) { say("too_many", MOST_ROWS); return; }
  const first = rows().indexOf(start.closest("tr"));
  const left = cellsOf(start.closest("tr")).indexOf(start);
  const before = [];
  const fill = (from, to) => {
    const missing = first + to - body.rows.length;
    if (missing > 0) makeRows(missing);
    for (let down = from; down < to; down += 1) {
      cellsOf(body.rows[first + down]).slice(left).forEach((cell, across) => {
        const value = table[down][across];
        if (value === undefined || cell.readOnly || cell.value === value) return;
        before.push([cell, cell.value]);
        cell.value = value;
        if (cell.hasAttribute("aria-invalid")) unmark(cell);
      });
    }
  };
  // What is in sight at once, the rest bit by bit, so that an old machine never stands still.
  fill(0, Math.min(IN_SIGHT, table.length));
  start.focus();
  filling = (async () => {
    for (let done = IN_SIGHT; done < table.length; done += IN_SIGHT) {
      await new Promise((go) => setTimeout(go));
      fill(done, Math.min(done + IN_SIGHT, table.length));
    }
    keepStep(before);
  })();
}

// --- moving -----------------------------------------------------------------------------------------------
function move(cell, down, across) {
  const row = cell.closest("tr");
  const all = rows();
  const next = all[all.indexOf(row) + down];
  const place = cellsOf(row).indexOf(cell) + across;
  const target = next && cellsOf(next)[place];
  if (!target) return false;
  target.focus();
  target.select();
  return true;
}

function key(event) {
  const cell = event.target.closest?.("input.cell");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && steps.length) { event.preventDefault(); undo(); return; }
  if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const atStart = cell.selectionStart === 0 && (cell.selectionEnd === 0 || cell.selectionEnd === cell.value.length);
  const atEnd = cell.selectionEnd === cell.value.length && (cell.selectionStart === cell.value.length || cell.selectionStart === 0);
  const ways = {
    Enter: () => move(cell, event.shiftKey ? -1 : 1, 0),
    ArrowDown: () => !cell.list && move(cell, 1, 0),
    ArrowUp: () => !cell.list && move(cell, -1, 0),
    ArrowLeft: () => atStart && move(cell, 0, -1),
    ArrowRight: () => atEnd && move(cell, 0, 1),
  };
  if (event.key === "Enter") event.preventDefault();
  if (ways[event.key]?.()) event.preventDefault();
}

// --- begin ------------------------------------------------------------------------------------------------
let typedBefore = "";
body.addEventListener("focusin", (event) => {
  const cell = event.target;
  if (!cell.matches("input.cell")) return;
  typedBefore = cell.value;
  if (cell.dataset.list) { cell.setAttribute("list", cell.dataset.list); delete cell.dataset.list; }
});
body.addEventListener("change", (event) => {
  const cell = event.target;
  if (!cell.matches("input.cell")) return;
  if (cell.hasAttribute("aria-invalid")) unmark(cell);
  keepStep([[cell, typedBefore]]);
});
body.addEventListener("input", () => remember());
body.addEventListener("keydown", key);
form.addEventListener("paste", paste);
undoButton.addEventListener("click", undo);
dropButton.addEventListener("click", () => { localStorage.removeItem(KEEP); location.reload(); });
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await filling;
  remember();
  const answer = await ask(true);
  if (answer?.next) { location.assign(answer.next); return; }
  body.querySelector(".cell-bad input.cell, .cell-warned input.cell")?.focus({ preventScroll: true });
  if (answer) showStopped(answer);
});

if (form.dataset.saved !== undefined) localStorage.removeItem(KEEP);
const kept = form.dataset.typed === undefined ? remembered() : null;
if (kept?.rows?.length) {
  restore(kept);
  dropButton.hidden = false;
  say("restored", new Date(kept.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" }));
} else if (form.dataset.typed !== undefined) {
  for (const cell of body.querySelectorAll("input.cell")) original.set(cell, null);
}
