// Which places lie in which, and what members have from their element: as zzmap/catalogue.py has it.

function link(data) {
  const places = data.places;
  const none = (number) => number === null || number === undefined;

  // Numbers of the places a place lies in, nearest first; of several districts the first counts.
  function above(number) {
    const seen = new Set([number]);
    const found = [];
    let district = null;
    let at = number;
    while (!none(at)) {
      const place = places[at];
      district = none(district) ? place.district_ids[0] : district;
      at = place.parent_id;
      if (seen.has(at)) break;
      seen.add(at);
      if (!none(at)) found.push(at);
    }
    if (!none(district) && !seen.has(district)) found.push(district);
    return found;
  }

  // Whether a place that `inside` gives is known to lie in another as a whole.
  function wholly(number, over) {
    let at = number;
    while (!none(at) && at !== over) {
      const place = places[at];
      if (place.district_ids.length === 1 && place.district_ids[0] === over) return true;
      at = place.parent_id;
    }
    return !none(at);
  }

  const put = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));

  // Numbers of the places that lie in each place: all of them, at any depth, and those in part.
  function links() {
    const [inside, partly] = [new Map(), new Map()];
    for (const place of places) {
      const over = above(place.number);
      for (const number of over) put(inside, number, place.number);
      for (const district of place.district_ids)
        if (district !== place.number && !over.includes(district)) put(partly, district, place.number);
    }
    return { inside, partly };
  }

  // {placement, place}: what is said of a whole element, for each member that the text names.
  function derived() {
    const rows = [];
    for (const placement of data.placements) {
      for (const element of data.elementsAt.get(placement.place_id) || []) {
        if (!data.payload.relations[placement.relation].plan || !placement.locator.startsWith(element.locator))
          continue;
        for (const member of data.membersOf.get(element.number) || []) {
          if (member.place_id !== placement.place_id && !member.derived)
            rows.push({ placement, place: member.place_id });
        }
      }
    }
    return rows;
  }

  // Worked out when first asked for: parks by the ten thousand take a moment.
  const once = (make) => {
    let made = null;
    return () => (made = made || make());
  };
  data.placeLinks = once(links);
  data.derivedPlacements = once(derived);
  data.placesAbove = above;
  data.whollyInside = wholly;
}

export { link };
