// The controls of one criterion: e-CODE or e-CODE-PART (the figure), na-CODE (not applicable), n-CODE (the note).

const NAMED = /^(e|na|n)-/;
const NOT_APPLICABLE = "-";

/** The controls that hold what a person enters; hidden ones hold what the server last said. */
export function controlsOf(article) {
  return Array.from(article.querySelectorAll("input, select, textarea")).filter(
    (control) => NAMED.test(control.name) && control.type !== "hidden" && !control.disabled,
  );
}

/** What they hold, as a form would send it: a box or button that is not chosen is left out. */
export function readFields(article) {
  const fields = {};
  for (const control of controlsOf(article)) {
    if (isChoice(control) && !control.checked) continue;
    fields[control.name] = control.value;
  }
  return fields;
}

/** Put back what was kept. */
export function writeFields(article, fields) {
  for (const control of controlsOf(article)) {
    if (control.type === "radio") control.checked = fields[control.name] === control.value;
    else if (control.type === "checkbox") control.checked = control.name in fields;
    else control.value = fields[control.name] || "";
  }
}

/** Put what the server holds into the controls: `entry` as stored, `shown` as it is to be read. */
export function writeEntry(article, code, entry, shown) {
  const figure = "e-" + code;
  for (const control of controlsOf(article)) {
    if (control.name === "na-" + code) control.checked = entry === NOT_APPLICABLE;
    else if (control.type === "radio" && control.name === figure) control.checked = control.value === entry;
    else if (control.name === figure) control.value = textOf(entry === NOT_APPLICABLE ? "" : shown);
    else if (control.name.startsWith(figure + "-")) {
      const part = control.name.slice(figure.length + 1);
      control.value = shown && typeof shown === "object" ? textOf(shown[part]) : partOf(part, shown, entry);
    }
  }
}

/** Put a note into its control. */
export function writeNote(article, code, note) {
  const control = controlsOf(article).find((one) => one.name === "n-" + code);
  if (control) control.value = note || "";
}

/** What the page was given as stored: the entry and the note that a change is measured against. */
export function readBase(article, code) {
  return {
    base: parsed(valueOf(article, "b-" + code)),
    noteBase: valueOf(article, "nb-" + code) || "",
  };
}

/** Remember what now stands, also for a form sent without this script. */
export function writeBase(article, code, base, noteBase) {
  const entry = article.querySelector(named("b-" + code));
  const note = article.querySelector(named("nb-" + code));
  if (entry) entry.value = JSON.stringify(base === undefined ? null : base);
  if (note) note.value = noteBase || "";
}

/** Whether the person is at one of these controls right now. */
export function isBeingTyped(article) {
  const active = document.activeElement;
  return article.contains(active) && controlsOf(article).includes(active) && !isChoice(active);
}

function isChoice(control) {
  return control.type === "radio" || control.type === "checkbox";
}

function named(name) {
  return `[name="${name.replace(/["\\]/g, "\\$&")}"]`;
}

function valueOf(article, name) {
  const control = article.querySelector(named(name));
  return control ? control.value : "";
}

// One figure where two are asked for: an amount without its plan.
function partOf(part, shown, entry) {
  return part === "actual" && entry !== NOT_APPLICABLE ? textOf(shown) : "";
}

function textOf(value) {
  return value === null || value === undefined ? "" : String(value);
}

function parsed(text) {
  try {
    return JSON.parse(text || "null");
  } catch {
    return null;
  }
}
