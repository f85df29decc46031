// Which kind of layer lies over which, and how much of what is below shines through: chosen in the
// legend, kept in the address. What is lit lies over all of them.

import { board } from "./board.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import * as panes from "./panes.js";
import { state } from "./state.js";

// Panes from the top down, and the layers that are drawn in each.
const LAYERS = {
  points: (key) => ["places", "sites", "projects", "carriers"].includes(key),
  parks: (key) => key === "parks",
  elements: (key) => key.startsWith("st:"),
  zones: (key) => key === "zones" || key === "carriers",
  theme: (key) => key === "choropleth",
};
const HEIGHTS = [440, 430, 400, 390, 300]; // of panes, from the top down

function apply() {
  state.stack.forEach(({ pane, opacity }, at) => {
    const { style } = board.leaflet.getPane(`zz-${pane}`);
    style.zIndex = String(HEIGHTS[at]);
    style.opacity = opacity === 1 ? "" : String(opacity);
  });
}

const inUse = ({ pane }) => [...state.layers].some(LAYERS[pane]);

// The same panes, one of them changed or moved past its neighbour that is in use.
function changed(pane, opacity) {
  return state.stack.map((row) => (row.pane === pane ? { pane, opacity } : row));
}

function moved(pane, step) {
  const stack = state.stack.slice();
  const at = stack.findIndex((row) => row.pane === pane);
  let to = at + step;
  while (stack[to] && !inUse(stack[to])) to += step;
  if (!stack[to]) return stack;
  const [row] = stack.splice(at, 1);
  stack.splice(to, 0, row);
  return stack;
}

function rowOf({ pane, opacity }, at, rows) {
  const name = t(`pane_${pane}`);
  const step = (by, sign, key) =>
    el(
      "button",
      {
        type: "button",
        class: "zz-step",
        "data-step": `${pane}${by}`,
        "aria-label": `${t(key)}：${name}`,
        disabled: !rows[at + by],
        onclick: () => state.setStack(moved(pane, by)),
      },
      sign,
    );
  const slide = (event) => Number(event.target.value) / 100;
  const range = el("input", {
    type: "range",
    min: panes.LEAST * 100,
    max: 100,
    step: 10,
    value: Math.round(opacity * 100),
    "data-opacity": pane,
    "aria-label": `${t("opacity")}：${name}`,
    oninput: (event) => (board.leaflet.getPane(`zz-${pane}`).style.opacity = String(slide(event))),
    onchange: (event) => state.setStack(changed(pane, slide(event))),
  });
  return el("li", {}, el("span", {}, name), range, step(-1, "↑", "moveUp"), step(1, "↓", "moveDown"));
}

// The control; it is made anew at each change, so the keyboard is kept where it was.
function draw(host) {
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const focus = active && host.contains(active) ? { ...active.dataset } : null;
  const rows = state.stack.filter(inUse);
  const open = host.querySelector("details") ? host.querySelector("details").open : false;
  host.replaceChildren(
    ...(rows.length
      ? [
          el(
            "details",
            { open },
            el("summary", {}, t("stack")),
            el("ul", {}, rows.map(rowOf)),
            panes.isUsual(state.stack)
              ? null
              : el(
                  "button",
                  { type: "button", class: "zz-link zz-restack", onclick: () => state.setStack(panes.usual()) },
                  t("restack"),
                ),
          ),
        ]
      : []),
  );
  if (!focus) return;
  const again = [...host.querySelectorAll("[data-step], [data-opacity]")].filter((node) => !node.disabled);
  const same = again.find((node) => node.dataset.step === focus.step && node.dataset.opacity === focus.opacity);
  (
    same ||
    again.find((node) => focus.step && (node.dataset.step || "").startsWith(focus.step.replace(/-?1$/, ""))) ||
    host.querySelector("summary")
  ).focus();
}

export { apply, draw };
