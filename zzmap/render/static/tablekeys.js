// Keys of the tables that the page has, as an address names them.

import { data } from "./data.js";

const KEYS = [
  "theme",
  "structure",
  "placements",
  "places",
  "projects",
  "elements",
  "sites",
  "parks",
  "sheet",
  "matrix",
  "compare",
  "file",
  "selection",
];

// Of sites and parks only where there are any.
const offered = () =>
  KEYS.filter((key) => !["sites", "parks"].includes(key) || (key === "parks" ? data.geo.parks : data.sites).length);

export { offered };
