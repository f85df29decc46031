// Paper: the map on A3 or A4 with all a map must say, or the sheet alone on A4.

import * as capture from "./capture.js";
import { el } from "./dom.js";
import * as furniture from "./furniture.js";
import { t } from "./i18n.js";
import * as legendCard from "./legend.js";
import { say } from "./say.js";
import { state } from "./state.js";
import * as toolbar from "./toolbar.js";

// Width and height in millimetres of the map; the legend stands beside it, or below on an upright page.
const PAPERS = {
  "A4 landscape": [218, 160],
  "A4 portrait": [190, 196],
  "A3 landscape": [338, 246],
  "A3 portrait": [277, 318],
};
const PIXELS_PER_MM = 96 / 25.4;
const BLOCK = ["maker", "secrecy", "approval"]; // what an office writes on a map; empty lines otherwise
let dialog;
let called = null; // the page's own title, while paper has another

function page(size) {
  let style = document.getElementById("zz-pagesize");
  if (!style) document.head.append((style = el("style", { id: "zz-pagesize" })));
  style.textContent = `@page { size: ${size}; margin: 10mm; }`;
}

function figures(taken, millimetres) {
  const bar = furniture.scaleBar(taken.metres, 220);
  const width = (bar.pixels / taken.width) * millimetres;
  return [
    el("div", { class: "zz-north", role: "img", "aria-label": t("north") }, el("b", {}, t("north")), "▲"),
    el(
      "div",
      { class: "zz-bar" },
      el("span", { style: `width:${width.toFixed(1)}mm` }),
      `${bar.label} · 1 : ${taken.scale.toLocaleString("en")}`,
    ),
  ];
}

const titleBlock = (said) =>
  el(
    "dl",
    { class: "zz-block" },
    BLOCK.map((name) => el("div", {}, el("dt", {}, t(name)), el("dd", {}, said[name] || ""))),
    el("div", {}, el("dt", {}, t("date")), el("dd", {}, furniture.date())),
  );

async function layOut(paper, title, said) {
  const [width, height] = PAPERS[paper];
  const taken = await capture.capture(Math.round(width * PIXELS_PER_MM), Math.round(height * PIXELS_PER_MM), true);
  for (const [name, value] of Object.entries({
    role: "img",
    "aria-label": title,
    width: `${width}mm`,
    height: `${height}mm`,
  }))
    taken.svg.setAttribute(name, value);
  const legend = el("div", { class: "zz-printlegend" });
  legendCard.draw(legend, taken.unnamed);
  legend.prepend(el("h2", {}, t("legend")));
  legend.innerHTML = legend.innerHTML.replace(/zz-hatch-/g, "zz-paper-hatch-");
  return el(
    "section",
    { id: "zz-print", class: paper.endsWith("portrait") ? "zz-upright" : "" },
    el("h1", {}, title),
    el(
      "div",
      { class: "zz-printbody" },
      el(
        "div",
        { class: "zz-printmap", style: `width:${width}mm;height:${height}mm` },
        taken.svg,
        figures(taken, width),
      ),
      legend,
    ),
    titleBlock(said),
    el("p", {}, furniture.sourceWords()),
  );
}

function clear() {
  const old = document.getElementById("zz-print");
  if (old) old.remove();
  document.querySelectorAll(".zz-printfoot").forEach((node) => node.remove());
  document.documentElement.removeAttribute("data-print");
  if (called !== null) document.title = called;
  called = null;
}

// A browser names the PDF by the page's title.
function nameFile(title) {
  called = document.title;
  document.title = furniture.fileName(title);
}

async function printMap(paper, title, said = {}) {
  clear();
  say(t("exporting"));
  page(paper);
  document.body.append(await layOut(paper, title, said));
  nameFile(title);
  document.documentElement.dataset.print = "map";
  window.print();
}

function printSheet() {
  clear();
  document.getElementById("zz-sheet").append(el("p", { class: "zz-printfoot" }, furniture.source()));
  page("A4 portrait");
  document.documentElement.dataset.print = "sheet";
  window.print();
}

function ask() {
  if (dialog) dialog.remove();
  const title = el("input", { id: "zz-print-title", value: furniture.title() });
  const papers = Object.keys(PAPERS).map((paper, at) =>
    el(
      "label",
      {},
      el("input", { type: "radio", name: "zz-paper", value: paper, checked: at === 0 }),
      ` ${paper.split(" ")[0]} ${t(paper.split(" ")[1])}`,
    ),
  );
  const submit = (event) => {
    event.preventDefault();
    const paper = dialog.querySelector("[name=zz-paper]:checked").value;
    const said = Object.fromEntries(
      BLOCK.map((name) => [
        name,
        /** @type {HTMLInputElement} */ (document.getElementById(`zz-print-${name}`)).value.trim(),
      ]),
    );
    dialog.close();
    printMap(paper, title.value, said);
  };
  dialog = el(
    "dialog",
    { id: "zz-printdialog", "aria-labelledby": "zz-print-head" },
    el(
      "form",
      { onsubmit: submit },
      el("h2", { id: "zz-print-head" }, t("printView")),
      el("label", { for: "zz-print-title" }, t("title")),
      title,
      el("fieldset", {}, el("legend", {}, t("paper")), papers),
      BLOCK.map((name) =>
        el(
          "p",
          { class: "zz-blockfield" },
          el("label", { for: `zz-print-${name}` }, t(name)),
          el("input", { id: `zz-print-${name}` }),
        ),
      ),
      el(
        "p",
        { class: "zz-actions" },
        el("button", { type: "submit", class: "zz-button" }, t("print")),
        el("button", { type: "button", class: "zz-button", onclick: () => dialog.close() }, t("cancel")),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

window.addEventListener("afterprint", clear);
export function setUp() {
  toolbar.add("print", () => {
    state.setView(null);
    ask();
  });
}

export { printMap as map, printSheet as sheet };
