// The panel beside a sketch: tools, measure, what lies below, the form, and the drafts kept.

import * as choice from "./chosen.js";
import { data } from "./data.js";
import { el } from "./dom.js";
import * as drafts from "./drafts.js";
import * as draw from "./draw.js";
import * as dropfile from "./dropfile.js";
import * as find from "./find.js";
import { go } from "./go.js";
import { counted, statusName, t } from "./i18n.js";
import * as measure from "./measure.js";
import * as overlap from "./overlap.js";
import * as picked from "./picked.js";
import { sidepanel } from "./sidepanel.js";
import { state as pageState } from "./state.js";
import * as toolbar from "./toolbar.js";
import * as zoom from "./zoom.js";

const sketches = [];
let map;
let panel;
let line;
let body;
const NARROW = window.matchMedia("(max-width: 860px)"); // as in atlas.css: panel or table, not both
let warning;

function status(text) {
  if (line) line.textContent = text;
}

const button = (label, act, name) =>
  el("button", { type: "button", class: `zz-button ${name || ""}`, onclick: act }, label);

function tools() {
  return el(
    "div",
    { class: "zz-drawtools", role: "group", "aria-label": t("draw") },
    el(
      "span",
      { class: "zz-starts" },
      button(t("polygon"), () => start("polygon"), "zz-polygon"),
      button(t("rectangle"), () => start("rectangle"), "zz-rectangle"),
      button(t("distance"), () => gauge("line"), "zz-distance"),
      button(t("areaTool"), () => gauge("polygon"), "zz-areatool"),
      button(t("choose"), chooseInside, "zz-choose"),
      dropfile.button(),
    ),
    el(
      "span",
      { class: "zz-meanwhile" },
      button(t("undoVertex"), () => draw.back()),
      button(t("finish"), () => draw.done(), "zz-finish"),
      button(t("cancel"), () => draw.leave()),
    ),
  );
}

// A finished shape is a draft at once, under a name of its own: nothing drawn waits for a click.
function start(kind, part = { id: `p${Date.now()}`, ring: [] }) {
  clear();
  draw.begin(
    kind,
    (ring) => {
      const draft = {
        id: `d${Date.now()}`,
        ring,
        name: drafts.nextName(),
        industries: [],
        status: "",
        note: "",
        at: new Date().toISOString(),
      };
      drafts.put(draft);
      form(draft);
    },
    part.ring,
    { id: part.id },
  );
}

// Leave what is being drawn, for something else to be shown.
function clear() {
  if (draw.active()) draw.leave();
  body.replaceChildren();
}

function reshape(draft, part = { id: `p${Date.now()}`, ring: draft.ring, of: draft.id }) {
  const done = (ring) => {
    drafts.put({ ...draft, ring });
    form({ ...draft, ring });
  };
  draw.edit(part.ring, done, { id: part.id, of: draft.id });
}

// Take up a shape that was left: of a draft's outline, or one that is new.
function resume(part) {
  const draft = drafts.all().find((row) => row.id === part.of);
  if (part.ring.length > 1) zoom.fit(part.ring, { padding: [30, 30], maxZoom: 15 });
  if (!draft) return start("polygon", part);
  form({ ...draft });
  return reshape(draft, part);
}

function waiting() {
  const rows = drafts.parts();
  const name = (part) => (drafts.all().find((row) => row.id === part.of) || { name: t("unfinished") }).name;
  const item = (part) =>
    el(
      "li",
      {},
      `${name(part)} `,
      el("small", {}, `${part.of ? `${t("unfinished")} · ` : ""}${counted(part.ring.length, "points")} `),
      button(t("goOn"), () => resume(part), "zz-resume"),
      button(
        t("discard"),
        () => {
          drafts.part({ ...part, ring: [] });
          list();
        },
        "zz-discardpart",
      ),
    );
  return rows.length ? el("ul", { class: "zz-rows zz-unfinished" }, rows.map(item)) : null;
}

// Measure and keep nothing: a distance, or an area with its perimeter.
function gauge(kind) {
  clear();
  draw.begin(kind, (ring) => {
    const closed = kind !== "line";
    const look = { color: "#0b4f7d", weight: 2.4, interactive: false, pane: "zz-select", fillOpacity: 0.08 };
    sketches.push((closed ? L.polygon(ring, look) : L.polyline(ring, look)).addTo(map));
    status(measure.words(ring, closed));
  });
}

