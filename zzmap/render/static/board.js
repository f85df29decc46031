// The Leaflet map the page has; it is there once the page has started.

export const board = { leaflet: null };
