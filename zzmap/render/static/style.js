// Colours and strokes. Hues are Okabe and Ito's, told apart by the colour-blind.
(function (zz) {
  "use strict";

  const USER = "#B2182B"; // what a user brought in, place or statement
  const COLOURS = {
    core: "#D55E00",
    belt: "#009E73",
    corridor: "#009E73",
    zone: "#0072B2",
    points: "#8A6D00",
    pole: "#CC79A7",
    centre: "#D55E00",
    area: "#56B4E9",
    development_zone: "#0072B2",
    park: "#8A6D00",
    software_park: "#8A6D00",
    user_park: USER,
    site: "#A0522D",
    scenic: "#2E7D32",
    place: "#37474F",
  };
  const RELATION = { zone_focus: "#D55E00", key_park: "#0072B2", relies_on: "#009E73", supporting: "#7A7A7A", user_park: USER, existing: "#B8A9C9" };
  const DASHED = { schematic: "6 5", derived: "10 5" };
  const GROUND = {
    river: { fillColor: "#B9D8EC", fillOpacity: 0.9, stroke: false },
    lake: { fillColor: "#B9D8EC", fillOpacity: 0.9, stroke: false },
    bank: { stroke: false, fill: false },
    stream: { color: "#9CC7E3", weight: 1.5, fill: false },
    expressway: { color: "#E2B15B", weight: 2.2, fill: false },
    trunk: { color: "#D9CDB4", weight: 1.4, fill: false },
    railway: { color: "#9A9A9A", weight: 1.2, dashArray: "5 4", fill: false },
    airport: { fillColor: "#D8D4E8", fillOpacity: 0.9, color: "#A79FCB", weight: 1 },
  };

  // Darker, for text on white: at least 4.5 to 1.
  const INKS = {
    core: "#A03F00",
    belt: "#006B4E",
    corridor: "#006B4E",
    zone: "#005A8E",
    points: "#6B5500",
    pole: "#94406F",
    centre: "#A03F00",
    area: "#1B6695",
  };
  const colour = (kind) => COLOURS[kind] || COLOURS.place;

  function shape(feature, fill) {
    return {
      color: colour(feature.kind),
      weight: 1.8,
      opacity: 0.95,
      dashArray: DASHED[feature.basis] || null,
      fillColor: colour(feature.kind),
      fillOpacity: fill,
    };
  }

  zz.style = {
    colour,
    ink: (kind) => INKS[kind] || COLOURS.place,
    relation: (number) => RELATION[zz.data.payload.relations[number].id],
    DASHED,
    GROUND,
    element: (feature) => shape(feature, feature.kind === "belt" ? 0.2 : 0.14),
    zone: (feature) => shape(feature, 0.08),
    district: { color: "#6B7785", weight: 1, fillColor: "#F4F1EA", fillOpacity: 0.9 },
    city: { color: "#3D4754", weight: 1.8, fill: false },
    neighbour: { color: "#B8BFC8", weight: 1, fillColor: "#E9ECEF", fillOpacity: 0.7 },
    selected: { color: "#111", weight: 3.2, dashArray: null, fillOpacity: 0.22 },
  };
})((window.zzmap = window.zzmap || {}));
