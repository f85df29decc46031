// Zip files: written without compression, read by the browser's own inflate.

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const [STORED, DEFLATED] = [0, 8];
const MOST_BYTES = 200e6; // unpacked, of all files together: more is no map to look at
const UTF8 = 0x0800;

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// A record of 16- and 32-bit numbers: [[bits, value], ...].
function record(fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bits]) => sum + bits / 8, 0)));
  let at = 0;
  for (const [bits, value] of fields) {
    if (bits === 16) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bits / 8;
  }
  return new Uint8Array(view.buffer);
}

// {name: text} as a zip; the date is 1980-01-01, so that the same table is the same file.
function write(files) {
  const encoder = new TextEncoder();
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, bytes] = [encoder.encode(name), encoder.encode(text)];
    const common = [
      [16, UTF8],
      [16, STORED],
      [16, 0],
      [16, 33],
      [32, crc32(bytes)],
      [32, bytes.length],
      [32, bytes.length],
      [16, path.length],
      [16, 0],
    ];
    const local = record([[32, LOCAL], [16, 20], ...common]);
    directory.push(
      record([[32, CENTRAL], [16, 20], [16, 20], ...common, [16, 0], [16, 0], [16, 0], [32, 0], [32, offset]]),
      path,
    );
    parts.push(local, path, bytes);
    offset += local.length + path.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = directory.length / 2;
  return new Blob([
    ...parts,
    ...directory,
    record([
      [32, END],
      [16, 0],
      [16, 0],
      [16, count],
      [16, count],
      [32, size],
      [32, offset],
      [16, 0],
    ]),
  ]);
}

async function inflate(bytes, size) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const whole = new Uint8Array(size);
  const reader = stream.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > size) throw new Error("zip"); // says less than it holds
    whole.set(value, at);
    at += value.length;
  }
  if (at !== size) throw new Error("zip");
  return whole;
}

function nameOf(bytes, flags) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(flags & UTF8 ? "utf-8" : "gbk").decode(bytes);
  }
}

// Map of names to bytes; throws where the file is no zip, is locked, or is too large unpacked.
async function read(buffer) {
  const [view, bytes] = [new DataView(buffer), new Uint8Array(buffer)];
  let end = buffer.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error("zip");
  const files = new Map();
  let [at, total] = [view.getUint32(end + 16, true), 0];
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== CENTRAL) throw new Error("zip");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [crc, packed, size] = [16, 20, 24].map((shift) => view.getUint32(at + shift, true));
    const [nameLength, extra, comment] = [28, 30, 32].map((shift) => view.getUint16(at + shift, true));
    const local = view.getUint32(at + 42, true);
    const name = nameOf(bytes.subarray(at + 46, at + 46 + nameLength), flags);
    at += 46 + nameLength + extra + comment;
    if (name.endsWith("/") || name.startsWith("__MACOSX/")) continue;
    total += size;
    if (flags & 1 || ![STORED, DEFLATED].includes(method) || total > MOST_BYTES) throw new Error("zip");
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const raw = bytes.subarray(start, start + packed);
    const content = method === STORED ? raw : await inflate(raw, size);
    if (crc32(content) !== crc) throw new Error("zip");
    files.set(name, content);
  }
  return files;
}

export { read, write };
