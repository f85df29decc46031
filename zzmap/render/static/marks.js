// Labels, discs, squares, leaders and badges as SVG: what labels.js has found a place for.

import { relationLetter } from "./i18n.js";
import * as style from "./style.js";

const FONT = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC","Hiragino Sans GB",sans-serif';
const NS = "http://www.w3.org/2000/svg";
const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

function width(text, size, weight, tracking = 0) {
  const key = `${weight} ${size} ${text}`;
  if (!widths.has(key)) {
    pen.font = `${weight} ${size}px ${FONT}`;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key) + tracking * [...text].length;
}

function node(name, attributes, ...children) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// `row`: {text, size, weight, ink, halo, tracking}; x is the anchor's, y the middle of the line.
function text(row, x, y, anchor) {
  const halo =
    row.halo === null
      ? {}
      : {
          stroke: row.halo || style.ink("land"),
          "stroke-width": 3,
          "stroke-linejoin": "round",
          "paint-order": "stroke",
        };
  return node(
    "text",
    {
      x,
      y: y + row.size * 0.36,
      "text-anchor": anchor,
      "font-size": row.size,
      "font-weight": row.weight,
      "letter-spacing": row.tracking || null,
      fill: row.ink,
      ...halo,
    },
    row.text,
  );
}

const disc = (x, y, number) =>
  node(
    "g",
    {},
    node("circle", { cx: x, cy: y, r: 10, fill: style.ink("disc") }),
    text({ text: String(number), size: 12, weight: 700, ink: style.ink("disc-text"), halo: null }, x, y, "middle"),
  );

const square = (x, y, number) =>
  node(
    "g",
    {},
    node("rect", {
      x: x - 8,
      y: y - 8,
      width: 16,
      height: 16,
      rx: 3,
      fill: style.ink("card"),
      stroke: style.ink("disc"),
      "stroke-width": 1.4,
    }),
    text({ text: String(number), size: 10.5, weight: 700, ink: style.ink("ink"), halo: null }, x, y, "middle"),
  );

function badge(x, y, relation) {
  return node(
    "g",
    {},
    node("rect", {
      x: x - 8,
      y: y - 8,
      width: 16,
      height: 16,
      rx: 3,
      fill: style.relationInk(relation),
      stroke: style.ink("casing"),
      "stroke-width": 1,
    }),
    text(
      { text: relationLetter(relation), size: 10.5, weight: 700, ink: style.letterInk(relation), halo: null },
      x,
      y,
      "middle",
    ),
  );
}

const leader = (from, to) =>
  node(
    "g",
    {},
    node("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke: style.ink("casing"), "stroke-width": 3 }),
    node("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke: style.ink("ink"), "stroke-width": 1.25 }),
  );

const plate = (box, fill) =>
  node("rect", {
    x: box[0],
    y: box[1],
    width: box[2] - box[0],
    height: box[3] - box[1],
    rx: 5,
    fill,
    stroke: style.ink("casing"),
    "stroke-width": 1.5,
  });

let curves = 0;
function along(points, row) {
  const id = `zz-curve-${(curves += 1)}`;
  const d = points.map(([x, y], at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const path = node("textPath", { href: `#${id}`, startOffset: "50%" }, row.text);
  return node(
    "g",
    {},
    node("path", { id, d, fill: "none" }),
    node(
      "text",
      {
        dy: row.size * 0.36,
        "text-anchor": "middle",
        "font-size": row.size,
        "font-weight": row.weight,
        "letter-spacing": row.tracking,
        fill: row.ink,
      },
      path,
    ),
  );
}

export { FONT, along, badge, disc, leader, node, plate, square, text, width };