function chooseInside() {
  clear();
  draw.begin("polygon", (ring) => {
    choice.choose(ring);
    list();
  });
}

function below(ring) {
  const rows = overlap.below(ring);
  const label = { districts: t("districts"), zones: t("zones"), parks: t("parks") };
  return el(
    "section",
    { class: "zz-below" },
    el("h3", {}, t("below_sketch")),
    el(
      "ul",
      { class: "zz-rows" },
      rows.map((row) =>
        el(
          "li",
          {},
          row.kind === "parks"
            ? row.name
            : el("button", { type: "button", class: "zz-link", onclick: () => go("place", row.id) }, row.name),
          ` ${(row.share * 100).toFixed(1)}% `,
          el("small", {}, [label[row.kind], row.hosts.join("、")].filter(Boolean).join(" · ")),
        ),
      ),
    ),
  );
}

function industries(draft) {
  const chosen = el("p", { class: "zz-chips" });
  const choices = el(
    "datalist",
    { id: "zz-industry-names" },
    data.industries.map((row) => el("option", { value: row.name })),
  );
  const input = el("input", {
    type: "text",
    list: "zz-industry-names",
    id: "zz-draft-industry",
    "aria-label": t("industry"),
  });
  const show = () =>
    chosen.replaceChildren(
      ...draft.industries.map((name) =>
        el(
          "span",
          {},
          name,
          " ",
          el(
            "button",
            {
              type: "button",
              class: "zz-link",
              "aria-label": `${t("remove")} ${name}`,
              onclick: () => {
                draft.industries = draft.industries.filter((other) => other !== name);
                drafts.put(draft);
                show();
              },
            },
            "×",
          ),
        ),
      ),
    );
  const add = () => {
    const [found] = find.find(input.value, ["industry"]);
    if (found && !draft.industries.includes(found.record.name)) draft.industries.push(found.record.name);
    if (found) input.value = "";
    else if (input.value.trim()) status(`${t("unknownIndustry")}${input.value.trim()}`);
    drafts.put(draft);
    show();
  };
  input.addEventListener("change", add);
  show();
  return el("div", {}, el("label", { for: "zz-draft-industry" }, t("industry")), input, choices, chosen);
}

function form(draft) {
  outline(draft);
  status(measure.words(draft.ring, true));
  const name = el("input", { type: "text", id: "zz-draft-name", value: draft.name, required: true });
  const state = el(
    "select",
    { id: "zz-draft-status" },
    ["", ...data.payload.statuses.map((row) => row.id)].map((value) =>
      el("option", { value, selected: value === draft.status }, statusName(value)),
    ),
  );
  const note = el("textarea", { id: "zz-draft-note", rows: 2 }, draft.note);
  // Every letter is kept; a field that is emptied keeps the name there was.
  const take = () => {
    Object.assign(draft, { name: name.value.trim() || draft.name, status: state.value, note: note.value.trim() });
    drafts.put(draft);
  };
  for (const field of [name, state, note]) field.addEventListener("input", take);
  const keep = () => {
    if (!name.value.trim()) {
      status(t("needsName"));
      name.focus();
      return false;
    }
    take();
    return true;
  };
  body.replaceChildren(
    el(
      "form",
      {
        class: "zz-form",
        onsubmit: (event) => {
          event.preventDefault();
          if (keep()) list();
        },
      },
      el("label", { for: "zz-draft-name" }, t("parkName")),
      name,
      industries(draft),
      el("label", { for: "zz-draft-status" }, t("status")),
      state,
      el("label", { for: "zz-draft-note" }, t("note")),
      note,
      el(
        "div",
        { class: "zz-drawtools" },
        el("button", { type: "submit", class: "zz-button zz-keep" }, t("keepDraft")),
        button(
          t("saveFile"),
          () => {
            if (keep()) {
              drafts.download([draft], draft.name);
              list();
            }
          },
          "zz-save",
        ),
        button(t("editShape"), () => reshape(draft), "zz-reshape"),
        button(
          t("discard"),
          () => {
            drafts.remove(draft.id);
            list();
            undoable(draft);
          },
          "zz-discard",
        ),
      ),
    ),
    below(draft.ring),
  );
  name.focus({ preventScroll: true });
  name.select(); // what is typed takes the place of the name it was given
}

// A draft that was deleted can be had back as long as the panel shows nothing else.
function undoable(draft) {
  body.prepend(
    el(
      "p",
      { class: "zz-note" },
      `${t("discarded")}${draft.name} `,
      button(
        t("undo"),
        () => {
          drafts.put(draft);
          form({ ...draft });
        },
        "zz-undiscard",
      ),
    ),
  );
}

