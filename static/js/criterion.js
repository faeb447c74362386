// One criterion of the scorecard: what was typed into it, what stands on the server, and how that shows.

import { forget, keep } from "./kept.js";
import { isBeingTyped, readBase, readFields, writeBase, writeEntry, writeFields, writeNote } from "./fields.js";
import { unfold } from "./folding.js";
import { showConflict, clearConflict } from "./conflict.js";
import { applyParts, clearFault, showFault, showState, showUnderstood } from "./showing.js";

const TYPING = 800;
const UNANSWERED = 20;

// Not randomUUID, which browsers keep from pages without TLS.
function newNumber() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `typed` counts changes, so that an answer to an earlier one is never taken for an answer to the latest. */
export class Criterion {
  constructor(article, saver) {
    this.article = article;
    this.code = article.dataset.code;
    this.saver = saver;
    this.typed = 0;
    this.dirty = false;
    this.stopped = false;
    this.sent = [];
    Object.assign(this, readBase(article, this.code));
  }

  /** The person changed something: keep it on the device at once, send it when they pause. */
  touch() {
    this.typed += 1;
    this.dirty = true;
    this.stopped = false;
    this.keep();
    unfold(this.article);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.saver.want(this), TYPING);
    this.saver.noticed(this);
  }

  /** They went on to the next field: no need to wait. */
  leave() {
    if (!this.dirty || this.stopped) return;
    clearTimeout(this.timer);
    this.saver.want(this);
  }

  /** What was kept on this device when the page was last open: back into the fields, and on its way. */
  restore(kept) {
    writeFields(this.article, kept.fields);
    unfold(this.article);
    for (const note of this.article.querySelectorAll(".entry-note")) note.open = note.open || Boolean(kept.fields["n-" + this.code]);
    this.base = kept.base;
    this.noteBase = kept.noteBase;
    this.sent = kept.sent || [];
    this.typed += 1;
    this.dirty = true;
    showState(this, "kept");
    this.saver.want(this);
  }

  keep() {
    keep(this.saver.owner, this.code, {
      fields: readFields(this.article),
      base: this.base,
      noteBase: this.noteBase,
      sent: this.sent,
      name: this.saver.owner.name,
      at: new Date().toISOString(),
    });
  }

  /** What goes to the server, under a number of its own, kept until the answer is here. */
  message() {
    this.sent = [...this.sent, newNumber()].slice(-UNANSWERED);
    this.keep();
    return {
      code: this.code,
      fields: readFields(this.article),
      base: this.base,
      note_base: this.noteBase,
      level: this.saver.owner.level,
      user: Number(this.saver.owner.user),
      sent: this.sent.at(-1),
      save: true,
    };
  }

  /** The server has it; `stamp` says which of our changes it answers. */
  saved(data, stamp) {
    this.sent = [];
    this.rebase(data.entry, data.note);
    clearConflict(this.article);
    if (this.typed === stamp) {
      this.dirty = false;
      forget(this.saver.owner, this.code);
      this.settle(data);
    } else {
      this.keep();
    }
    applyParts(data.parts || {});
  }

  settle(data) {
    clearFault(this.article);
    this.fault = data.fault ? data : null;
    if (data.fault) this.explain(document.activeElement);
    else if (!isBeingTyped(this.article)) writeEntry(this.article, this.code, data.entry, data.shown);
    showUnderstood(this.article, this.code, data.understood || "");
    this.article.classList.toggle("todo", data.state === "missing" || data.state === "unread");
    showState(this, "saved", data.saved);
  }

  /** Say why it cannot be read; not while the person is still writing it, as the second of two figures. */
  explain(at) {
    if (!this.fault || (this.article.contains(at) && isBeingTyped(this.article))) return;
    clearFault(this.article);
    showFault(this.article, this.fault.fault_id, this.fault.fault);
  }

  rebase(base, noteBase) {
    this.base = base === undefined ? null : base;
    this.noteBase = noteBase || "";
    writeBase(this.article, this.code, this.base, this.noteBase);
  }

  /** Something else stands there. What this device wrote itself, by a message whose answer was lost, is no
   *  conflict; another device of the same account is. */
  disagreed(data) {
    const own = this.sent.includes(data.sent);
    this.sent = [];
    if (own) {
      this.take(data, true);
      return;
    }
    this.stopped = true;
    this.keep();
    showState(this, "conflict");
    showConflict(this.article, data, {
      mine: () => this.take(data, true),
      theirs: () => this.take(data, false),
    });
  }

  /** One of the two was chosen; from now on a change is measured against what stands there. */
  async take(data, mine) {
    if (data.field === "note") this.noteBase = data.theirs || "";
    else this.base = data.theirs === undefined ? null : data.theirs;
    if (!mine && data.field === "note") writeNote(this.article, this.code, data.theirs);
    if (!mine && data.field !== "note") {
      writeEntry(this.article, this.code, data.theirs, await this.saver.shownOf(this.code, data.theirs));
    }
    clearConflict(this.article);
    this.touch();
    this.leave();
  }

  /** The server will not have it, and sending again would not help; what was typed stays here. */
  refused(data) {
    this.stopped = true;
    this.keep();
    showState(this, "refused", data.message);
  }
}
