// The sheet of a user's park.
(function (zz) {
  "use strict";

  const STATUS = { planned: ["规划", "planned"], building: ["在建", "building"], active: ["建成", "active"] };

  function industries(park, link) {
    return park.industries.split("|").filter(Boolean).map((text) => {
      const known = zz.data.byId.industries.get(text) || zz.data.industries.find((row) => row.name === text);
      return zz.dom.el("span", {}, known ? link("industry", known) : text);
    });
  }

  // The rows of facts; `link` makes a link to another sheet.
  zz.parkFacts = function (park, link) {
    const status = STATUS[park.status];
    const hosted = industries(park, link);
    return [
      [zz.t("industry"), hosted.length ? zz.dom.el("span", { class: "zz-chips" }, hosted) : ""],
      [zz.t("status"), status ? status[zz.state.lang === "en" ? 1 : 0] : park.status],
      [zz.t("area"), park.area_km2 ? zz.units.area(park.area_km2) : ""],
      [zz.t("basis"), zz.basisName(park.basis)],
      [zz.t("accuracy"), park.accuracy ? `± ${park.accuracy.toLocaleString("en")} m` : ""],
      [zz.t("lineage"), park.source],
    ];
  };
})((window.zzmap = window.zzmap || {}));
