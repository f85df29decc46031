// The Leaflet map the page has; it is there once the page has started.

/** @type {{ leaflet: L.Map | null }} */
export const board = { leaflet: null };
