// Colours and strokes, of the one table `zzmap/palette.json`, which QGIS styles are made of too.
(function (zz) {
  "use strict";

  const { kinds, inks, relations, dashes, outline, fills, ground, layers, count, selected, told, contested } = zz.palette;
  for (const table of [kinds, inks, dashes, ground]) Object.setPrototypeOf(table, null);
  const colour = (kind) => kinds[kind] || kinds.place;

  function shape(feature, fill) {
    return {
      color: colour(feature.kind),
      weight: outline.weight,
      opacity: outline.opacity,
      dashArray: dashes[feature.basis] || null,
      fillColor: colour(feature.kind),
      fillOpacity: fill,
    };
  }

  zz.style = {
    colour,
    ink: (kind) => inks[kind] || inks.place,
    relation: (number) => relations[zz.data.payload.relations[number].id],
    DASHED: dashes,
    GROUND: ground,
    element: (feature) => shape(feature, feature.kind === "belt" ? fills.belt : fills.element),
    zone: (feature) => shape(feature, fills.zone),
    district: layers.districts,
    city: layers.city,
    neighbour: layers.neighbours,
    leader: layers.leaders,
    count,
    selected,
    told,
    contested,
  };
})((window.zzmap = window.zzmap || {}));
