// Files dropped on the map or opened for a look: shown with their names, never sent anywhere.

import { board } from "./board.js";
import { el } from "./dom.js";
import * as filerows from "./filerows.js";
import * as filetext from "./filetext.js";
import * as georeference from "./georeference.js";
import { t } from "./i18n.js";
import * as atlas from "./map.js";
import * as picked from "./picked.js";
import * as readfile from "./readfile.js";
import { sidepanel } from "./sidepanel.js";
import { state } from "./state.js";
import * as zoom from "./zoom.js";

const MOST_BYTES = 50e6;
const MOST_NAMES = 200;
const opened = [];
let count = 0; // of all files opened so far
let told = null; // the file whose table is asked for

// The name is shown beside the row's first shape; of many rows the rest are named under the pointer.
function label(row, shape) {
  const { type } = row.features[0].shape;
  shape.bindTooltip(el("span", {}, row.name), {
    permanent: true,
    direction: type === "point" ? "right" : "center",
    className: "zz-filename",
  });
}

const LOOK = { color: "#6A3D9A", weight: 2.2, fillColor: "#6A3D9A", fillOpacity: 0.12, radius: 5 };

function draw(file) {
  if (file.layer) file.layer.remove();
  file.shown = georeference.shift(file.features, file.datum);
  filerows.take(file);
  const layers = file.rows.flatMap((row) =>
    row.features.map((feature, at) => {
      const shape = picked.mark(
        atlas.draw(feature, { ...LOOK, fill: feature.shape.type !== "line" }, "select"),
        feature,
        "opened",
      );
      if (!at && row.named && row.number <= MOST_NAMES) label(row, shape);
      return shape;
    }),
  );
  file.layer = L.featureGroup(layers).addTo(board.leaflet);
  const { selected } = state;
  if (selected && selected.type === "opened" && file.rows.some((row) => row.id === selected.id))
    state.select("opened", selected.id, state.lit);
}

function show(name, file) {
  const row = { name, number: (count += 1), ...georeference.place(file) };
  row.notes = [...file.notes, ...row.notes];
  draw(row);
  opened.push(row);
  return row;
}

// Files that were dropped together, each by itself: one that is not read keeps no other from being shown.
async function take(list) {
  const files = [...list];
  const large = files.filter((file) => file.size > MOST_BYTES);
  const bytes = new Map(
    await Promise.all(
      files
        .filter((file) => !large.includes(file))
        .map(async (file) => /** @type {const} */ ([file.name, new Uint8Array(await file.arrayBuffer())])),
    ),
  );
  const [shown, refused] = [[], large.map((file) => `${file.name}：${t("fileLarge")}`)];
  const trying = async (name, act) => {
    try {
      await act();
    } catch (error) {
      refused.push(`${name}：${error instanceof filetext.Refused ? error.message : t("fileBad")}`);
    }
  };
  if (bytes.size) {
    await trying([...bytes.keys()].join("、"), async () => {
      for (const name of readfile.wholes(bytes)) {
        await trying(name, async () => {
          for (const [inside, file] of await readfile.read(bytes, name))
            await trying(inside, async () => shown.push(show(inside, file)));
        });
      }
    });
  }
  sidepanel.list();
  sidepanel.status(refused.join("\n"));
  const box = shown.reduce((all, row) => all.extend(row.layer.getBounds()), L.latLngBounds([]));
  if (box.isValid()) zoom.fit(box, { padding: [30, 30], maxZoom: 15 }); // as much as the panel leaves free now
}

function item(row) {
  const again = (event) => {
    row.datum = event.target.value;
    draw(row);
  };
  const choice = row.degrees
    ? el(
        "label",
        { class: "zz-field" },
        t("datum"),
        " ",
        el(
          "select",
          { class: "zz-datum", onchange: again },
          Object.entries(georeference.NAMES).map(([key, name]) =>
            el("option", { value: key, selected: key === row.datum }, name),
          ),
        ),
      )
    : null;
  const drop = () => {
    row.layer.remove();
    opened.splice(opened.indexOf(row), 1);
    filerows.drop(row);
    if (told === row) {
      told = null;
      if (state.table === "file") state.setTable(null);
    }
    sidepanel.list();
  };
  return el(
    "li",
    {},
    `${row.name} (${row.features.length}) `,
    el(
      "button",
      {
        type: "button",
        class: "zz-link",
        onclick: () => zoom.fit(row.layer.getBounds(), { padding: [30, 30], maxZoom: 15 }),
      },
      t("toIt"),
    ),
    " ",
    el(
      "button",
      {
        type: "button",
        class: "zz-link zz-filetable",
        onclick: () => {
          told = row;
          state.setTable(null);
          state.setTable("file");
        },
      },
      t("toTable"),
    ),
    " ",
    el("button", { type: "button", class: "zz-link", onclick: drop }, t("remove")),
    choice,
    row.notes.map((note) => el("small", { class: "zz-assumed" }, note)),
    el("small", {}, `${t("checkIt")} zzmap parks check ${row.name.split("/")[0]}`),
  );
}

const openedNow = () => opened.map(({ name, shown, notes }) => ({ name, features: shown, notes }));

export function table(file = told) {
  if (!file) return null;
  const keys = [...new Set(file.rows.flatMap((row) => Object.keys(row.properties)))];
  const cell = (value) => (value !== null && typeof value === "object" ? filerows.words(value) : value);
  return {
    title: file.name,
    columns: keys,
    rows: file.rows.map((row) => ({
      cells: keys.map((key) => cell(row.properties[key])),
      to: { type: "opened", id: row.id },
    })),
  };
}

export function button() {
  const input = el("input", {
    type: "file",
    multiple: true,
    accept: ".geojson,.json,.kml,.kmz,.zip,.csv,.shp,.dbf,.prj,.cpg",
    class: "zz-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
  });
  input.addEventListener("change", () => take(input.files));
  return el(
    "span",
    {},
    input,
    el("button", { type: "button", class: "zz-button zz-open-file", onclick: () => input.click() }, t("openFile")),
  );
}

export const list = () => el("ul", { class: "zz-rows zz-opened" }, opened.map(item));

export function setUp(map) {
  const stage = map.getContainer();
  stage.addEventListener("dragover", (event) => event.preventDefault());
  stage.addEventListener("drop", (event) => {
    event.preventDefault();
    sidepanel.show();
    take(event.dataTransfer.files);
  });
}

export { openedNow as opened };
