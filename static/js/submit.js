// The page of handing in: says when something typed on this device has not reached the server yet.
import { countKept } from "./kept.js";

const note = document.getElementById("con-giu");
if (note) note.hidden = countKept(note.dataset.user, note.dataset.card) === 0;