// Open a draft's sheet: its shape in view, its form beside.
function open(id) {
  const draft = drafts.all().find((row) => row.id === id);
  if (!draft) return;
  if (panel.hidden) toggle();
  clear();
  zoom.fit(draft.ring, { padding: [30, 30], maxZoom: 15 });
  form({ ...draft });
}

function outline(draft) {
  sketches.splice(0).forEach((layer) => layer.remove());
  for (const row of [...drafts.all().filter((other) => other.id !== draft.id), ...(draft.ring ? [draft] : [])]) {
    const shape = L.polygon(row.ring, {
      color: "#B2182B",
      weight: 2,
      dashArray: "2 4",
      fillOpacity: 0.1,
      pane: "zz-select",
      interactive: false,
    }).addTo(map);
    sketches.push(
      picked.mark(
        shape,
        {
          id: row.id,
          name: row.name,
          kind: "draft",
          basis: "",
          accuracy: 0,
          shape: { type: "polygon", coords: [[row.ring]] },
        },
        "draft",
      ),
    );
  }
}

// The heading of the drafts; what can be done here where nothing has been done yet.
function drafted() {
  const count = drafts.all().length;
  if (count) return el("h3", {}, `${t("drafts")} (${count})`);
  return dropfile.opened().length || drafts.parts().length ? null : el("p", { class: "zz-note" }, t("drawIntro"));
}

function list() {
  if (!body) return; // a shape of another panel was left before this one was ever opened
  const rows = drafts.all();
  outline({});
  body.replaceChildren(
    ...[drafted()].filter(Boolean),
    el(
      "ul",
      { class: "zz-rows zz-draftlist" },
      rows.map((row) =>
        el(
          "li",
          {},
          el("button", { type: "button", class: "zz-link", onclick: () => open(row.id) }, row.name),
          el("small", {}, measure.words(row.ring, true)),
        ),
      ),
    ),
    ...[waiting()].filter(Boolean),
    ...(rows.length ? [button(t("saveAll"), () => drafts.download(rows, "parks"), "zz-saveall")] : []),
    ...[choice.section()].filter(Boolean),
    dropfile.list(),
  );
}

function toggle() {
  panel.hidden = !panel.hidden;
  pageState.emit("panel");
  if (!panel.hidden && NARROW.matches) pageState.setTable(null);
  if (!panel.hidden) words();
  else if (draw.active()) draw.leave();
}

function words() {
  line = el("p", { class: "zz-measure", role: "status", "aria-live": "polite" });
  body = el("div", {});
  warning = el("p", { class: "zz-note zz-warning", role: "alert", hidden: true });
  panel.replaceChildren(
    el("header", {}, el("h2", {}, t("draw")), button("×", toggle, "zz-drawclose")),
    tools(),
    warning,
    line,
    body,
  );
  panel.querySelector(".zz-drawclose").setAttribute("aria-label", t("close"));
  panel.setAttribute("aria-label", t("draw"));
  list();
  warn();
}

// That drafts are not kept is said as long as it is so.
function warn() {
  const said = [drafts.kept() ? "" : t("notKept"), drafts.damaged() ? t("draftsDamaged") : ""].filter(Boolean);
  if (!warning) return;
  warning.hidden = !said.length;
  warning.textContent = said.join(" ");
}

Object.assign(sidepanel, { status, list, show: () => panel.hidden && toggle() });

export function setUp(leaflet) {
  map = leaflet;
  panel = el("section", { id: "zz-draw", hidden: true });
  document.getElementById("zz-stage").append(panel);
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  drafts.load();
  draw.init(leaflet);
  toolbar.add("draw", toggle, () => !panel.hidden);
  pageState.on("lang", () => !panel.hidden && words());
  // A phone has room for the tools of the moment only.
  pageState.on("table", (table) => {
    if (table && !panel.hidden && NARROW.matches) toggle();
  });
  pageState.on("drawing", (busy) => panel.classList.toggle("zz-busy", busy));
  pageState.on("drafts", () => {
    warn();
    if (!panel.hidden && body.querySelector(".zz-draftlist")) list();
  });
  const left = drafts.parts().find((part) => part.open);
  if (drafts.all().length || drafts.parts().length) toggle();
  if (left) resume(left);
}

export { open };
