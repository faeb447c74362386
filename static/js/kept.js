// What was typed and has not reached the server yet, kept on this device. It belongs to one account: the key
// names the account, the scorecard, the level and the criterion, and nothing is ever read under another one.

const PREFIX = "phieu";
const memory = new Map();
let works = probe();

function probe() {
  try {
    localStorage.setItem(PREFIX, "1");
    localStorage.removeItem(PREFIX);
    return true;
  } catch {
    return false;
  }
}

function placeOf(owner) {
  return [PREFIX, owner.user, owner.card, owner.level].join(":") + ":";
}

/** Whether what is kept survives closing the page. */
export function storageWorks() {
  return works;
}

/** Keep the newest of one criterion; where the device has no room, in memory as long as the page is open. */
export function keep(owner, code, value) {
  const text = JSON.stringify(value);
  memory.set(placeOf(owner) + code, text);
  try {
    localStorage.setItem(placeOf(owner) + code, text);
  } catch {
    works = false;
  }
}

/** It has reached the server, or its owner gave it up. */
export function forget(owner, code) {
  memory.delete(placeOf(owner) + code);
  try {
    localStorage.removeItem(placeOf(owner) + code);
  } catch {
    works = false;
  }
}

/** Everything kept of a scorecard for its owner: [[code, value]], oldest first. */
export function listKept(owner) {
  const place = placeOf(owner);
  return keys()
    .filter((key) => key.startsWith(place))
    .map((key) => [key.slice(place.length), read(key)])
    .filter(([, value]) => value !== null)
    .sort(([, one], [, other]) => (one.at < other.at ? -1 : 1));
}

/** How many criteria of a scorecard wait on this device for an account. */
export function countKept(user, card) {
  const place = [PREFIX, user, card].join(":") + ":";
  return keys().filter((key) => key.startsWith(place)).length;
}

/** The names of other accounts for which something of this scorecard waits on this device. */
export function listOthers(user, card) {
  const names = keys()
    .map((key) => [key.split(":"), key])
    .filter(([parts]) => parts[0] === PREFIX && parts[1] !== String(user) && parts[2] === String(card))
    .map(([, key]) => (read(key) || {}).name || "");
  return Array.from(new Set(names)).filter(Boolean);
}

function keys() {
  const found = new Set(memory.keys());
  try {
    for (let index = 0; index < localStorage.length; index += 1) found.add(localStorage.key(index));
  } catch {
    works = false;
  }
  return Array.from(found).filter((key) => key.startsWith(PREFIX + ":"));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || memory.get(key) || "null");
  } catch {
    return null;
  }
}
