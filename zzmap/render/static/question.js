// The one reading of a question, for the page: the rules of zzmap/question.py, numbered as they are there.

import { data } from "./data.js";
import { nameOf as nameIn, relationName } from "./i18n.js";
import * as resolver from "./names.js";
import { state } from "./state.js";

const PLACES = ["place", "site", "park"];
const KINDS = ["industry", ...PLACES, "element", "project", "enterprise"];
const TOKEN = /[a-z0-9][a-z0-9+#.'’]*|[\p{L}\p{N}]/gu;
const COST = { name: 10, word: 12, single: 500, unknown: 1000 };
const LONGEST = 40;
const [NEARLY, SURE, WHOLE_NAME] = [2, 3, 5];
const [LONG_WORD, ZONE_NAME] = [5, 14];
const [OF_CHINESE, OF_ENGLISH] = [
  ["的", "之"],
  ["in", "of"],
];
const [SOME, MANY] = [3, 6];
const { normalise, folded, size, isAscii, rules } = resolver;

let words = null; // the tables of render/question_payload.py, as sets

function tables() {
  if (words) return words;
  const table = data.payload.question;
  const relationOf = new Map(Object.entries(table.relation_of));
  const [passed, soft, little, called, project] = ["passed", "soft", "little", "called", "project_words"].map(
    (name) => new Set(table[name]),
  );
  const [generic, siting, zoneWords] = ["generic", "siting", "zone_words"].map((name) => new Set(table[name]));
  const where = new RegExp(`^(?:${table.where})$`);
  words = {
    passed,
    soft,
    little,
    project,
    relationOf,
    generic,
    siting,
    zoneWords,
    where,
    same: table.same,
    free: new Set([...called, ...soft]),
  };
  Object.assign(words, {
    isPassed: (text) => [passed, relationOf, project, little, called].some((all) => all.has(text)),
    kindred: Object.entries(table.kindred),
    looks: new Map(Object.entries(table.looks)),
    around: table.around,
    called: table.called,
  });
  return words;
}

function tokens(text) {
  return Array.from(text.matchAll(TOKEN), (found) => {
    const word = found[0].replace(/[.'’]+$/, "");
    return { word, start: found.index, end: found.index + found[0].length, latin: isAscii(word) };
  });
}

// A piece is some tokens and what they are: names, a word of a question, or neither: not known.
const piece = (first, after, names, word) => ({ first, after, names: names || null, word: word || "" });
const isUnknown = (row) => !row.names && !row.word;
const named = (row) => Boolean(row.names && row.names.length);
// A word of a question that is no single character, which may be one of a name.
const isWord = (row) => size(row.word) > 1;
const unique = (hits) => [
  ...new Map(hits.map((hit) => [[hit.kind, hit.id, hit.way, hit.term].join("\n"), hit])).values(),
];
const bare = (text) => text.replace(/^["“”'‘’()·\-—]+|["“”'‘’()·\-—]+$/g, "");

function reader(typed, index) {
  const {
    passed,
    soft,
    little,
    project,
    relationOf,
    same,
    free,
    isPassed,
    generic,
    siting,
    zoneWords,
    where,
    kindred,
    looks,
    around,
    called,
  } = tables();

  const numerals = index.numerals;
  const text = folded(typed);
  const all = tokens(text);
  const heads = new Map();
  for (const [term, ids] of Object.entries(data.payload.question.heads)) {
    heads.set(
      term,
      ids.map((id) => ({
        kind: "element",
        id,
        way: index.ways[rules.EXACT],
        rule: rules.EXACT,
        order: 0,
        term,
        record: { row: data.byId.elements.get(id) },
      })),
    );
  }
  const between = (first, after) => text.slice(all[first].start, all[after - 1].end);
  const isLatin = (first, after) => all.slice(first, after).every((token) => token.latin);
  const known = new Map();
  let counted = 0;

  function exact(asked, latin) {
    const key = `${latin}${asked}`;
    if (known.has(key)) return known.get(key);
    let hits = resolver.exact(index, asked);
    if (!hits.length && latin && asked.length > 3)
      hits = resolver.exact(index, asked.endsWith("s") ? asked.slice(0, -1) : `${asked}s`);
    const [word, other] = kindred.find(([from]) => asked.includes(from)) || [];
    if (!hits.length && word && asked !== word)
      hits = resolver.exact(index, asked.replaceAll(word, other), ["industry"]);
    known.set(key, hits);
    return hits;
  }

  // Whether tokens are words of a question, which make no name: me a is no MEA.
  const onlySaid = (first, after) =>
    all.slice(first, after).every(({ word }) => passed.has(word) || soft.has(word) || little.has(word));

  // Whether a project is called by words of a question only, such as 产业基地.
  const onlyWords = (hit) => hit.kind === "project" && madeOf(hit.term, passed);

  // -- rule 1

  // Cover the tokens with names and words at the least cost.
  function split() {
    const best = [{ cost: 0, from: null, row: null }];
    for (let after = 1; after <= all.length; after += 1) {
      let least = null;
      for (let first = Math.max(0, after - LONGEST); first < after; first += 1) {
        const found = take(first, after);
        if (!found) continue;
        const cost = best[first].cost + found.cost;
        if (!least || cost < least.cost) least = { cost, from: best[first], row: found.row };
      }
      best.push(least);
    }
    const rows = [];
    for (let at = best[all.length]; at.row; at = at.from) rows.unshift(at.row);
    return rows;
  }

  function take(first, after) {
    const part = between(first, after);
    const key = normalise(part);
    const latin = isAscii(key);
    if (size(key) >= 2 && !little.has(key) && !(latin && onlySaid(first, after))) {
      const hits = exact(part, latin).filter((hit) => !onlyWords(hit));
      if (hits.length) return { cost: COST.name, row: piece(first, after, hits) };
    } else if (!latin && apart(first)) {
      const hits = exact(part, false);
      if (hits.length) return { cost: COST.single, row: piece(first, after, hits) };
    }
    if (heads.has(part) && !(part === around && first && !apart(first)))
      return { cost: COST.name, row: piece(first, after, heads.get(part)) };
    if (isPassed(part)) return { cost: COST.word, row: piece(first, after, null, part) };
    return after - first === 1 ? { cost: COST.unknown, row: piece(first, after) } : null;
  }

  // Whether a character stands between spaces.
  const apart = (at) => !(text.slice(0, all[at].start).slice(-1) + text.slice(all[at].end).slice(0, 1)).trim();

  // -- rule 3, of places

  // Find whole names of places with one character that is another.
  function slipped(pieces) {
    const unknown = new Set(pieces.filter(isUnknown).map((row) => row.first));
    for (let many = pieces.length; many > 1; many -= 1) {
      for (let start = 0; start <= pieces.length - many; start += 1) {
        const run = pieces.slice(start, start + many);
        const [first, after] = [run[0].first, run.at(-1).after];
        if (!run.some(isUnknown) || !together(first, after)) continue;
        const hits = nearlyPlace(first, after, unknown);
        if (hits.length)
          return [...pieces.slice(0, start), piece(first, after, hits), ...slipped(pieces.slice(start + many))];
      }
    }
    return pieces;
  }

  // Whether tokens are characters with nothing between them.
  const together = (first, after) =>
    after - first >= WHOLE_NAME &&
    [...between(first, after)].length === after - first &&
    !all.slice(first, after).some((token) => token.latin);

  // The place whose name differs in one character, which is part of no other name.
  function nearlyPlace(first, after, unknown) {
    const part = [...between(first, after)];
    const hits = resolver
      .ofLength(index, part.length, PLACES)
      .filter(([, key]) => {
        const other = part.flatMap((char, at) => (char === key[at] ? [] : [at]));
        return (
          other.length === 1 &&
          unknown.has(first + other[0]) &&
          !numerals.has(key[other[0]]) &&
          !numerals.has(part[other[0]])
        );
      })
      .map(([hit]) => hit);
    return new Set(hits.map((hit) => hit.id)).size === 1 ? hits : [];
  }

  // Take a district's zone that there is not, such as 新密经济技术开发区, as one unknown.
  function noZone(pieces) {
    for (let at = 0; at < pieces.length; at += 1) {
      for (let after = at + 2; after < pieces.length; after += 1) {
        const run = pieces.slice(at, after + 1);
        if (!zoneWords.has(run.at(-1).word) || !districtOf(run[0])) continue;
        const [first, end] = [run[0].first, run.at(-1).after];
        if (run.some(isUnknown) && end - first <= ZONE_NAME && adjacent(run))
          return [...pieces.slice(0, at), piece(first, end, []), ...noZone(pieces.slice(after + 1))];
      }
    }
    return pieces;
  }

  // -- rule 4

  // Pass over a generic word behind an industry.
  function passGeneric(row, at, pieces) {
    const before = pieces.slice(0, at).flatMap((one) => one.names || []);
    if (!isUnknown(row) || !before.some((hit) => hit.kind === "industry")) return row;
    const part = between(row.first, row.after);
    return generic.has(part) ? piece(row.first, row.after, null, part) : row;
  }

  // -- rule 5

  // Read a district and a place behind it that does not lie in it as one, if at all.
  function joinedPlaces(pieces) {
    const found = [];
    for (let at = 0; at < pieces.length;) {
      const many = [3, 2].find((count) => noTwo(pieces.slice(at, at + count), count)) || 0;
      if (many) {
        const run = pieces.slice(at, at + many);
        const hits = calledSo(run.flatMap((row) => row.names || []));
        found.push(piece(run[0].first, run.at(-1).after, hits.length ? hits : null));
      } else found.push(pieces[at]);
      at += many || 1;
    }
    return found;
  }

  // Whether pieces are a district and a place that is said to lie in it but does not.
  function noTwo(run, count) {
    if (run.length < count || !adjacent(run)) return false;
    let [one, two] = [run[0], run.at(-1)];
    if (count === 3 && OF_ENGLISH.includes(run[1].word)) [one, two] = [two, one];
    else if (count === 3 && !OF_CHINESE.includes(run[1].word)) return false;
    const district = districtOf(one);
    if (!district) return false;
    if (zoneWords.has(two.word)) return count === 2;
    const places = (two.names || []).filter((hit) => PLACES.includes(hit.kind));
    return places.length > 0 && !places.some((hit) => mayLie(hit, district));
  }

  // Whether nothing stands between pieces, but spaces between Latin words.
  function adjacent(run) {
    return run.slice(1).every((two, at) => {
      const [before, after] = [all[run[at].after - 1], all[two.first]];
      const gap = text.slice(before.end, after.start);
      return !gap || (before.latin && after.latin && !gap.trim());
    });
  }

  const districts = new Set(data.places.flatMap((place) => place.district_ids));
  const isDistrict = (place) => districts.has(place.number);

  // The district that a piece names, and nothing else of its kind.
  function districtOf(row) {
    const places = (row.names || []).filter((hit) => PLACES.includes(hit.kind)).map((hit) => hit.record.row);
    return places.length === 1 && isDistrict(places[0]) ? places[0] : null;
  }

  // Whether a place lies in a district, or may, or is named so that it is meant.
  function mayLie(hit, district) {
    const place = hit.record.row;
    const above = new Set(
      [place.number, ...data.placesAbove(place.number)].flatMap((number) => [
        number,
        ...data.places[number].district_ids,
      ]),
    );
    above.delete(place.number);
    if (!above.size || above.has(district.number) || isDistrict(place)) return true;
    const ownName = called.some((word) => hit.term.toLowerCase().startsWith(word));
    return (ownName && hit.rule === rules.EXACT) || hit.kind === "park";
  }

  // The places that a district's name and another's make up.
  function calledSo(hits) {
    const places = hits.filter((hit) => PLACES.includes(hit.kind)).map((hit) => hit.record.row);
    if (places.length < 2) return [];
    for (const over of places.filter(isDistrict)) {
      for (const other of places.filter((row) => !isDistrict(row))) {
        for (const name of [other.name, ...(other.aliases || [])]) {
          const found = resolver.exact(index, over.name + name, PLACES);
          if (found.length) return found;
        }
      }
    }
    return [];
  }

  // -- rules 2 and 3

  // Look up what is not covered, run by run; little words may be part of a name.
  function resolve(pieces) {
    counted = pieces.filter((row) => !isWord(row)).length;
    return runs(pieces, isWord).flatMap((run) => {
      const [first, after] = [run[0].first, run.at(-1).after];
      if (run.length > 1 && run.some(isUnknown)) {
        const hits = whole(run);
        if (hits.length) return [piece(first, after, hits)];
        if (!run.some(named)) {
          const done = narrow(run);
          return done.some(isUnknown) && !done.some(named) ? [piece(first, after)] : done;
        }
      }
      return narrow(run);
    });
  }

  const narrow = (run) => runs(run, (row) => Boolean(row.word)).flatMap(within);

  // Neighbours together and what ends a run alone; so does a space, but in Latin.
  function runs(pieces, ends) {
    const found = [];
    let run = [];
    for (const row of pieces) {
      if (run.length && (ends(row) || ends(run.at(-1)) || !joined(run.at(-1), row))) {
        found.push(run);
        run = [];
      }
      run.push(row);
    }
    return run.length ? [...found, run] : found;
  }

  // Find a run that is not Latin as one name, or nearly one.
  function whole(run) {
    const [first, after] = [run[0].first, run.at(-1).after];
    if (isLatin(first, after)) return [];
    const part = between(first, after);
    if (generic.has(part)) return [];
    const alone = run.length === counted || !run.some(named);
    const hits = part_(part, alone);
    return hits.length ? hits : guess(part);
  }

  function joined(one, two) {
    const [before, after] = [all[one.after - 1], all[two.first]];
    return (before.latin && after.latin) || !bare(text.slice(before.end, after.start));
  }

  function within(run) {
    if (!run.some(isUnknown)) return run;
    const [first, after] = [run[0].first, run.at(-1).after];
    if (isLatin(first, after)) return latin(first, after);
    const hits = whole(run);
    if (hits.length) return [piece(first, after, hits)];
    const groups = grouped(run);
    const beside = [[], ...groups.map((rows) => rows[0].names || []), []];
    return groups.flatMap((rows, at) => group(rows, [...beside[at], ...beside[at + 2]]));
  }

  // Unknown neighbours together and each name alone.
  function grouped(run) {
    const groups = [];
    for (const row of run) {
      const last = groups.at(-1);
      if (!row.names && last && !last[0].names) last.push(row);
      else groups.push([row]);
    }
    return groups;
  }

  // Look up neighbours that are not covered; `beside` is what stands on either side.
  function group(rows, beside) {
    if (rows[0].names) return rows;
    const [first, after] = [rows[0].first, rows.at(-1).after];
    const part = between(first, after);
    if (generic.has(part)) return [piece(first, after)];
    if (size(part) === 1) {
      const hits = resolver.exact(index, part);
      return [piece(first, after, hits.length ? hits : null)];
    }
    for (const look of [() => part_(part, false), () => guess(part)]) {
      const hits = kin(look(), beside);
      if (hits.length) return [piece(first, after, hits)];
    }
    const alike = looksAlike(part);
    return [piece(first, after, alike.length ? alike : null)];
  }

  // A place by a text that looks or sounds like its name: 荣阳 is 荥阳.
  function looksAlike(part) {
    const other = [...part].map((char) => looks.get(char) || char).join("");
    let hits = other !== part ? resolver.exact(index, other, PLACES) : [];
    if (!hits.length && size(part) > 1)
      hits = resolver.find(index, part, PLACES).filter((hit) => hit.rule === rules.SOUND && shares(part, hit.term));
    return hits.map((hit) => ({ ...hit, rule: rules.SLIP, way: index.ways[rules.SLIP] }));
  }

  // Of the industries a part names those of the industry it is written together with.
  function kin(hits, beside) {
    const near = new Set(
      beside
        .filter((hit) => hit.kind === "industry")
        .flatMap((hit) => [
          ...data.descendants(hit.record.row.number),
          ...data.above(hit.record.row).map((row) => row.number),
        ]),
    );
    return near.size ? hits.filter((hit) => hit.kind !== "industry" || near.has(hit.record.row.number)) : hits;
  }

  // Find a text that is not Latin as a part of names …
  const part_ = (part, alone) =>
    chosen(
      resolver.find(index, part).filter((hit) => hit.rule === rules.PART && hit.order < 2 && near(part, hit, alone)),
    );

  // … or, as a guess, as a slip.
  const guess = (part) => chosen(resolver.find(index, part).filter((hit) => isSlip(part, hit)));

  // Whether a part of a name is enough: two characters are in too many names.
  function near(part, hit, alone) {
    if (hit.kind === "industry") return true;
    const longer = size(normalise(hit.term)) - size(normalise(part));
    if (size(part) < SURE) return longer <= NEARLY && hit.order === 0;
    return alone || longer <= size(part);
  }

  // Whether a slip is likely: one character that sounds the same, or one too many.
  function isSlip(part, hit) {
    if (hit.rule !== rules.SLIP) return false;
    const [one, two] = [normalise(part), normalise(hit.term)];
    const sorted = (key) => [...key].sort().join("");
    if (size(one) !== size(two) || sorted(one) === sorted(two)) return Math.min(size(one), size(two)) > SURE;
    return index.read.sound(one) === index.read.sound(two);
  }

  // Read Latin words, as many together as name something, from the left.
  function latin(first, after) {
    for (let many = after - first; many > 0; many -= 1) {
      for (let start = first; start <= after - many; start += 1) {
        const end = start + many;
        const hits = latinFound(start, end);
        if (!hits.length) continue;
        return [
          ...(start > first ? latin(first, start) : []),
          piece(start, end, hits),
          ...(end < after ? latin(end, after) : []),
        ];
      }
    }
    const left = all.slice(first, after).map((token) => token.word);
    return [piece(first, after, null, left.every((word) => soft.has(word)) ? left.join(" ") : "")];
  }

  const latinKnown = new Map();
  function latinFound(first, after) {
    const key = `${first} ${after}`;
    if (!latinKnown.has(key)) latinKnown.set(key, latinLooked(first, after));
    return latinKnown.get(key);
  }

  function latinLooked(first, after) {
    const asked = all.slice(first, after).map((token) => token.word);
    if (onlySaid(first, after)) return [];
    const part = asked.join(" ");
    const hits = exact(part, true);
    if (hits.length) return hits;
    const english = resolver.byWords(index, asked, same, free);
    if (english.length) return common(asked, chosen(english));
    const ranked = resolver
      .find(index, part)
      .filter((hit) => hit.rule !== rules.PART || (hit.order < 2 && hasWords(hit.term, part)));
    // Any short word begins the pinyin of something: alone it may be meant so.
    return chosen(all.length > 1 ? ranked.filter((hit) => hit.rule !== rules.PINYIN_START) : ranked);
  }

  // What several industries belong to, if it has the words in its name too.
  function common(asked, hits) {
    if (hits.length < 2 || hits.some((hit) => hit.kind !== "industry")) return hits;
    const lines = hits.map((hit) => data.above(data.byId.industries.get(hit.id)));
    const row = lines[0].find(
      (above) =>
        lines.every((line) => line.includes(above)) &&
        asked.every((word) => above.name_en.toLowerCase().includes(word)),
    );
    return row
      ? [
          {
            kind: "industry",
            id: row.id,
            way: index.ways[rules.PART],
            rule: rules.PART,
            order: 0,
            term: row.name_en,
            record: { row },
          },
        ]
      : hits;
  }

  // -- what it comes to

  function gather(pieces) {
    const hits = [];
    const above = new Set();
    const [unknown, relations, said] = [[], [], []];
    for (const row of pieces) {
      if (row.names && row.names.length) {
        for (const over of aboveAll(row.names)) above.add(over);
        hits.push(...outermost(row.names));
      } else if (!row.word) unknown.push(between(row.first, row.after));
      else {
        said.push(row.word);
        if (relationOf.has(row.word)) relations.push(relationOf.get(row.word));
      }
    }
    const kinds = Object.fromEntries(KINDS.map((kind) => [kind, unique(hits).filter((hit) => hit.kind === kind)]));
    // An element stands for the place that it is itself.
    const own = new Set(kinds.element.map((hit) => hit.record.row.place_id));
    const places = PLACES.flatMap((kind) => kinds[kind]).filter((hit) => !own.has(hit.record.row.number));
    return {
      text: typed,
      industries: kinds.industry.filter((hit) => !above.has(hit.record.row.number)),
      places: innermost(places),
      elements: kinds.element,
      projects: notPlaces(kinds.project, places, new Set(kinds.industry.map((hit) => hit.term))),
      enterprises: kinds.enterprise,
      relations: [...new Set(relations)],
      projectsOnly: said.some((word) => project.has(word)) && !said.some((word) => siting.has(word)),
      where: where.test(said.join("")) && ofPlaces(hits),
      unknown,
      plain: pieces.length === 1 && named(pieces[0]), // one name and no more
    };
  }

  // Leave out projects called as their place or an industry, which answer with them.
  function notPlaces(projects, places, terms) {
    const numbers = new Set(places.map((hit) => hit.record.row.number));
    return projects.filter(
      (hit) => !hit.record.row.place_ids.some((number) => numbers.has(number)) && !terms.has(hit.term),
    );
  }

  // What lies above all of a term's industries: 新能源 of 新能源 氢能.
  function aboveAll(names) {
    const [first, ...more] = names
      .filter((hit) => hit.kind === "industry")
      .map((hit) =>
        data
          .above(hit.record.row)
          .slice(1)
          .map((row) => row.number),
      );
    return (first || []).filter((number) => more.every((line) => line.includes(number)));
  }

  // Of the places that one term means leave out those inside another.
  function outermost(names) {
    const numbers = new Set(names.filter((hit) => PLACES.includes(hit.kind)).map((hit) => hit.record.row.number));
    return names.filter(
      (hit) => !PLACES.includes(hit.kind) || !data.placesAbove(hit.record.row.number).some((over) => numbers.has(over)),
    );
  }

  function innermost(places) {
    const above = new Set(places.flatMap((hit) => data.placesAbove(hit.record.row.number)));
    return places.filter((hit) => !above.has(hit.record.row.number));
  }

  const name = exact(typed, false);
  if (name.length) return gather([piece(0, all.length, name)]);
  let pieces = split().map(passGeneric);
  if (pieces.some(isUnknown)) pieces = noZone(slipped(pieces));
  if (pieces.some(isUnknown)) pieces = resolve(pieces).map(passGeneric);
  return gather(joinedPlaces(pieces));
}

// The kind that is meant, then its hits: of places only the best, and those as good. Industries come
// first unless a place is found by a better rule; if both are as good a guess, or sound alike, it is the place.
function chosen(ranked) {
  if (!ranked.length) return [];
  const groups = [[], [], []];
  for (const hit of ranked)
    groups[hit.kind === "industry" ? 0 : [...PLACES, "element"].includes(hit.kind) ? 1 : 2].push(hit);
  const [industries, places, others] = groups;
  let rows = industries.length ? industries : places.length ? places : others;
  if (industries.length && places.length) {
    const alike = [rules.PINYIN, rules.PINYIN_START, rules.SLIP, rules.SOUND].includes(places[0].rule);
    if (before(places[0], industries[0]) || (alike && places[0].rule === industries[0].rule)) rows = places;
  }
  const best = rows[0];
  if (rows === industries) return rows.filter((hit) => hit.rule === best.rule);
  const tied = rows.filter((hit) => hit.rule === best.rule && hit.order === best.order);
  return rows === places ? tied.filter((hit) => size(hit.term) === size(best.term)) : tied;
}

// Whether a hit's rule, order in it and term come before another's.
function before(one, two) {
  const rank = (hit) => [hit.rule, hit.order, size(normalise(hit.term))];
  const [a, b] = [rank(one), rank(two)];
  const at = a.findIndex((value, place) => value !== b[place]);
  return at >= 0 && a[at] < b[at];
}

// Whether all that is named is a place, or called as one.
function ofPlaces(hits) {
  const terms = new Set(hits.filter((hit) => [...PLACES, "element"].includes(hit.kind)).map((hit) => hit.term));
  return hits.every((hit) => hit.kind !== "industry" && terms.has(hit.term));
}

// Whether a text is made of words and nothing else.
function madeOf(text, all) {
  const reached = [0];
  for (let after = 1; after <= text.length; after += 1)
    if (reached.some((first) => all.has(text.slice(first, after)))) reached.push(after);
  return reached.includes(text.length);
}

// Whether a Latin text stands in a term in whole words, or starts a long one.
function hasWords(term, text) {
  const behind = text.length >= LONG_WORD ? "" : "(?![a-z0-9])";
  return new RegExp(`(?<![a-z0-9])${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}${behind}`).test(folded(term));
}

// Whether two texts of one length have a character in common, where it stands.
function shares(text, term) {
  const [one, two] = [[...text], [...term]];
  return one.length === two.length && one.some((char, at) => char === two[at]);
}

// Many names that one word stands for are counted.
function inShort(names, english) {
  const all = [...new Set(names)];
  const many = all.length > MANY;
  const more = english ? ` … (${all.length})` : `等${all.length}个`;
  return (many ? all.slice(0, SOME) : all).join(english ? " / " : "、") + (many ? more : "");
}

// What was understood, as in 产业=智能传感器, 载体=高新区.
function understood(reading) {
  const english = state.lang === "en";
  const called = data.payload.question.understood;
  const word = (part) => called[part][english ? 1 : 0];
  const nameOf = (hit) => (hit.record.row ? nameIn(hit.record.row) : hit.record.name);
  const said = ["industries", "places", "elements", "projects", "enterprises"].map((part) => [
    part,
    inShort(reading[part].map(nameOf), english),
  ]);
  said.push(["relations", reading.relations.map((number) => relationName(number)).join("、")]);
  said.push(["projects_only", reading.projectsOnly ? word("projects") : ""]);
  said.push(["where", reading.where ? word("lies") : ""]);
  return said
    .filter(([, value]) => value)
    .map(([part, value]) => `${word(part)}=${value}`)
    .join(", ");
}

const hitsOf = (reading) =>
  ["industries", "places", "elements", "projects", "enterprises"].flatMap((part) => reading[part]);

export { hitsOf as hits, reader as read, understood };
