// The workbench beside the map: its tabs, and what is dropped on the page.

import { data } from "../../render/static/data.js";
import { el } from "../../render/static/dom.js";
import * as icons from "../../render/static/icons.js";
import { say } from "../../render/static/say.js";
import { state } from "../../render/static/state.js";
import { ask } from "./deskask.js";
import { button, refuse } from "./deskfields.js";
import * as facts from "./deskfacts.js";
import { goTo } from "./deskgo.js";
import * as history from "./deskhistory.js";
import * as imports from "./deskimport.js";
import { keep, recall } from "./deskmemory.js";
import * as output from "./deskoutput.js";
import * as parks from "./deskparks.js";
import * as plans from "./deskplans.js";
import * as redraw from "./deskredraw.js";
import * as sites from "./desksites.js";
import * as tables from "./desktables.js";
import { w } from "./deskwords.js";

const TABS = { parks, facts, tables, sites, plans, output, history };
let panel;
let tool;
let tab = "parks";

function tabs() {
  const one = (key) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id: `zz-desktab-${key}`,
        "aria-selected": String(key === tab),
        "aria-controls": "zz-deskbody",
        tabindex: key === tab ? "0" : "-1",
        onclick: () => choose(key),
      },
      w(`tab_${key}`),
    );
  const node = el(
    "div",
    { class: "zz-desktabs", role: "tablist", "aria-label": w("desk") },
    Object.keys(TABS).map(one),
  );
  node.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const keys = Object.keys(TABS);
    choose(keys[(keys.indexOf(tab) + step + keys.length) % keys.length]);
    document.getElementById(`zz-desktab-${tab}`).focus();
  });
  return node;
}

function draw() {
  const body = el("div", {
    id: "zz-deskbody",
    role: "tabpanel",
    "aria-labelledby": `zz-desktab-${tab}`,
    tabindex: "0",
  });
  const close = el("button", { type: "button", class: "zz-button", "aria-label": w("hide"), onclick: toggle }, "×");
  panel.setAttribute("aria-label", w("desk"));
  panel.replaceChildren(
    el("header", {}, el("h2", {}, w("desk")), el("small", {}, `${w("store")} ${data.payload.served.store}`), close),
    tabs(),
    body,
    el("footer", {}, quitting()),
  );
  TABS[tab].draw(body);
}

// It ends the program, with what is under way: only by a second word.
function quitting() {
  const node = button(
    w("quit"),
    () => {
      if (node.dataset.sure) return quit();
      node.dataset.sure = "yes";
      node.textContent = w("quitSure");
    },
    "zz-deskquit",
  );
  return node;
}

async function quit() {
  try {
    await ask("POST", "/api/quit", {});
    panel.replaceChildren(el("p", { class: "zz-note", role: "status" }, w("ended")));
  } catch (error) {
    refuse(error);
  }
}

function choose(key) {
  tab = key;
  keep({ tab });
  draw();
}

function word() {
  tool.replaceChildren(icons.icon("desk"), el("span", {}, w("desk")));
  tool.setAttribute("aria-pressed", String(!panel.hidden));
}

function toggle() {
  panel.hidden = !panel.hidden;
  document.getElementById("zz-app").classList.toggle("zz-desked", !panel.hidden);
  keep({ open: !panel.hidden });
  state.emit("panel");
  word();
  if (!panel.hidden) draw();
}

const DOCUMENT = /\.(docx?|pdf)$/i;
const TABLE = /\.(xlsx?|csv)$/i;

// The tab that takes files which are dropped now: the one that is open, unless they are none of its kind.
function taking(files) {
  const only = (kind) => files.length > 0 && files.every((file) => kind.test(file.name));
  const taken = { plans: /\.(docx?|pdf|txt)$/i, tables: /\.(xlsx?|csv|txt)$/i }[tab];
  if (only(DOCUMENT)) return "plans";
  if (tab === "plans" && only(TABLE)) return "tables";
  return TABS[tab].take && !(taken && files.length && !files.some((file) => taken.test(file.name))) ? tab : "parks";
}

function take(files) {
  if (panel.hidden) toggle();
  const to = taking(files);
  if (to !== tab) {
    choose(to);
    say(w("takenBy", { tab: w(`tab_${to}`) }), 5000);
  }
  TABS[to].take(files);
}

// The map's own look at a file is for those who have no workbench: here a file is brought in.
function takeDrops() {
  window.addEventListener("dragover", (event) => event.preventDefault(), true);
  window.addEventListener(
    "drop",
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      take([...event.dataTransfer.files]);
    },
    true,
  );
}

export function setUp() {
  panel = el("section", { id: "zz-desk", hidden: true });
  document.getElementById("zz-stage").append(panel);
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  tool = el("button", { type: "button", class: "zz-button", id: "zz-tool-desk", onclick: toggle });
  document.querySelector(".zz-tools").prepend(tool);
  takeDrops();
  state.on("lang", () => {
    word();
    if (!panel.hidden) draw();
  });
  state.on(
    "drafts",
    () => !panel.hidden && ["parks", "sites"].includes(tab) && document.querySelector(".zz-deskdropzone") && draw(),
  );
  const was = recall();
  if (was.tab in TABS) tab = was.tab;
  word();
  if (was.open !== false) toggle();
}

// What was to be said and shown when the page is there, parks and all.
export function greet() {
  const was = recall();
  keep({ said: "", show: "" });
  if (was.show && data.byId.parks.has(was.show)) {
    state.setLayer("parks", true);
    goTo("park", was.show);
  }
  if (was.said) say(was.said);
  imports.waiting();
  redraw.waiting();
  tables.waiting();
}
