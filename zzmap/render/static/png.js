// The view as a PNG with title, legend, scale, north, source and date.

import { board } from "./board.js";
import * as capture from "./capture.js";
import { el } from "./dom.js";
import * as furniture from "./furniture.js";
import { t } from "./i18n.js";
import * as legendCard from "./legend.js";
import * as marks from "./marks.js";
import { say } from "./say.js";
import { state } from "./state.js";
import * as style from "./style.js";
import * as toolbar from "./toolbar.js";

const HEAD = 52;
const FOOT = 30;
const SHARP = 2; // pixels of the image a pixel of the screen
const node = (...all) => marks.node(...all);
const ink = (name) => style.ink(name);

const write = (text, x, y, size, weight = 400, anchor = "start") =>
  marks.text({ text, size, weight, ink: ink("ink"), halo: null }, x, y, anchor);
const box = (x, y, width, height) =>
  node("rect", { x, y, width, height, rx: 6, fill: ink("card"), "fill-opacity": 0.95, stroke: ink("line") });

function legend(bottom) {
  /** @type {any[]} */
  const items = legendCard.items();
  const words = (item) => item.note || item.label;
  const width = Math.max(90, ...items.map((item) => marks.width(words(item), 12, 400) + (item.note ? 0 : 42))) + 24;
  const [x, y] = [12, bottom - items.length * 20 - 46];
  return [
    box(x, y, width, items.length * 20 + 34),
    write(t("legend"), x + 12, y + 18, 13, 600),
    ...items.flatMap((item, at) => {
      const line = y + 40 + at * 20;
      const sign = node("svg", { x: x + 12, y: line - 8, width: 34, height: 16, viewBox: "0 0 34 16" });
      sign.innerHTML = (item.mark || "").replace(/zz-hatch-/g, "zz-paper-hatch-");
      return [sign, write(words(item), x + (item.note ? 12 : 54), line, 12)];
    }),
  ];
}

function scale(taken, right, bottom) {
  const bar = furniture.scaleBar(taken.metres, 160);
  const [x, y] = [right - bar.pixels - 26, bottom - 24];
  return [
    box(x - 12, y - 22, bar.pixels + 26, 34),
    node("path", {
      d: `M${x} ${y - 4}V${y + 4}h${bar.pixels}v-8`,
      fill: "none",
      stroke: ink("ink"),
      "stroke-width": 2,
    }),
    write(bar.label, x + 4, y - 8, 12),
  ];
}

function north(right, top) {
  const x = right - 34;
  return [
    box(x - 16, top + 12, 34, 52),
    node("path", { d: `M${x + 1} ${top + 34}l-9 26l9 -6l9 6z`, fill: ink("ink") }),
    write(t("north"), x + 1, top + 24, 13, 700, "middle"),
  ];
}

function compose(taken) {
  const height = taken.height + HEAD + FOOT;
  const sheet = node("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width: taken.width,
    height,
    viewBox: `0 0 ${taken.width} ${height}`,
    style: taken.svg.getAttribute("style"),
    "font-family": marks.FONT,
  });
  taken.svg.setAttribute("y", HEAD);
  sheet.append(
    node("rect", { width: taken.width, height, fill: ink("card") }),
    write(furniture.title(), 16, HEAD / 2, 21, 600),
    taken.svg,
    ...legend(HEAD + taken.height),
    ...scale(taken, taken.width, HEAD + taken.height),
    ...north(taken.width, HEAD),
    write(furniture.source(), 16, HEAD + taken.height + FOOT / 2, 12),
  );
  return sheet;
}

async function painted(sheet) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(sheet))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = ["width", "height"].map((side) =>
    Math.round(Number(sheet.getAttribute(side)) * SHARP),
  );
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function exportPng() {
  say(t("exporting"));
  const size = board.leaflet.getSize();
  const blob = await painted(compose(await capture.capture(Math.max(size.x, 1200), Math.max(size.y, 800))));
  if (!blob) return say(t("exportFailed"));
  save(blob, `${furniture.fileName()}.png`);
  return say(t("exported"));
}

export function setUp() {
  toolbar.add("exportPng", () => {
    state.setView(null);
    exportPng();
  });
}
