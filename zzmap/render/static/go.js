// The way to the sheet of something, wherever it is named.

import { data } from "./data.js";
import * as map from "./map.js";
import { state } from "./state.js";

// Choose something by search or link: open its sheet, bring it into view, read it out.
export function go(type, id, lit) {
  const to = data.entity(type, id);
  state.setView(null);
  state.select(to.type, to.id, lit);
  map.flyTo(state.selected);
  const title = /** @type {HTMLElement} */ (document.querySelector("#zz-sheet h2"));
  if (title) title.focus({ preventScroll: true });
}
