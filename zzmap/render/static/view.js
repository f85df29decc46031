// A page over the map, such as the matrix: one at a time, the map behind it out of reach.

import { el } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./state.js";

const pages = {};
let host;
let opener = null; // what had the focus before a page lay over the map

function show() {
  const page = pages[state.view];
  host.hidden = !page;
  for (const id of ["zz-side", "zz-stage", "zz-panel"]) document.getElementById(id).inert = Boolean(page);
  if (!page) return host.replaceChildren();
  host.setAttribute("aria-label", t(page.title));
  return page.draw(host);
}

// A page's heading with the way back.
function heading(title, ...tools) {
  return el(
    "div",
    { class: "zz-pagehead" },
    el("h2", { tabindex: "-1" }, title),
    tools,
    el("button", { type: "button", class: "zz-button zz-back", onclick: () => state.setView(null) }, t("backToMap")),
  );
}

export const add = (name, page) => (pages[name] = page);

export const redraw = () => state.view && show();

export function setUp(map) {
  host = el("section", { id: "zz-page", class: "zz-page", hidden: true });
  document.getElementById("zz-stage").after(host);
  state.on("view", (view) => {
    if (view && !host.contains(document.activeElement)) opener = document.activeElement;
    show();
    const title = host.querySelector("h2");
    if (title) title.focus({ preventScroll: true });
    else {
      map.invalidateSize({ animate: false });
      if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    }
  });
  for (const event of ["lang", "filter"]) state.on(event, redraw);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.view && !event.defaultPrevented) state.setView(null);
  });
  show();
}

export { heading };
