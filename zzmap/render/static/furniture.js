// What a map on its own must say: title, legend, scale, north, source and date.

import * as composition from "./composition.js";
import { data } from "./data.js";
import { nameOf, sourceLine, t } from "./i18n.js";
import * as marks from "./marks.js";
import { state } from "./state.js";

// A round length in metres that is at most `pixels` wide.
function scaleBar(metres, pixels) {
  const most = metres * pixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((step) => step * power).find((step) => step <= most);
  return { length, pixels: length / metres, label: length >= 1000 ? `${length / 1000} km` : `${length} m` };
}

function title() {
  const theme = data.payload.theme;
  const own = state.lang === "en" ? theme.title_en : theme.title;
  const lit = data.byId.industries.get(state.lit);
  return lit ? `${own} · ${nameOf(lit)}` : own;
}

const date = () => new Date().toLocaleDateString("sv"); // ISO 8601, in local time

// What a file is called by: its subject and the day, without what file systems forbid.
const fileName = (subject = title()) =>
  `${subject
    .replace(/[\\/:*?"<>|\u0000-\u001f]/g, " ")
    .trim()
    .slice(0, 80)} ${date()}`;

function arrow() {
  const node = marks.node("svg", {
    viewBox: "0 0 20 36",
    width: 20,
    height: 36,
    class: "zz-arrow",
    role: "img",
    "aria-label": "N",
  });
  node.append(
    marks.node(
      "text",
      { x: 10, y: 10, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: "currentColor" },
      "N",
    ),
    marks.node("path", { d: "M10 13l6 21-6-5-6 5z", fill: "none", stroke: "currentColor", "stroke-width": 1.4 }),
    marks.node("path", { d: "M10 13l6 21-6-5z", fill: "currentColor" }),
  );
  return node;
}

// The source, and what of the drawing is a sketch.
function sourceWords() {
  const sketchy = composition
    .shown()
    .some((one) =>
      [...one.zone, ...one.belt, ...one.core].some(
        ({ feature }) => feature.basis !== "surveyed" && feature.basis !== "admin_boundary",
      ),
    );
  return [sourceLine(), sketchy ? t("sketchy") : ""].filter(Boolean).join(state.lang === "en" ? ". " : "。");
}

export const source = () => `${sourceLine()} ${data.payload.version} · ${t("made")} ${date()}`;

export { arrow, date, fileName, scaleBar, sourceWords, title };
