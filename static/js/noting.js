// Notes of the discussion save themselves: kept on the device at every key, sent when one pauses, and never written
// over what somebody else noted. Without this script the form has a button.

import { forget, keep, listKept } from "./kept.js";
import { ask, send } from "./sending.js";

const PAUSE = 1500;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;

class Notes {
  constructor(form) {
    this.form = form;
    this.field = form.elements.notes;
    this.base = form.elements.base;
    this.panel = form.querySelector("[data-conflict]");
    this.said = form.closest("section").querySelector("[data-said]");
    this.owner = { user: form.dataset.user, card: "hop" + form.dataset.session, level: "notes" };
    this.code = form.dataset.notes;
    this.token = form.dataset.csrf;
    this.wait = FIRST_WAIT;
    this.stopped = !this.panel.hidden;
    this.busy = false;
    form.querySelector("[data-plain-save]").hidden = !this.stopped;
    form.querySelector("[data-needs-script]").hidden = false;
    this.watch();
    this.restore();
    form.dataset.ready = "yes";
  }

  get dirty() {
    return this.field.value !== this.base.value;
  }

  watch() {
    this.field.addEventListener("input", () => {
      this.keep();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE);
    });
    this.field.addEventListener("change", () => this.save());
    this.form.addEventListener("click", (event) => {
      const take = event.target.closest("[data-take]");
      if (take) this.choose(take.dataset.take);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.stopped = false;
      this.save();
    });
    addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => this.save());
  }

  keep() {
    keep(this.owner, this.code, { text: this.field.value, base: this.base.value, name: this.form.dataset.name, at: new Date().toISOString() });
  }

  /** What was typed when the page was last open and has not reached the server. */
  restore() {
    const found = listKept(this.owner).find(([code]) => code === this.code);
    if (!found || this.stopped) return;
    const [, kept] = found;
    if (kept.text === this.field.value) {
      forget(this.owner, this.code);
      return;
    }
    this.field.value = kept.text;
    this.base.value = kept.base;
    this.say(this.form.dataset.kept, true);
    this.save();
  }

  async save() {
    clearTimeout(this.timer);
    if (this.busy || this.stopped || !this.dirty) return;
    this.busy = true;
    this.say(this.form.dataset.saving);
    const sent = this.field.value;
    const { kind, data } = await send(this.form.action, this.token, { notes: sent, base: this.base.value });
    this.busy = false;
    await this.handle(kind, data, sent);
  }

  async handle(kind, data, sent) {
    if (kind === "saved") this.saved(data, sent);
    else if (kind === "conflict") this.disagreed(data);
    else if (kind === "stale") await this.renew();
    else if (kind === "signed_out") this.hold(data.sign_in || this.form.dataset.signIn);
    else if (kind === "unreachable") this.later();
    else this.refused(data);
  }

  saved(data, sent) {
    this.wait = FIRST_WAIT;
    this.base.value = data.notes;
    if (this.field.value === sent) {
      // The server drops blanks at the ends of lines; the field stays as it is while somebody writes in it.
      if (document.activeElement !== this.field) this.field.value = data.notes;
      else this.base.value = sent;
      forget(this.owner, this.code);
      this.say(data.saved);
    } else {
      this.keep();
      this.save();
    }
  }

  disagreed(data) {
    this.stopped = true;
    this.panel.querySelector("[data-theirs]").textContent = data.theirs;
    this.panel.hidden = false;
    this.theirs = data.theirs;
    this.say(this.form.dataset.conflictWords, true);
  }

  choose(whose) {
    const theirs = this.theirs ?? this.panel.querySelector("[data-theirs]").textContent;
    this.base.value = theirs;
    if (whose === "theirs") {
      this.field.value = theirs;
      forget(this.owner, this.code);
    }
    this.panel.hidden = true;
    this.stopped = false;
    this.say("");
    this.save();
  }

  async renew() {
    const { kind, data } = await ask(this.form.dataset.fresh);
    if (kind !== "saved") this.later();
    else if (!data.signed_in || String(data.user_id) !== String(this.owner.user)) this.hold(this.form.dataset.signIn);
    else if (this.token === data.csrf_token) this.later();
    else {
      this.token = data.csrf_token;
      this.save();
    }
  }

  hold(address) {
    this.say(this.form.dataset.held, true);
    const link = document.createElement("a");
    link.href = address;
    link.textContent = " →";
    this.said.append(link);
  }

  later() {
    this.say(this.form.dataset.kept, true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  refused(data) {
    this.stopped = true;
    this.form.querySelector("[data-plain-save]").hidden = false;
    this.say(data.message || "", true);
  }

  say(words, local = false) {
    this.said.textContent = words;
    this.said.classList.toggle("saved-local", local);
  }
}

for (const form of document.querySelectorAll("form[data-notes]")) new Notes(form);
