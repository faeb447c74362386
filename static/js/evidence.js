/* Evidence: opens the form of a criterion's evidence over the page, sends files one by one with their progress,
   and puts the new list in its place. Without this module the same links and forms are pages of their own.
   A file or a word that could not be sent stays where it is, with the reason beside it. */

import { dressFields } from "./file_button.js";

const SMALL_SIDE = 2000;
const WORTH_SHRINKING = 400 * 1024;
const LIMIT = 20 * 1024 * 1024;

let opener = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-evidence-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});

document.querySelectorAll("form[data-evidence-form]").forEach(prepare);

async function open(link) {
  let piece;
  try {
    piece = await fetch(addressOf(link), { headers: { Accept: "application/json" } });
    if (!piece.ok) throw new Error(String(piece.status));
    piece = await piece.json();
  } catch {
    window.location.assign(addressOf(link)); // the page itself says what is the matter
    return;
  }
  opener = link;
  const dialog = dialogFor(link);
  dialog.querySelector(".evidence-dialog-body").innerHTML = piece.html;
  dialog.querySelectorAll("form[data-evidence-form]").forEach(prepare);
  dialog.querySelectorAll("[data-close]").forEach((one) => one.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  }));
  dialog.showModal();
}

/* Without this module the way out may be a button that saves the page's form first. */
function addressOf(link) {
  return link.dataset.href ?? link.href;
}

function dialogFor(link) {
  const dialog = document.createElement("dialog");
  const card = link.closest(".criterion");
  dialog.className = "evidence-dialog";
  const title = card?.querySelector("h3")?.textContent.trim() ?? "";
  const code = card?.dataset.code ?? card?.querySelector(".code")?.textContent.trim() ?? "";
  dialog.innerHTML = '<div class="evidence-dialog-head"><h2 class="h3" id="mc-dialog-title"></h2>' +
    '<button class="btn-close-dialog" type="button" data-close><i class="bi bi-x-lg" aria-hidden="true"></i>' +
    '<span class="visually-hidden"></span></button></div><div class="evidence-dialog-body"></div>';
  dialog.setAttribute("aria-labelledby", "mc-dialog-title");
  dialog.querySelector("h2").textContent = `${code} ${title}`.trim() || link.textContent.trim();
  dialog.querySelector(".visually-hidden").textContent = document.documentElement.lang === "en" ? "Close" : "Đóng";
  dialog.addEventListener("close", () => {
    dialog.remove();
    (opener?.isConnected ? opener : document.querySelector(`#${CSS.escape(opener?.dataset.panel ?? "")} .btn-add`))?.focus();
  });
  document.body.append(dialog);
  return dialog;
}

function prepare(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  dressFields(form);
  const drop = form.querySelector("[data-drop]");
  const files = form.querySelector("#mc-file");
  if (!drop || !files) return;
  for (const name of ["dragover", "dragenter"]) drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) put(files, event.dataTransfer.files);
  });
  // The camera puts its photograph beside the files that were chosen already.
  form.querySelector(".camera-input")?.addEventListener("change", (event) => {
    const all = new DataTransfer();
    for (const one of [...files.files, ...event.target.files]) all.items.add(one);
    put(files, all.files);
    event.target.value = "";
  });
}

function put(input, files) {
  input.files = files;
  input.dispatchEvent(new Event("change"));
}

async function send(form) {
  const button = form.querySelector("[data-send]");
  if (button.disabled) return;
  button.disabled = true;
  clearFaults(form);
  const chosen = form.querySelector("#mc-file");
  const waiting = chosen ? [...chosen.files] : [];
  const left = [];
  let answer = null;
  try {
    for (const file of waiting.length ? waiting : [null]) {
      const result = await sendOne(form, file);
      if (result.ok) answer = result.body;
      else if (file) left.push(file);
      else return;
      if (result.ends) {
        left.push(...waiting.slice(waiting.indexOf(file) + 1));
        break;
      }
    }
  } finally {
    button.disabled = false;
  }
  if (answer) replacePanel(answer);
  if (waiting.length) keepOnly(chosen, left);
  if (answer && !left.length) finish(form);
}

/* One file, or the form alone. `ends` says that sending the rest makes no sense now. */
async function sendOne(form, file) {
  if (file && file.size > LIMIT && !isPicture(file)) return fault(form, "file", `${file.name}: ${form.dataset.tooLarge}`);
  const line = file ? lineFor(form, file) : null;
  const ready = file ? await shrunk(form, file) : null;
  if (ready && ready.size > LIMIT) return fault(form, "file", `${file.name}: ${form.dataset.tooLarge}`, line);
  let reply = await post(form, ready, file?.name, line);
  if (reply.status === 400 && reply.body?.csrf && (await freshToken(form))) reply = await post(form, ready, file?.name, line);
  if (reply.status >= 200 && reply.status < 300) {
    line?.done(form.dataset.arrived);
    return { ok: true, body: reply.body };
  }
  return { ...explain(form, reply, line), ends: [0, 400, 401, 403, 404, 503].includes(reply.status) };
}

