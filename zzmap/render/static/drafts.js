// Sketches that outlive a reload: kept in the browser, saved as a file that `zzmap parks add` takes.

import { el } from "./dom.js";
import { t } from "./i18n.js";
import * as measure from "./measure.js";
import { state } from "./state.js";

const KEY = "zzmap-drafts";
const PARTS = `${KEY}-unfinished`;
const DAMAGED = `${KEY}-damaged`;
let drafts = [];
let parts = []; // shapes that are not finished: {id, ring, of, open}, `of` the draft that is reshaped
let kept = true;
let damaged = false;
const unsaved = new Set(); // ids of what only this page holds

const isPoint = (at) => Array.isArray(at) && at.length === 2 && at.every(Number.isFinite);
const isRing = (ring) => Array.isArray(ring) && ring.every(isPoint);
const isDraft = (row) =>
  row && typeof row.id === "string" && typeof row.name === "string" && isRing(row.ring) && row.ring.length > 2;
const isPart = (row) => row && typeof row.id === "string" && isRing(row.ring);

// What the browser keeps under a key; what cannot be read is put aside, never written over.
function stored(key, fits) {
  let text = null;
  try {
    text = localStorage.getItem(key);
    const rows = JSON.parse(text || "[]");
    if (!Array.isArray(rows) || !rows.every(fits)) throw new Error("damaged");
    return rows;
  } catch {
    if (text === null) kept = false;
    else aside(key, text);
    return [];
  }
}

function aside(key, text) {
  damaged = true;
  try {
    localStorage.setItem(`${DAMAGED}-${key}-${text.length}`, text);
    localStorage.removeItem(key);
  } catch {
    kept = false;
  }
}

function store(key, rows) {
  try {
    localStorage.setItem(key, JSON.stringify(rows));
    return true;
  } catch {
    return false;
  }
}

// Other pages keep drafts in the same place: theirs stay, whatever this page changes of its own.
function change(key, rows, fits, id, row) {
  const there = stored(key, fits);
  const own = rows.filter((one) => unsaved.has(one.id));
  const all = [
    ...there.map((one) => own.find((other) => other.id === one.id) || one),
    ...own.filter((one) => !there.some((other) => other.id === one.id)),
  ];
  const at = all.findIndex((one) => one.id === id);
  const next = row
    ? at < 0
      ? [...all, row]
      : all.map((one, number) => (number === at ? row : one))
    : all.filter((one) => one.id !== id);
  kept = store(key, next);
  if (!row) unsaved.delete(id);
  else if (!kept) unsaved.add(id);
  if (kept) for (const one of next) unsaved.delete(one.id);
  return next;
}

function load() {
  drafts = stored(KEY, isDraft);
  parts = stored(PARTS, isPart);
}

function put(draft) {
  drafts = change(KEY, drafts, isDraft, draft.id, { ...draft });
  state.emit("drafts", drafts);
}

function remove(id) {
  drafts = change(KEY, drafts, isDraft, id, null);
  state.emit("drafts", drafts);
}

// The points of a shape that is not finished; an empty one is forgotten.
function part(row) {
  parts = change(PARTS, parts, isPart, row.id, row.ring.length ? { ...row } : null);
}

// 草稿 1, 草稿 2 …: the first number that no draft has.
function nextName() {
  const own = new Set(drafts.map((row) => row.name));
  let number = 1;
  while (own.has(`${t("drafts")} ${number}`)) number += 1;
  return `${t("drafts")} ${number}`;
}

const round = (value) => Math.round(value * 1e7) / 1e7;

// RFC 7946: longitude first, the outer ring counter-clockwise, closed.
function feature(draft) {
  const ring = draft.ring.map(([lat, lng]) => [round(lng), round(lat)]);
  let turn = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1)
    turn += (ring[i][0] - ring[j][0]) * (ring[i][1] + ring[j][1]);
  if (turn > 0) ring.reverse();
  ring.push(ring[0]);
  return {
    type: "Feature",
    properties: {
      name: draft.name,
      industries: draft.industries,
      status: draft.status,
      note: draft.note,
      "面积(平方米)": Math.round(measure.area(draft.ring)),
      drawn_at: draft.at,
      source: "zzmap map",
    },
    geometry: { type: "Polygon", coordinates: [ring] },
  };
}

function download(list, name) {
  const text = JSON.stringify({ type: "FeatureCollection", features: list.map(feature) }, null, 1);
  const link = el("a", {
    href: URL.createObjectURL(new Blob([text], { type: "application/geo+json" })),
    download: `${name}.geojson`,
  });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  for (const { id } of list) unsaved.delete(id);
}

// Leaving the page would lose what no storage has and no file holds: the browser asks first.
window.addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());
window.addEventListener("storage", ({ key }) => {
  if (key !== KEY || !kept) return;
  drafts = [...stored(KEY, isDraft), ...drafts.filter((row) => unsaved.has(row.id))];
  state.emit("drafts", drafts);
});

const partsNow = () => parts;

export const all = () => drafts;

const keptNow = () => kept;

const damagedNow = () => damaged;

export {
  damagedNow as damaged,
  download,
  feature,
  keptNow as kept,
  load,
  nextName,
  part,
  partsNow as parts,
  put,
  remove,
};
