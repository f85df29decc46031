// The sheet of a user's park.

import { el } from "./dom.js";
import * as find from "./find.js";
import { basisName, statusName, t } from "./i18n.js";
import * as units from "./units.js";

function industries(park, link) {
  return park.industries
    .split("|")
    .filter(Boolean)
    .map((text) => {
      const [known] = find.exact(text, ["industry"]);
      return el("span", {}, known ? link("industry", known.record.row) : text);
    });
}

// The rows of facts; `link` makes a link to another sheet.
export function parkFacts(park, link) {
  const hosted = industries(park, link);
  return [
    [t("industry"), hosted.length ? el("span", { class: "zz-chips" }, hosted) : ""],
    [t("status"), park.status ? statusName(park.status) : ""],
    [t("area"), park.area_km2 ? units.area(park.area_km2) : ""],
    [t("basis"), basisName(park.basis)],
    [t("accuracy"), park.accuracy ? `± ${park.accuracy.toLocaleString("en")} m` : ""],
    [t("lineage"), park.source],
  ];
}
