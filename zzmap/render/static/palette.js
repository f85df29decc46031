// The one table of colours, `zzmap/palette.json`, which the page brings along.

export const palette = window.zzmap.palette;
