// Buttons of the header that modules bring along, in the reader's language.
(function (zz) {
  "use strict";

  const buttons = [];

  function word() {
    for (const { key, node, pressed } of buttons) {
      node.replaceChildren(zz.icons.icon(key), zz.dom.el("span", {}, zz.t(key)));
      if (pressed) node.setAttribute("aria-pressed", String(pressed()));
    }
  }

  zz.toolbar = {
    // `pressed` tells of a button that stays down while its page is open.
    add(key, onclick, pressed) {
      const node = zz.dom.el("button", { type: "button", class: "zz-button", id: `zz-tool-${key}`, onclick });
      const tools = document.querySelector(".zz-tools");
      tools.insertBefore(node, tools.children[buttons.length] || null);
      buttons.push({ key, node, pressed });
      word();
    },
  };

  for (const event of ["lang", "view", "table", "panel"]) zz.state.on(event, word);
})((window.zzmap = window.zzmap || {}));
