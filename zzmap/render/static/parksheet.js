// The sheet of a user's park.
(function (zz) {
  "use strict";

  function industries(park, link) {
    return park.industries.split("|").filter(Boolean).map((text) => {
      const [known] = zz.search.exact(text, ["industry"]);
      return zz.dom.el("span", {}, known ? link("industry", known.record.row) : text);
    });
  }

  // The rows of facts; `link` makes a link to another sheet.
  zz.parkFacts = function (park, link) {
    const hosted = industries(park, link);
    return [
      [zz.t("industry"), hosted.length ? zz.dom.el("span", { class: "zz-chips" }, hosted) : ""],
      [zz.t("status"), park.status ? zz.statusName(park.status) : ""],
      [zz.t("area"), park.area_km2 ? zz.units.area(park.area_km2) : ""],
      [zz.t("basis"), zz.basisName(park.basis)],
      [zz.t("accuracy"), park.accuracy ? `± ${park.accuracy.toLocaleString("en")} m` : ""],
      [zz.t("lineage"), park.source],
    ];
  };
})((window.zzmap = window.zzmap || {}));
