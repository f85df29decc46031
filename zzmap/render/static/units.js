// Areas in square kilometres, 公顷 and 亩, in words; zzmap/units.py says the same.

const HECTARES_PER_KM2 = 100;
const MU_PER_HECTARE = 15;
const M2_PER_KM2 = 1e6;
const DIGITS = 4;

// Four digits, or the whole number where it has more.
function figure(value) {
  const rule =
    Math.abs(value) >= 10 ** (DIGITS - 1) ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: DIGITS };
  return value.toLocaleString("en", rule);
}

function area(km2) {
  const hectares = km2 * HECTARES_PER_KM2;
  return `${figure(km2)} km² · ${figure(hectares)} 公顷 · ${figure(hectares * MU_PER_HECTARE)} 亩`;
}

// A number of a table: no more digits than it has.
const plain = (value) => value.toLocaleString("en", { maximumFractionDigits: 6, useGrouping: false });

// Figures and signs as a Chinese keyboard writes them, as numbers have them.
const narrow = (text) => text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

export const areaOfMetres = (m2) => area(m2 / M2_PER_KM2);

export { area, narrow, plain };
