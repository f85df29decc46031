// The panes of the map from the top down, as they are usually, and as an address has them.

const NAMES = ["points", "parks", "elements", "zones", "theme"];
const LEAST = 0.2;

const usual = () => NAMES.map((pane) => ({ pane, opacity: 1 }));
const isUsual = (stack) => stack.every(({ pane, opacity }, at) => pane === NAMES[at] && opacity === 1);

// points.60,parks,… from the top down; percent where it is not all.
const toText = (stack) =>
  stack.map(({ pane, opacity }) => (opacity === 1 ? pane : `${pane}.${Math.round(opacity * 100)}`)).join(",");

// What an address says, null where it does not name every pane once.
function fromText(text) {
  const rows = text
    .split(",")
    .map((part) => part.split("."))
    .map(([pane, percent]) => ({ pane, opacity: percent === undefined ? 1 : Number(percent) / 100 }));
  const whole = rows.length === NAMES.length && NAMES.every((pane) => rows.some((row) => row.pane === pane));
  return whole && rows.every(({ opacity }) => opacity >= LEAST && opacity <= 1) ? rows : null;
}

export { LEAST, fromText, isUsual, toText, usual };
