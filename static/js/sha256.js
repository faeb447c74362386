// SHA-256 (FIPS 180-4), fed piece by piece. Browsers offer it only on https, and only for a whole file at once.

const PRIMES = Array.from(primes(64));
const ROUNDS = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const BLOCK = 64;

function* primes(count) {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime)) {
      found.push(number);
      yield number;
    }
  }
}

/** The first 32 bits behind the point. */
function fraction(number) {
  return Math.floor((number - Math.floor(number)) * 2 ** 32);
}

export class Sha256 {
  #state = START.slice();
  #words = new Uint32Array(BLOCK);
  #rest = new Uint8Array(BLOCK);
  #held = 0;
  #bytes = 0;

  /** Take in the next bytes. */
  update(bytes) {
    this.#bytes += bytes.length;
    let at = 0;
    if (this.#held) {
      at = Math.min(BLOCK - this.#held, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#held);
      this.#held += at;
      if (this.#held < BLOCK) return this;
      this.#mix(this.#rest, 0);
      this.#held = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#mix(bytes, at);
    this.#rest.set(bytes.subarray(at));
    this.#held = bytes.length - at;
    return this;
  }

  /** The digest in hexadecimal. Nothing may be taken in after it. */
  hex() {
    const bits = this.#bytes * 8;
    const tail = new Uint8Array(this.#held < BLOCK - 8 ? BLOCK : 2 * BLOCK);
    tail.set(this.#rest.subarray(0, this.#held));
    tail[this.#held] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits >>> 0);
    for (let at = 0; at < tail.length; at += BLOCK) this.#mix(tail, at);
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  #mix(bytes, from) {
    const words = this.#words;
    for (let i = 0, at = from; i < 16; i += 1, at += 4) {
      words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < BLOCK; i += 1) {
      const early = words[i - 15];
      const late = words[i - 2];
      const small = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
      const great = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
      words[i] = (words[i - 16] + small + words[i - 7] + great) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.#state;
    for (let i = 0; i < BLOCK; i += 1) {
      const turned = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const first = (h + turned + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
      const spun = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (spun + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    const mixed = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i += 1) this.#state[i] += mixed[i];
  }
}

const PIECE = 512 * 1024;

/** The digest of a file, read in pieces so that the page stays at hand; `tell` gets the share from 0 to 1. */
export async function digestOf(file, tell = () => {}) {
  const digest = new Sha256();
  for (let at = 0; at < file.size; at += PIECE) {
    digest.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    tell(Math.min(1, (at + PIECE) / file.size));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return digest.hex();
}
