// Statements of an industry counted with the branch of the tree it belongs to.

import { data } from "./data.js";

const LEVELS = ["pillar", "industry", "subindustry", "segment"];

// The ancestor at this level; what is placed above the level stands for itself.
function rollUp(number, level) {
  const industries = data.industries;
  let row = industries[number];
  while (LEVELS.indexOf(row.level) > LEVELS.indexOf(level) && row.parent_id !== null) row = industries[row.parent_id];
  return row;
}

// Rows of the tree in its own order: a branch before the next, parents before children.
function treeOrder(rows) {
  const path = (row) => {
    const up = row.parent_id === null ? [] : path(data.industries[row.parent_id]);
    return [...up, row.number];
  };
  const paths = new Map(rows.map((row) => [row, path(row)]));
  return rows.slice().sort((a, b) => {
    const [x, y] = [paths.get(a), paths.get(b)];
    for (let at = 0; at < Math.max(x.length, y.length); at += 1)
      if (x[at] !== y[at]) return (x[at] ?? -1) - (y[at] ?? -1);
    return 0;
  });
}

export { LEVELS, rollUp, treeOrder };
