// The map as one drawing (SVG), drawn anew at the size and scale asked for, in the colours of paper.

import { board } from "./board.js";
import * as labels from "./labels.js";
import * as atlas from "./map.js";
import * as marks from "./marks.js";
import { palette } from "./palette.js";
import * as paper from "./paper.js";
import * as styles from "./style.js";

const METRES_ROUND = 40075016.686; // the equator
const PIXEL_MM = 25.4 / 96;
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10];
const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
const node = (...all) => marks.node(...all);

// What Leaflet, our labels and the parks have drawn, as it lies over each other.
function drawings(container) {
  const depth = (one) => Number(getComputedStyle(one.closest(".leaflet-pane")).zIndex) || 0;
  const size = (one) => one.getBoundingClientRect();
  return [...container.querySelectorAll(".leaflet-pane canvas, .leaflet-pane > svg")]
    .filter((one) => size(one).width && size(one).height)
    .sort((a, b) => depth(a) - depth(b));
}

// Names of parts are the page's own once: a copy has others, or it would show what is hidden.
const renamed = (text) => text.replace(/zz-(curve|hatch)-/g, "zz-paper-$1-");

function copied(one, origin) {
  const box = one.getBoundingClientRect();
  const place = { x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height };
  const { style } = one.closest(".leaflet-pane");
  const opacity = style.opacity || null;
  if (one.tagName === "CANVAS") return node("image", { ...place, opacity, href: one.toDataURL("image/png") });
  const own = [...style]
    .filter((name) => name.startsWith("--zz-"))
    .map((name) => `${name}:${style.getPropertyValue(name)}`)
    .join(";");
  const copy = node("svg", {
    ...place,
    opacity,
    style: own || null,
    viewBox: one.getAttribute("viewBox") || `0 0 ${box.width} ${box.height}`,
  });
  copy.innerHTML = renamed(one.innerHTML);
  return copy;
}

function paperColours() {
  const { light, near, near_percent: percent } = palette;
  const own = Object.entries(light).map(([name, colour]) => `--zz-${name}:${colour}`);
  return [
    ...own,
    ...near.map((name) => `--zz-near-${name}:color-mix(in srgb,${light[name]} ${percent}%,${light.land})`),
  ].join(";");
}

function drawing(container, width, height) {
  const origin = container.getBoundingClientRect();
  const sheet = node("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    overflow: "hidden",
    style: paperColours(),
    "font-family": marks.FONT,
  });
  sheet.innerHTML = renamed(styles.defsText());
  sheet.append(
    node("rect", { width, height, fill: styles.ink("outside") }),
    ...drawings(container).map((one) => copied(one, origin)),
  );
  return sheet;
}

const metresAPixel = (map) =>
  (METRES_ROUND * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());

// The next rounder scale at which all is still on the paper: 1 to 200,000, 250,000 …
function roundScale(metres) {
  const exact = (metres * 1000) / PIXEL_MM;
  const power = 10 ** Math.floor(Math.log10(exact));
  return ROUND.map((step) => step * power).find((step) => step >= exact * 0.999);
}

function toRound(map) {
  const metres = metresAPixel(map);
  map.setView(map.getCenter(), map.getZoom() - Math.log2((roundScale(metres) * PIXEL_MM) / 1000 / metres), {
    animate: false,
  });
}

// Leaflet reads it when it draws, and means it to be read alone.
const setRetina = (whether) => Object.assign(L.Browser, { retina: whether });

// {svg, width, height, metres, scale}: metres a pixel of `width`, at the middle of the map.
async function capture(width, height, round = false) {
  const map = board.leaflet;
  const container = map.getContainer();
  const { zoomSnap, minZoom } = map.options;
  const before = { centre: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds(), retina: L.Browser.retina };
  paper.begin();
  try {
    container.style.setProperty("width", `${width}px`, "important");
    container.style.setProperty("height", `${height}px`, "important");
    Object.assign(map.options, { zoomSnap: 0, minZoom: 0 }); // a paper's zoom lies between two of the screen's
    setRetina(true); // parks are drawn in twice the points
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(before.bounds, { animate: false });
    if (round) toRound(map);
    do await frame();
    while (atlas.groups.parks.busy());
    const metres = metresAPixel(map);
    return {
      svg: drawing(container, width, height),
      unnamed: labels.unnamed(),
      width,
      height,
      metres,
      scale: Math.round((metres * 1000) / PIXEL_MM),
    };
  } finally {
    setRetina(before.retina);
    container.style.removeProperty("width");
    container.style.removeProperty("height");
    map.invalidateSize({ animate: false, pan: false });
    map.setView(before.centre, before.zoom, { animate: false });
    Object.assign(map.options, { zoomSnap, minZoom });
    paper.end();
  }
}

export { capture };
