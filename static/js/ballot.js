// The secret ballot. On the paper: how far one has come, no more names than places, looking over before casting.
// On the page of the count: how many papers came in. On the list of slips: finding one's own, on this device alone.

const paper = document.getElementById("phieu-bau");
if (paper) startPaper(paper);
const received = document.querySelector("[data-received]");
if (received) keepFresh(received);
const search = document.getElementById("tra-cuu");
if (search && globalThis.crypto?.subtle) startSearch(search);

function startPaper(form) {
  const questions = [...form.querySelectorAll(".paper-question")];
  const review = form.querySelector("#xem-lai");
  const progress = form.querySelector("[data-progress]");
  const answered = (question) => question.querySelector(".choice input:checked") !== null;

  const tell = () => {
    const done = questions.filter(answered).length;
    progress.textContent = progress.dataset.words.replace("{n}", done).replace("{of}", questions.length);
    questions.forEach(limit);
  };
  form.addEventListener("change", (event) => {
    if (event.target !== review) {
      nobodyOrSome(event.target);
      tell();
      return;
    }
    if (!review.checked) return;
    const open = questions.find((question) => !answered(question));
    if (open) {
      review.checked = false;
      open.querySelector(".unanswered").style.display = "block";
      open.querySelector("input").focus();
      open.scrollIntoView({ block: "start" });
      return;
    }
    form.querySelector("#xem").focus();
    form.querySelector("#xem").scrollIntoView({ block: "start" });
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  // Back from another page the paper may be sent again; the server takes one alone.
  addEventListener("pageshow", () => delete form.dataset.sent);
  tell();
}

/** Where several names may be marked, no more than there are places. */
function limit(question) {
  question.querySelector(".unanswered").style.removeProperty("display");
  const places = Number(question.dataset.places);
  if (places < 2) return;
  const names = [...question.querySelectorAll("input[type='checkbox']")].filter((box) => box.value !== "000");
  const full = names.filter((box) => box.checked).length >= places;
  for (const box of names) box.disabled = full && !box.checked;
}

/** "Nobody" takes the names away, a name takes "nobody" away. */
function nobodyOrSome(box) {
  if (box.type !== "checkbox" || !box.checked) return;
  const nobody = box.value === "000";
  for (const other of box.closest(".paper-question").querySelectorAll("input[type='checkbox']")) {
    if (other !== box && (nobody || other.value === "000")) other.checked = false;
  }
}

function keepFresh(box) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(box.dataset.received, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return;
      const fresh = document.createElement("template");
      fresh.innerHTML = await answer.text();
      const state = (part) => part.querySelector("[data-state]")?.dataset.state;
      if (state(fresh.content) !== state(box)) location.reload();
      else if (fresh.innerHTML.trim() !== box.innerHTML.trim()) box.innerHTML = fresh.innerHTML;
    } catch {
      // No connection: the next time will do.
    }
  }, 3000);
}

function startSearch(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const signs = form.elements.receipt.value.replace(/[\s-]/g, "").toUpperCase();
    const receipt = (signs.match(/.{1,5}/g) || []).join("-");
    const marks = new Map();
    let found = false;
    for (const row of document.querySelectorAll("[data-mark]")) {
      const question = row.dataset.question;
      if (!marks.has(question)) marks.set(question, await markOf(receipt, `${form.dataset.ballot}:${question}`));
      const own = marks.get(question) === row.dataset.mark;
      row.classList.toggle("own", own);
      found ||= own;
    }
    const words = form.querySelector(found ? "[data-found]" : "[data-missing]");
    form.querySelector("[data-answer]").replaceChildren(words.content.cloneNode(true));
    if (found) document.querySelector(".slips-list .own").scrollIntoView({ block: "center" });
  });
}

async function markOf(receipt, told) {
  const text = new TextEncoder();
  const hash = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", text.encode(receipt || "-"), hash, false, ["sign"]);
  const mark = await crypto.subtle.sign("HMAC", key, text.encode(told));
  return [...new Uint8Array(mark)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
