// One request to the server, and what came of it in one word:
// "saved", "conflict", "refused", "stale" (fetch a fresh token), "signed_out", "unreachable" (try again later),
// "busy" (the same; the server said so, and after how many milliseconds).

// Longer than the server itself waits for its turn to write (foundation/write_turn.py).
const PATIENCE = 35000;

/** Send JSON; never throws. */
export async function send(address, token, body) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  return answered(address, { method: "POST", headers, body: JSON.stringify(body), keepalive: document.hidden });
}

/** Send a form as its button would, and ask for JSON; never throws. */
export async function sendForm(address, form) {
  const body = new URLSearchParams(new FormData(form));
  return answered(address, { method: "POST", headers: { Accept: "application/json" }, body });
}

/** Ask for JSON; never throws. */
export async function ask(address) {
  return answered(address, { headers: { Accept: "application/json" }, cache: "no-store" });
}

async function answered(address, options) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), PATIENCE);
  try {
    const response = await fetch(address, {
      credentials: "same-origin",
      redirect: "manual",
      signal: ending.signal,
      ...options,
    });
    return await judged(response);
  } catch {
    return { kind: "unreachable", data: {} };
  } finally {
    clearTimeout(timer);
  }
}

// A page of HTML is never an answer of ours: a hotspot or a proxy stands between.
async function judged(response) {
  const type = response.headers.get("Content-Type") || "";
  if (!type.startsWith("application/json")) return { kind: "unreachable", data: {} };
  const data = await response.json();
  return { kind: kindOf(response.status, data), data, after: 1000 * Number(response.headers.get("Retry-After")) || 0 };
}

function kindOf(status, data) {
  if (status === 200) return "saved";
  if (status === 409 && data.error === "conflict") return "conflict";
  if (status === 401) return data.error === "expired" ? "stale" : "signed_out";
  if (status === 400 && data.csrf) return "stale";
  if (status === 503) return "busy";
  if (status === 429 || status === 408 || status >= 500) return "unreachable";
  return "refused";
}
