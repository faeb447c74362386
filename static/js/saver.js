// Sends what was typed, one request at a time and in order; says what state everything is in. Nothing typed
// is dropped: it stays on the device until the server has said that it stands there.

import { storageWorks } from "./kept.js";
import { ask, send } from "./sending.js";
import { showBanner, showState, showSummary } from "./showing.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;

export class Saver {
  constructor(owner, addresses, token) {
    this.owner = owner;
    this.addresses = addresses;
    this.token = token;
    this.queue = [];
    this.criteria = [];
    this.busy = false;
    this.paused = "";
    this.wait = FIRST_WAIT;
    this.stale = 0;
    this.lost = "";
    this.watch();
  }

  /** A criterion has something to send. */
  want(criterion) {
    if (!this.queue.includes(criterion)) this.queue.push(criterion);
    this.pump();
  }

  /** Something was typed; the sum of all states may have changed. */
  noticed(criterion) {
    if (this.paused || this.lost || !navigator.onLine) showState(criterion, this.heldState());
    this.tell();
  }

  /** Everything that has not reached the server. */
  unsent() {
    return this.criteria.filter((one) => one.dirty);
  }

  /** Send all now; true when nothing is left unsent. */
  async flush(patience) {
    const end = Date.now() + patience;
    this.resend();
    while (this.unsent().some((one) => !one.stopped) && Date.now() < end && !this.paused && navigator.onLine) {
      await new Promise((done) => setTimeout(done, 50));
    }
    return this.unsent().length === 0;
  }

  resend() {
    clearTimeout(this.retry);
    for (const one of this.unsent()) {
      clearTimeout(one.timer);
      if (!one.stopped && !this.queue.includes(one)) this.queue.push(one);
    }
    this.pump();
  }

  async pump() {
    if (this.busy || this.paused || !navigator.onLine) {
      this.tell();
      return;
    }
    const criterion = this.next();
    if (!criterion) {
      this.tell();
      return;
    }
    this.busy = true;
    const stamp = criterion.typed;
    if (!this.lost) showState(criterion, "saving");
    this.tell();
    const outcome = await send(this.addresses.save, this.token, criterion.message());
    const goOn = await this.handle(criterion, outcome, stamp);
    this.busy = false;
    if (goOn) this.pump();
    else this.tell();
  }

  next() {
    let criterion = this.queue.shift();
    while (criterion && (!criterion.dirty || criterion.stopped)) criterion = this.queue.shift();
    return criterion;
  }

  /** What to do with an answer; true where the next one may be sent at once. */
  async handle(criterion, outcome, stamp) {
    if (outcome.kind === "unreachable") return this.later(criterion, "kept");
    if (outcome.kind === "busy") return this.later(criterion, "busy", outcome.after);
    if (outcome.kind === "stale" || outcome.kind === "signed_out") {
      this.queue.unshift(criterion);
      return outcome.kind === "stale" ? this.renew() : this.pause("signed_out", outcome.data.sign_in);
    }
    this.reached();
    if (outcome.kind === "saved") criterion.saved(outcome.data, stamp);
    else if (outcome.kind === "conflict") criterion.disagreed(outcome.data);
    else criterion.refused(outcome.data);
    if (criterion.dirty && !criterion.stopped && !this.queue.includes(criterion)) this.queue.push(criterion);
    return true;
  }

  reached() {
    this.wait = FIRST_WAIT;
    this.stale = 0;
    this.lost = "";
  }

  // The message may have arrived although no answer came back: its number is kept with what was typed.
  // `lost` says how that shows: without a connection ("kept"), or with a server that has no time ("busy").
  later(criterion, lost, after = 0) {
    this.queue.unshift(criterion);
    this.lost = lost;
    this.hold();
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.pump(), Math.min(Math.max(this.wait, after), LONGEST_WAIT));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return false;
  }

  // After signing in again the old token is of no use; a fresh one is taken only for the same account.
  async renew() {
    this.stale += 1;
    const { kind, data } = await ask(this.addresses.session);
    if (kind !== "saved" || this.stale > 3) {
      this.stale = 0;
      return this.queue.length ? this.later(this.queue.shift(), kind === "busy" ? "busy" : "kept") : false;
    }
    if (!data.signed_in) return this.pause("signed_out");
    if (String(data.user_id) !== String(this.owner.user)) return this.pause("other_account");
    this.token = data.csrf_token;
    this.paused = "";
    showBanner("");
    return true;
  }

  pause(why, address) {
    this.paused = why;
    this.hold();
    showBanner(why, address || this.addresses.signIn);
    return false;
  }

  hold() {
    for (const one of this.unsent()) if (!one.stopped) showState(one, this.heldState());
  }

  /** How a stored entry reads in its fields: the server says it, else a plain figure in the page's own sign. */
  async shownOf(code, entry) {
    const { kind, data } = await ask(this.addresses.state);
    if (kind === "saved" && data.shown && JSON.stringify(data.entries[code]) === JSON.stringify(entry)) {
      return data.shown[code];
    }
    return written(entry);
  }

  heldState() {
    if (this.paused === "signed_out" || this.paused === "other_account") return "held";
    return this.lost === "busy" && navigator.onLine ? "busy" : "kept";
  }

  tell() {
    showSummary(this.unsent(), this.busy, this.paused || this.lost || !navigator.onLine, this.heldState());
  }

  watch() {
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => {
      this.hold();
      this.tell();
    });
    addEventListener("focus", () => this.wake());
    addEventListener("pageshow", (event) => event.persisted && this.wake());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.resend() : this.wake()));
    addEventListener("beforeunload", (event) => {
      if (!this.unsent().length || storageWorks()) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  /** The person or the connection is back. */
  async wake() {
    if (this.busy) return;
    this.wait = FIRST_WAIT;
    if (this.paused) {
      this.busy = true;
      await this.renew();
      this.busy = false;
    }
    if (this.unsent().length) this.resend();
  }
}

function written(entry) {
  if (entry && typeof entry === "object") {
    return Object.fromEntries(Object.entries(entry).map(([part, text]) => [part, written(text)]));
  }
  const vietnamese = document.documentElement.lang === "vi";
  return vietnamese && /^-?\d+\.\d+%?$/.test(entry || "") ? entry.replace(".", ",") : entry;
}
