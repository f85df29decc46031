// The one resolver of names, for the page: the rules of zzmap/names.py, numbered as they are there.

const [EXACT, PART, PINYIN, INITIALS, PINYIN_PART, PINYIN_START, SLIP, SOUND] = [...Array(8).keys()]; // of words.ways
const GROUPS = [[EXACT, PART, PINYIN], [INITIALS, PINYIN_PART], [PINYIN_START], [SLIP], [SOUND]];
const MIN_HELD = 3;
const MIN_SOUNDS = 4;
const [MIN_SLIP, MIN_LATIN_SLIP] = [3, 5];

const folded = (text) => text.normalize("NFKC").toLowerCase();
const isDigit = (char) => char >= "0" && char <= "9" && char.length === 1;
const isAscii = (text) => !/[^\x00-\x7f]/.test(text);
const numerals = (text, known) => [...text].filter((char) => known.has(char)).join("");
// Length in characters: some need two of JavaScript's.
const size = (text) => (isAscii(text) ? text.length : [...text].length);
const mark = (text, start, end) =>
  start > 0 && isDigit(text[start - 1]) && end < text.length && isDigit(text[end]) ? "." : "";

const PLAIN = /^[a-z0-9+#\u4e00-\u9fff]*$/; // most names: nothing to fold

function normalise(text) {
  if (PLAIN.test(text)) return text;
  const plain = folded(text);
  return plain.replace(/[^\p{L}\p{N}+#]+/gu, (dropped, at) => mark(plain, at, at + dropped.length));
}

// Where words start in a folded text, its end included.
function wordStarts(text) {
  const plain = folded(text);
  const starts = new Set();
  let at = 0;
  for (const piece of plain.matchAll(/([^\p{L}\p{N}+#]+)|[a-z0-9+#]+|./gsu)) {
    starts.add(at);
    const word = piece[0];
    if (piece[1] !== undefined) {
      at += mark(plain, piece.index, piece.index + word.length).length;
      continue;
    }
    if (isAscii(word)) {
      for (let index = 1; index < word.length; index += 1) {
        const before = word[index - 1];
        if (isDigit(word[index]) && (!isDigit(before) || (before === "0" && starts.has(at + index - 1))))
          starts.add(at + index);
      }
    }
    at += word.length;
  }
  return starts.add(at);
}

// What reads Chinese: character by character in the usual reading, but for terms read otherwise.
function reader({ chars, terms }, readings) {
  const spoken = (table) =>
    new Map(Object.entries(table).flatMap(([syllable, all]) => Array.from(all, (char) => [char, normalise(syllable)])));
  const usual = spoken(chars);
  const common = spoken(readings);
  const odd = new Map(Object.entries(terms));

  function byCharacter(text) {
    const syllables = [];
    for (const token of text.match(/[A-Za-z0-9]+|[^A-Za-z0-9]/gu) || []) {
      const syllable = isAscii(token) ? normalise(token) : usual.get(token);
      if (syllable === undefined) return [];
      if (syllable) syllables.push(syllable);
    }
    return syllables;
  }

  return {
    term(text) {
      if (isAscii(text)) return [];
      return odd.has(text) ? odd.get(text).split(" ").map(normalise).filter(Boolean) : byCharacter(text);
    },
    typed: (text) => byCharacter(normalise(text)),
    // As it sounds to many, which is `sound` of zzmap/readings.py.
    sound: (text) =>
      (text.match(/[A-Za-z0-9]+|[^A-Za-z0-9]/gu) || [])
        .map((token) => usual.get(token) ?? common.get(token) ?? token)
        .map((syllable) => syllable.replace(/^([zcs])h/, "$1").replace(/ng$/, "n"))
        .join(" "),
  };
}

function initials(syllables, text) {
  let first = "";
  for (const part of syllables) first += part[0];
  const latin = folded(text).match(/[a-z0-9]+/g);
  return [first, latin ? syllables.map((part) => (latin.includes(part) ? part : part[0])).join("") : first];
}

// Make an index of records { kind, id, name, name_en, aliases, otherIds }, in the order of the catalogue;
// `words` are the tables of render/question_payload.py.
function build(records, pinyin, words) {
  const read = reader(pinyin, words.readings);
  const tables = { ways: words.ways, little: new Set(words.little), numerals: new Set(words.numerals) };
  const index = {
    ...tables,
    records,
    read,
    terms: [],
    sounds: [],
    byKey: new Map(),
    byId: new Map(),
    lengths: new Set(),
  };
  const put = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
  records.forEach((record, number) => {
    for (const id of [record.id, ...(record.otherIds || [])]) put(index.byId, id, number);
    const names = [record.name, record.name_en || ""];
    for (const text of new Set([...names, ...(record.aliases || [])])) {
      const key = normalise(text);
      if (!key) continue;
      const term = {
        number: index.terms.length,
        key,
        text,
        record: number,
        isName: names.includes(text),
        size: size(key),
      };
      put(index.byKey, key, term);
      if (term.size >= MIN_HELD) index.lengths.add(key.length);
      index.terms.push(term);
      const syllables = read.term(text);
      if (syllables.length)
        index.sounds.push({ term, syllables, word: syllables.join(""), initials: initials(syllables, text) });
    }
  });
  const lengths = [...index.lengths].sort((a, b) => a - b);
  return { ...index, lengths };
}

// -- the rules, in their order; each calls found(way, order, size, term) --------------------

function exact(typed, index, found) {
  for (const record of index.byId.get(typed.text) || []) found(EXACT, 0, 0, { number: -1, record, text: typed.text });
  for (const term of index.byKey.get(typed.key) || [])
    found(EXACT, (term.text === typed.text ? 1 : 3) + (term.isName ? 0 : 1), term.size, term);
}

function part(typed, index, found) {
  const { key } = typed;
  const whole = typed.latin && key.length === 2;
  if (typed.size >= 2 && !index.little.has(key)) {
    for (const term of index.terms) {
      if (term.key.length > key.length && term.key.includes(key)) {
        const at = atWord(term, key, whole);
        if (at >= 0) found(PART, at > 0 ? 1 : 0, term.size, term);
      }
    }
  }
  for (const [start, end] of typed.held) {
    for (const term of index.byKey.get(key.slice(start, end)) || []) found(PART, 2, typed.size - term.size, term);
  }
}

function atWord(term, key, whole) {
  let at = term.key.indexOf(key);
  if (!isAscii(key[0])) return at;
  while (at >= 0 && !(startsWord(term, at) && (!whole || startsWord(term, at + key.length))))
    at = term.key.indexOf(key, at + 1);
  return at;
}

// Whether a word starts there; what was dropped between two letters only the text itself tells.
function startsWord(term, at) {
  const { key } = term;
  if (
    at === 0 ||
    at === key.length ||
    !isAscii(key[at]) ||
    !isAscii(key[at - 1]) ||
    key[at] === "." ||
    key[at - 1] === "."
  )
    return true;
  if (isDigit(key[at]) && !isDigit(key[at - 1])) return true;
  term.starts = term.starts || wordStarts(term.text);
  return term.starts.has(at);
}

// Where a text holds terms of some kinds: starts and ends that lie in no other, itself left out.
function held(index, { key, text }, kinds) {
  const starts = wordStarts(text);
  const wanted = (term) => term.size >= MIN_HELD && (!kinds || kinds.includes(index.records[term.record].kind));
  const spans = [];
  for (const start of starts) {
    for (const length of index.lengths) {
      const end = start + length;
      if (end > key.length) break;
      if (starts.has(end) && (index.byKey.get(key.slice(start, end)) || []).some(wanted)) spans.push([start, end]);
    }
  }
  let reached = 0;
  return spans
    .sort((a, b) => a[0] - b[0] || b[1] - a[1])
    .filter(([start, end]) => {
      if (end <= reached) return false;
      reached = end;
      return end - start < key.length;
    });
}

function pinyin(typed, index, found) {
  if (!typed.latin || typed.size < 2) return;
  for (const sound of index.sounds) if (sound.word === typed.key) found(PINYIN, 0, sound.term.size, sound.term);
}

function byInitials(typed, index, found) {
  if (!typed.latin || typed.size < 2) return;
  for (const sound of index.sounds)
    if (sound.initials.includes(typed.key)) found(INITIALS, 0, sound.term.size, sound.term);
}

function pinyinPart(typed, index, found) {
  if (!typed.latin || typed.size < MIN_SOUNDS) return;
  for (const sound of index.sounds) {
    if (!sound.word.includes(typed.key)) continue;
    const at = atSyllables(sound.syllables, typed.key);
    if (at >= 0) found(PINYIN_PART, at > 0 ? 1 : 0, sound.term.size, sound.term);
  }
}

// The first syllable from which two or more whole ones are the key, -1 for none.
function atSyllables(syllables, key) {
  for (let first = 0; first < syllables.length - 1; first += 1) {
    let at = 0;
    for (let number = first; number < syllables.length && key.startsWith(syllables[number], at); number += 1) {
      at += syllables[number].length;
      if (at < key.length) continue;
      if (number > first) return first;
      break;
    }
  }
  return -1;
}

function pinyinStart(typed, index, found) {
  if (!typed.latin || typed.size < MIN_SOUNDS) return;
  for (const sound of index.sounds) {
    if (sound.word.startsWith(typed.key) && typed.key.length > sound.syllables[0].length)
      found(PINYIN_START, 0, sound.term.size, sound.term);
  }
}

// One character put in, left out, changed, or changed places with its neighbour.
function oneSlip(a, b) {
  if (Math.abs(a.length - b.length) > 1 || (a[0] !== b[0] && a[1] !== b[1] && a[0] !== b[1] && a[1] !== b[0]))
    return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let [i, j] = [a.length, b.length];
  while (i > start && j > start && a[i - 1] === b[j - 1]) [i, j] = [i - 1, j - 1];
  if (i - start <= 1 && j - start <= 1) return true;
  return i - start === 2 && j - start === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}

function slip(typed, index, found) {
  const least = typed.latin ? MIN_LATIN_SLIP : MIN_SLIP;
  if (typed.size < least) return;
  const wanted = numerals(typed.key, index.numerals);
  // A character of two halves is one only if it is taken apart as such.
  const whole = (text, length) => (text.length === length ? text : [...text]);
  const key = whole(typed.key, typed.size);
  const far = (length) => length < least || length < typed.size - 1 || length > typed.size + 1;
  for (const term of index.terms) {
    if (!far(term.size) && oneSlip(key, whole(term.key, term.size)) && numerals(term.key, index.numerals) === wanted)
      found(SLIP, 0, term.size, term);
  }
  if (!typed.latin) return;
  for (const { word, term } of index.sounds) {
    if (!far(word.length) && oneSlip(key, word) && numerals(word, index.numerals) === wanted)
      found(SLIP, 0, term.size, term);
  }
}

function sound(typed, index, found) {
  if (typed.latin) return;
  const syllables = index.read.typed(typed.text);
  if (syllables.length < 2) return;
  const spoken = syllables.join(" ");
  const word = syllables.join("");
  for (const row of index.sounds)
    if (row.word === word && row.syllables.join(" ") === spoken) found(SOUND, 0, row.term.size, row.term);
}

const RULES = [exact, part, pinyin, byInitials, pinyinPart, pinyinStart, slip, sound];

const [MOST_RECORDS, LONGEST] = [2 ** 24, 2 ** 16];

// Each record once, by its best term, ranked; rank and record make one number, for speed.
function collect(index, typed, ways, kinds) {
  const best = new Map();
  const found = (way, order, length, term) => {
    if (kinds && !kinds.includes(index.records[term.record].kind)) return;
    const rank = ((way * 8 + order) * LONGEST + Math.min(length, LONGEST - 1)) * MOST_RECORDS + term.record;
    const other = best.get(term.record);
    if (!other || rank < other.rank || (rank === other.rank && term.number < other.term.number))
      best.set(term.record, { rank, term });
  };
  for (const way of ways) RULES[way](typed, index, found);
  const ranks = Float64Array.from(best.values(), ({ rank }) => rank).sort();
  return Array.from(ranks, (rank) => {
    const record = index.records[rank % MOST_RECORDS];
    const ordered = Math.floor(rank / (MOST_RECORDS * LONGEST));
    const [rule, order] = [Math.floor(ordered / 8), ordered % 8];
    return {
      kind: record.kind,
      id: record.id,
      way: index.ways[rule],
      term: best.get(rank % MOST_RECORDS).term.text,
      record,
      rule,
      order,
    };
  });
}

function take(text) {
  const bare = text.replace(/^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g, "");
  const key = normalise(bare);
  return { text: bare, key, latin: isAscii(key), size: size(key) };
}

// Hits { kind, id, way, term, record, rule, order } of some kinds (all, if none are named), best first:
// `rule` is the number of its way, `order` the rank inside the rule.
function find(index, text, kinds) {
  const typed = take(text);
  typed.held = held(index, typed, kinds);
  for (const ways of typed.key ? GROUPS : [[EXACT]]) {
    const hits = collect(index, typed, ways, kinds);
    if (hits.length) return hits;
  }
  return [];
}

// Each term of some kinds that has so many characters, as a slip for it: [hit, key].
const ofLength = (index, length, kinds) =>
  index.terms
    .filter((term) => term.size === length && kinds.includes(index.records[term.record].kind))
    .map((term) => {
      const record = index.records[term.record];
      return [
        { kind: record.kind, id: record.id, way: index.ways[SLIP], term: term.text, record, rule: SLIP, order: 0 },
        [...term.key],
      ];
    });

// Hits by rule 1 alone.
const findExact = (index, text, kinds) => collect(index, take(text), [EXACT], kinds);

// An English word in the singular.
function stem(word) {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !"su".includes(word.at(-2)) ? word.slice(0, -1) : word;
}

const MANY_WORDS = 9;

// Records whose English terms have all these words, those with the fewest others; `same` are words
// that stand for another, `free` (a set) words that do not count as others.
function byWords(index, words, same, free) {
  const stems = (all) => new Set(all.map((word) => stem(Object.hasOwn(same, word) ? same[word] : word)));
  const asked = stems(words);
  let best = asked.size + MANY_WORDS;
  let hits = [];
  for (const term of index.terms) {
    if (!isAscii(term.text)) continue;
    term.words = term.words || stems(term.text.toLowerCase().match(/[a-z0-9]+/g) || []);
    if (![...asked].every((word) => term.words.has(word))) continue;
    const others = [...term.words].filter(
      (word) => !asked.has(word) && !index.little.has(word) && !free.has(word),
    ).length;
    if (others > best) continue;
    if (others < best) [best, hits] = [others, []];
    const record = index.records[term.record];
    hits.push({
      kind: record.kind,
      id: record.id,
      way: index.ways[PART],
      term: term.text,
      record,
      rule: PART,
      order: 0,
    });
  }
  return hits;
}

export const rules = { EXACT, PART, PINYIN, PINYIN_START, SLIP, SOUND };

export { build, byWords, find, findExact as exact, folded, isAscii, normalise, ofLength, size };
