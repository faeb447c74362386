/* A file field with a button in the words of the page: the browser's own speaks the browser's language.
   The field itself stays, out of sight, and is what the keyboard reaches. */

export function dressFields(root) {
  root.querySelectorAll("input[data-file-button]").forEach(dress);
}

function dress(input) {
  if (input.dataset.dressed !== undefined) return;
  input.dataset.dressed = "";
  const line = document.createElement("span");
  line.className = "file-line";
  const button = document.createElement("label");
  button.className = "btn btn-quiet";
  button.htmlFor = input.id;
  button.innerHTML = '<i class="bi bi-folder2-open" aria-hidden="true"></i> ';
  button.append(input.dataset.fileButton);
  const names = document.createElement("span");
  names.className = "file-names";
  line.append(button, names);
  input.classList.add("visually-hidden", "file-dressed");
  input.after(line);
  const tell = () => {
    names.textContent = Array.from(input.files, (one) => one.name).join(", ") || input.dataset.none;
  };
  input.addEventListener("change", tell);
  tell();
}

dressFields(document);
