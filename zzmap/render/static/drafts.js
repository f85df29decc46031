// Sketches that outlive a reload: kept in the browser, saved as a file that `zzmap parks add` takes.
(function (zz) {
  "use strict";

  const KEY = "zzmap-drafts";
  let drafts = [];
  let kept = true;

  function load() {
    try {
      drafts = JSON.parse(localStorage.getItem(KEY) || "[]");
    } catch {
      kept = false;
    }
  }

  function store() {
    try {
      localStorage.setItem(KEY, JSON.stringify(drafts));
    } catch {
      kept = false;
    }
    zz.state.emit("drafts", drafts);
  }

  // The points of a shape that is not finished, for the next opening of the page; null forgets them.
  function unfinished(ring) {
    try {
      if (ring) localStorage.setItem(`${KEY}-unfinished`, JSON.stringify(ring));
      else localStorage.removeItem(`${KEY}-unfinished`);
    } catch {
      kept = false;
    }
  }

  function left() {
    try {
      return JSON.parse(localStorage.getItem(`${KEY}-unfinished`) || "null");
    } catch {
      return null;
    }
  }

  function put(draft) {
    const at = drafts.findIndex((row) => row.id === draft.id);
    if (at < 0) drafts.push(draft);
    else drafts[at] = draft;
    store();
  }

  // 草稿 1, 草稿 2 …: the first number that no draft has.
  function nextName() {
    const own = new Set(drafts.map((row) => row.name));
    let number = 1;
    while (own.has(`${zz.t("drafts")} ${number}`)) number += 1;
    return `${zz.t("drafts")} ${number}`;
  }

  function remove(id) {
    drafts = drafts.filter((row) => row.id !== id);
    store();
  }

  const round = (value) => Math.round(value * 1e7) / 1e7;

  // RFC 7946: longitude first, the outer ring counter-clockwise, closed.
  function feature(draft) {
    const ring = draft.ring.map(([lat, lng]) => [round(lng), round(lat)]);
    let turn = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) turn += (ring[i][0] - ring[j][0]) * (ring[i][1] + ring[j][1]);
    if (turn > 0) ring.reverse();
    ring.push(ring[0]);
    return {
      type: "Feature",
      properties: {
        name: draft.name, industries: draft.industries, status: draft.status, note: draft.note,
        "面积(平方米)": Math.round(zz.measure.area(draft.ring)), drawn_at: draft.at, source: "zzmap map",
      },
      geometry: { type: "Polygon", coordinates: [ring] },
    };
  }

  function download(list, name) {
    const text = JSON.stringify({ type: "FeatureCollection", features: list.map(feature) }, null, 1);
    const link = zz.dom.el("a", { href: URL.createObjectURL(new Blob([text], { type: "application/geo+json" })), download: `${name}.geojson` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  zz.drafts = { nextName, unfinished, left, load, put, remove, download, all: () => drafts, kept: () => kept };
})((window.zzmap = window.zzmap || {}));