function explain(form, reply, line) {
  if (reply.status === 0) return fault(form, "file", reply.stopped ? form.dataset.stopped : form.dataset.lost, line);
  if (reply.status === 401 || reply.body?.csrf) return fault(form, "file", form.dataset.expired, line, reply.body?.sign_in);
  const faults = reply.body?.faults ?? {};
  for (const [name, sentence] of Object.entries(faults)) fault(form, name, sentence, line);
  if (Object.keys(faults).length) return { ok: false };
  const usual = reply.status === 413 ? form.dataset.tooLarge : form.dataset.failed;
  return fault(form, reply.body?.field ?? "file", reply.body?.message || usual, line);
}

function post(form, content, name, line) {
  const data = new FormData(form);
  data.delete("file");
  if (content) {
    data.append("file", content, name);
    data.append("size", String(content.size));
  }
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    const gone = (stopped) => () => resolve({ status: 0, stopped });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => line?.progress(event.loaded, event.total));
    request.addEventListener("load", () => resolve({ status: request.status, body: readJson(request.responseText) }));
    request.addEventListener("error", gone(false));
    request.addEventListener("timeout", gone(false));
    request.addEventListener("abort", gone(true));
    line?.stoppable(() => request.abort());
    request.send(data);
  });
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/* A token of this session, where the one in the form is of an earlier one. */
async function freshToken(form) {
  try {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    const page = new DOMParser().parseFromString((await answer.json()).html, "text/html");
    form.elements.csrf_token.value = page.querySelector("[name=csrf_token]").value;
    return true;
  } catch {
    return false;
  }
}

/* A photograph made smaller before it goes over a weak signal; any doubt, and it goes as it is. */
async function shrunk(form, file) {
  const wanted = form.elements.shrink?.checked && file.type === "image/jpeg" && file.size > WORTH_SHRINKING;
  if (!wanted || !window.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SMALL_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.round(picture.width * scale), height: Math.round(picture.height * scale),
    });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}

function isPicture(file) {
  return file.type === "image/jpeg";
}

function lineFor(form, file) {
  const list = form.querySelector("[data-sending-list]");
  const item = document.createElement("li");
  item.innerHTML = '<span class="name"></span><button class="btn btn-add btn-sm" type="button"></button>' +
    '<progress max="1" value="0"></progress><span class="word" role="status"></span>';
  item.querySelector(".name").textContent = file.name;
  const [button, bar, word] = ["button", "progress", ".word"].map((one) => item.querySelector(one));
  bar.setAttribute("aria-label", file.name);
  button.textContent = form.dataset.stop;
  word.textContent = form.dataset.sending;
  list.hidden = false;
  list.append(item);
  item.scrollIntoView({ block: "nearest" });
  return {
    progress(loaded, total) {
      bar.value = total ? loaded / total : 0;
      if (loaded === total) word.textContent = form.dataset.checking;
    },
    stoppable(stop) {
      button.onclick = stop;
    },
    done(said) {
      bar.remove();
      button.remove();
      word.textContent = said;
    },
    remove() {
      item.remove();
      list.hidden = !list.children.length;
    },
  };
}

function fault(form, name, sentence, line, address) {
  line?.remove();
  const control = name && form.querySelector(`#mc-${CSS.escape(name)}`);
  let place = form.querySelector(`[data-fault="${CSS.escape(name ?? "")}"]`);
  if (!place && control) {
    place = document.createElement("div");
    place.dataset.fault = name;
    place.setAttribute("role", "alert");
    control.after(place);
  }
  place ??= form.querySelector("[data-fault]");
  const said = document.createElement("p");
  said.className = "field-error";
  said.innerHTML = '<i class="bi bi-exclamation-circle" aria-hidden="true"></i> ';
  said.append(sentence);
  if (address) {
    const link = Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: "→" });
    said.append(" ", link);
  }
  place.append(said);
  control?.classList.add("is-invalid");
  control?.setAttribute("aria-invalid", "true");
  if (!form.contains(document.activeElement) || document.activeElement.matches("[data-send]")) control?.focus();
  return { ok: false };
}

function clearFaults(form) {
  form.querySelectorAll("[data-fault]").forEach((one) => one.replaceChildren());
  form.querySelectorAll(".is-invalid").forEach((one) => one.classList.remove("is-invalid"));
  form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  form.querySelector("[data-sending-list]")?.replaceChildren();
}

function keepOnly(input, files) {
  const left = new DataTransfer();
  for (const one of files) left.items.add(one);
  put(input, left.files);
}

function replacePanel(answer) {
  const panel = document.getElementById(`mc-${answer.code}`);
  if (!panel) return;
  const made = document.createElement("template");
  made.innerHTML = answer.panel.trim();
  const fresh = made.content.querySelector("[data-evidence]");
  if (opener && panel.contains(opener)) opener.dataset.panel = panel.id;
  panel.replaceWith(fresh);
  document.dispatchEvent(new CustomEvent("evidence:changed", { detail: { code: answer.code, said: answer.said } }));
}

function finish(form) {
  const dialog = form.closest("dialog");
  if (dialog) dialog.close();
  else window.location.assign(form.querySelector("[data-close]")?.href ?? window.location.href);
}
