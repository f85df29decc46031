// Classes of a number by district: what the plans place in each, zones rolled up into districts.
(function (zz) {
  "use strict";

  const CLASSES = 5;

  // The districts of a place, else those of the nearest place it lies in.
  function districtsOf(place) {
    if (zz.data.isDistrict(place)) return [place.number, ...place.district_ids];
    const over = [place, ...zz.data.placesAbove(place.number).map((number) => zz.data.places[number])];
    const found = over.find((row) => row.district_ids.length || zz.data.isDistrict(row));
    return found ? (found.district_ids.length ? found.district_ids : [found.number]) : [];
  }

  // Statements of each district by pillar, of those that the filters keep: Map of id to Map.
  function counted() {
    const { data } = zz;
    const counts = new Map((data.geo.districts || []).map((row) => [row.id, new Map()]));
    for (const placement of data.placements.filter(zz.filter.keeps)) {
      const pillar = data.pillar(data.industries[placement.industry_id]);
      for (const district of new Set(districtsOf(data.places[placement.place_id]))) {
        const own = counts.get(data.places[district].id);
        if (own) own.set(pillar, (own.get(pillar) || 0) + 1);
      }
    }
    return counts;
  }

  // Bounds of classes that hold about as many districts each; equal numbers fall in one class.
  function breaks(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const cuts = Array.from({ length: CLASSES - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / CLASSES)]);
    return [...new Set(cuts)];
  }

  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

  // What is filtered is asked each time something is drawn; it is counted once for each choice.
  let made = null;
  let madeFor = "";
  function placements() {
    const now = [...zz.state.relations].sort().join() + zz.state.document;
    if (!made || madeFor !== now) [made, madeFor] = [classed(counted()), now];
    return made;
  }

  function classed(byDistrict) {
    const counts = new Map([...byDistrict].map(([id, own]) => [id, sum([...own.values()])]));
    const cuts = breaks(counts.values());
    const classOf = (id) => 1 + cuts.filter((cut) => (counts.get(id) || 0) >= cut).length;
    const rows = new Map();
    for (const [id, count] of counts) {
      const range = rows.get(classOf(id)) || [count, count];
      rows.set(classOf(id), [Math.min(range[0], count), Math.max(range[1], count)]);
    }
    const pillars = zz.rollup.treeOrder([...new Set([...byDistrict.values()].flatMap((own) => [...own.keys()]))]);
    const byPillar = (id) => pillars.map((pillar) => (byDistrict.get(id) || new Map()).get(pillar) || 0);
    return { of: (id) => counts.get(id) || 0, classOf, ranges: [...rows].sort((a, b) => a[0] - b[0]), pillars, byPillar };
  }

  zz.classes = { placements };
})((window.zzmap = window.zzmap || {}));
