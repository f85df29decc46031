// Which kind of layer lies over which, and how much of what is below shines through: chosen in the
// legend, kept in the address. What is lit lies over all of them.
(function (zz) {
  "use strict";

  // Panes from the top down, and the layers that are drawn in each.
  const LAYERS = {
    points: (key) => ["places", "sites", "projects", "carriers"].includes(key),
    parks: (key) => key === "parks",
    elements: (key) => key.startsWith("st:"),
    zones: (key) => key === "zones" || key === "carriers",
    theme: (key) => key === "choropleth",
  };
  const PANES = Object.keys(LAYERS);
  const HEIGHTS = [440, 430, 400, 390, 300]; // of panes, from the top down
  const LEAST = 0.2;

  const usual = () => PANES.map((pane) => ({ pane, opacity: 1 }));
  const isUsual = (stack) => stack.every(({ pane, opacity }, at) => pane === PANES[at] && opacity === 1);

  function apply() {
    zz.state.stack.forEach(({ pane, opacity }, at) => {
      const { style } = zz.leaflet.getPane(`zz-${pane}`);
      style.zIndex = HEIGHTS[at];
      style.opacity = opacity === 1 ? "" : String(opacity);
    });
  }

  // points.60,parks,… from the top down; percent where it is not all.
  const toText = (stack) => stack.map(({ pane, opacity }) => (opacity === 1 ? pane : `${pane}.${Math.round(opacity * 100)}`)).join(",");

  // What an address says, null where it does not name every pane once.
  function fromText(text) {
    const rows = text.split(",").map((part) => part.split(".")).map(([pane, percent]) => ({ pane, opacity: percent === undefined ? 1 : Number(percent) / 100 }));
    const whole = rows.length === PANES.length && PANES.every((pane) => rows.some((row) => row.pane === pane));
    return whole && rows.every(({ opacity }) => opacity >= LEAST && opacity <= 1) ? rows : null;
  }

  const inUse = ({ pane }) => [...zz.state.layers].some(LAYERS[pane]);

  // The same panes, one of them changed or moved past its neighbour that is in use.
  function changed(pane, opacity) {
    return zz.state.stack.map((row) => (row.pane === pane ? { pane, opacity } : row));
  }

  function moved(pane, step) {
    const stack = zz.state.stack.slice();
    const at = stack.findIndex((row) => row.pane === pane);
    let to = at + step;
    while (stack[to] && !inUse(stack[to])) to += step;
    if (!stack[to]) return stack;
    const [row] = stack.splice(at, 1);
    stack.splice(to, 0, row);
    return stack;
  }

  function rowOf({ pane, opacity }, at, rows) {
    const { el } = zz.dom;
    const name = zz.t(`pane_${pane}`);
    const step = (by, sign, key) => el("button", { type: "button", class: "zz-step", "data-step": `${pane}${by}`, "aria-label": `${zz.t(key)}：${name}`, disabled: !rows[at + by], onclick: () => zz.state.setStack(moved(pane, by)) }, sign);
    const slide = (event) => Number(event.target.value) / 100;
    const range = el("input", { type: "range", min: LEAST * 100, max: 100, step: 10, value: Math.round(opacity * 100), "data-opacity": pane, "aria-label": `${zz.t("opacity")}：${name}`,
      oninput: (event) => (zz.leaflet.getPane(`zz-${pane}`).style.opacity = slide(event)), onchange: (event) => zz.state.setStack(changed(pane, slide(event))) });
    return el("li", {}, el("span", {}, name), range, step(-1, "↑", "moveUp"), step(1, "↓", "moveDown"));
  }

  // The control; it is made anew at each change, so the keyboard is kept where it was.
  function draw(host) {
    const { el } = zz.dom;
    const focus = document.activeElement && host.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
    const rows = zz.state.stack.filter(inUse);
    const open = host.querySelector("details") ? host.querySelector("details").open : false;
    host.replaceChildren(...(rows.length ? [el("details", { open }, el("summary", {}, zz.t("stack")), el("ul", {}, rows.map(rowOf)),
      isUsual(zz.state.stack) ? null : el("button", { type: "button", class: "zz-link zz-restack", onclick: () => zz.state.setStack(usual()) }, zz.t("restack")))] : []));
    if (!focus) return;
    const again = [...host.querySelectorAll("[data-step], [data-opacity]")].filter((node) => !node.disabled);
    const same = again.find((node) => node.dataset.step === focus.step && node.dataset.opacity === focus.opacity);
    (same || again.find((node) => focus.step && (node.dataset.step || "").startsWith(focus.step.replace(/-?1$/, ""))) || host.querySelector("summary")).focus();
  }

  zz.stack = { usual, isUsual, apply, toText, fromText, draw };
})((window.zzmap = window.zzmap || {}));
