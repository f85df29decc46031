// Line drawings for the tabs and tools, by what a page shows; none is a picture to be fetched.

import { data } from "./data.js";
import * as marks from "./marks.js";

const PATHS = {
  industry: "M3 20V9l5 3V9l5 3V4h5v16zM7 16h2m4 0h2",
  metropolitan: "M12 3a9 9 0 1 0 .01 0M12 9a3 3 0 1 0 .01 0",
  services: "M4 20V9h6v11M10 20V4h9v16M13 8h3m-3 4h3m-3 4h3M2 20h20",
  culture: "M3 9l9-5 9 5zM5 9v9m4-9v9m6-9v9m4-9v9M3 20h18",
  health: "M12 20s-8-5-8-11a4.3 4.3 0 0 1 8-2 4.3 4.3 0 0 1 8 2c0 6-8 11-8 11z",
  exhibition: "M3 20V10l9-6 9 6v10zM8 20v-6h8v6",
  projects: "M12 21s-7-6-7-11a7 7 0 0 1 14 0c0 5-7 11-7 11zM12 8a2.5 2.5 0 1 0 .01 0",
  parks: "M4 5l7 1v6l-7 1zM13 4l7 2-1 7-6-1zM4 15l8-1v6H5zM14 14l6 1v5h-6z",
  menu: "M12 3l9 5-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5",
  matrix: "M4 4h16v16H4zM4 9.3h16M4 14.6h16M9.3 4v16M14.6 4v16",
  exportPng: "M12 4v11m-4-4l4 4 4-4M4 20h16",
  print: "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
  draw: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  compare: "M5 4h6v16H5zM13 4h6v16h-6z",
  copy: "M9 15l6-6M10 6l2-2a4.2 4.2 0 0 1 6 6l-2 2M14 18l-2 2a4.2 4.2 0 0 1-6-6l2-2",
  language: "M12 3a9 9 0 1 0 .01 0M3 12h18M12 3c5 5 5 13 0 18-5-5-5-13 0-18",
  table: "M4 5h16v14H4zM4 10h16M10 5v14",
  desk: "M3 8h18M5 8v11M19 8v11M8 8V4h8v4M12 12v4",
};
Object.setPrototypeOf(PATHS, null);

function icon(name) {
  const node = marks.node("svg", {
    viewBox: "0 0 24 24",
    width: 22,
    height: 22,
    class: "zz-icon",
    "aria-hidden": "true",
  });
  node.append(marks.node("path", { d: PATHS[name] || PATHS.table }));
  return node;
}

// The drawing of a page: its first structure's theme, else what its layers are.
function of(page) {
  const structure = page.structures.map((id) => data.byId.structures.get(id)).find(Boolean);
  return icon(structure ? structure.theme : page.layers.includes("projects") ? "projects" : "parks");
}

export { icon, of };
