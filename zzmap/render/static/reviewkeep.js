// Where the decisions of a review are kept: by the browser, and by the program that serves the page.

/** @typedef {Record<string, any>} Decisions decision by row, as `table key` */

/** @param {any} one @param {any} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Two hands changed the same decisions: what one of them changed is taken, and where both did, theirs.
 * @param {Decisions} base what both began with
 * @param {Decisions} mine
 * @param {Decisions} theirs
 * @returns {{ merged: Decisions, disputed: string[] }}
 */
export function merge(base, mine, theirs) {
  const merged = {};
  const disputed = [];
  new Set([...Object.keys(theirs), ...Object.keys(mine)]).forEach((id) => {
    const isMine = same(theirs[id], base[id]);
    const found = isMine ? mine[id] : theirs[id];
    if (!isMine && !same(mine[id], base[id]) && !same(mine[id], theirs[id])) disputed.push(id);
    if (found !== undefined) merged[id] = found;
  });
  return { merged, disputed };
}

/** @param {any[]} list @returns {Decisions} */
export const byRow = (list) => Object.fromEntries(list.map(({ table, key, ...row }) => [`${table} ${key}`, row]));

/** @param {Decisions} decisions */
export const toRows = (decisions) =>
  Object.entries(decisions).map(([id, row]) => {
    const at = id.indexOf(" ");
    return { table: id.slice(0, at), key: id.slice(at + 1), ...row };
  });

/**
 * @param {string} name
 * @param {(id: string, row: any) => boolean} isGood
 * @returns {Decisions} what the browser keeps, without what is no decision
 */
function read(name, isGood) {
  try {
    const found = Object.entries(JSON.parse(localStorage.getItem(name) || "{}"));
    return Object.fromEntries(found.filter(([id, row]) => isGood(id, row)));
  } catch {
    return {};
  }
}

/**
 * @param {any} data what the page was made with
 * @param {{ take: (found: Decisions, disputed: string[]) => void, tell: (state: "kept" | "unkept") => void,
 *   full: () => void, isGood: (id: string, row: any) => boolean }} on
 */
export function keeper(data, on) {
  const name = `zzmap-review-${data.draft}`;
  const served = data.served;
  let base = {};
  let seen = served ? served.seen : "";
  /** @type {Decisions | null} */
  let waiting = null;
  let isSending = false;
  let isLost = false;

  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      isLost = false;
    } catch {
      isLost = true;
      if (!served) on.full();
    }
  }

  /** Keep decisions beside those of other windows of this page; where both changed one, ours is later. */
  function share(decisions) {
    const theirs = isLost ? base : read(name, on.isGood);
    const { merged } = merge(base, theirs, decisions);
    write(name, merged);
    base = JSON.parse(JSON.stringify(merged));
    if (!same(merged, decisions)) on.take(merged, []);
  }

  async function put(decisions) {
    const body = { kind: data.kind, draft: data.draft, decisions: toRows(decisions), seen };
    const headers = { ...served.headers, "content-type": "application/json" };
    const response = await fetch(served.path, { method: "PUT", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  // One after the other, the latest only: what is sent is always the whole.
  async function send() {
    if (isSending || !waiting) return;
    isSending = true;
    const decisions = waiting;
    waiting = null;
    try {
      const told = await put(decisions);
      seen = told.seen;
      if (told.refused) {
        const theirs = byRow(told.decisions);
        const { merged, disputed } = merge(base, waiting || decisions, theirs);
        base = theirs;
        waiting = merged;
        write(name, merged);
        on.take(merged, disputed);
      } else {
        base = decisions;
        write(`${name}-kept`, base);
        on.tell("kept");
      }
    } catch {
      waiting = waiting || decisions;
      on.tell("unkept");
      setTimeout(send, 3000);
      isSending = false;
      return;
    }
    isSending = false;
    send();
  }

  return {
    /** Keep decisions. @param {Decisions} decisions */
    keep(decisions) {
      if (!served) {
        share(decisions);
        return;
      }
      write(name, decisions);
      waiting = JSON.parse(JSON.stringify(decisions));
      send();
    },
    /** What was decided before, here or elsewhere. */
    recall() {
      const mine = read(name, on.isGood);
      if (!served) {
        base = mine;
        on.take(JSON.parse(JSON.stringify(mine)), []);
        window.addEventListener("storage", (event) => {
          if (event.key !== name || isLost) return;
          base = read(name, on.isGood);
          on.take(JSON.parse(JSON.stringify(base)), []);
        });
        return;
      }
      const theirs = byRow(served.decisions);
      const { merged, disputed } = merge(read(`${name}-kept`, on.isGood), mine, theirs);
      base = theirs;
      // A browser that has kept nothing has decided nothing.
      const hasOwn = Object.keys(mine).length > 0;
      on.take(hasOwn ? merged : theirs, hasOwn ? disputed : []);
      if (hasOwn && !same(merged, theirs)) {
        waiting = merged;
        send();
      }
    },
    /** The decisions are in a file. */
    saved() {
      isLost = false;
    },
    isKept: () => (served ? !waiting && !isSending : !isLost),
  };
}
