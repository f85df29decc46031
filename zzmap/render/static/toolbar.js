// Buttons of the header that modules bring along, in the reader's language.

import { el } from "./dom.js";
import { t } from "./i18n.js";
import * as icons from "./icons.js";
import { state } from "./state.js";

const buttons = [];

function word() {
  for (const { key, node, pressed } of buttons) {
    node.replaceChildren(icons.icon(key), el("span", {}, t(key)));
    if (pressed) node.setAttribute("aria-pressed", String(pressed()));
  }
}

// `pressed` tells of a button that stays down while its page is open.
export function add(key, onclick, pressed) {
  const node = el("button", { type: "button", class: "zz-button", id: `zz-tool-${key}`, onclick });
  const tools = document.querySelector(".zz-tools");
  tools.insertBefore(node, tools.children[buttons.length] || null);
  buttons.push({ key, node, pressed });
  word();
}

for (const event of ["lang", "view", "table", "panel"]) state.on(event, word);
