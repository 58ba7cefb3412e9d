// Packed arrays (see packing.py) back to numbers, one frame at a time.

/** A packed array; `frame(t)` is a Float32Array of the numbers of frame t. */
class Frames {
  constructor(packed) {
    this.shape = packed.shape;
    this.size = packed.shape.slice(1).reduce((all, one) => all * one, 1);
    this.type = packed.type;
    this.low = packed.low;
    this.step = packed.step;
    const text = atob(packed.data);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    // base64 holds little-endian numbers, as every machine with a browser has them today
    this.raw =
      this.type === "bits" ? bytes
      : this.type === "f32" ? new Float32Array(bytes.buffer)
      : new Uint16Array(bytes.buffer);
    this.latest = { at: -1, numbers: null };
  }

  /** The numbers of a frame; an array of a single frame has that one at every time. */
  frame(t) {
    const at = Math.min(t, this.shape[0] - 1);
    if (this.latest.at !== at) this.latest = { at, numbers: this.unpack(at) };
    return this.latest.numbers;
  }

  unpack(t) {
    const numbers = new Float32Array(this.size);
    if (this.type === "bits") {
      const width = Math.ceil(this.size / 8);
      for (let i = 0; i < this.size; i++) {
        numbers[i] = (this.raw[t * width + (i >> 3)] >> (i & 7)) & 1;
      }
      return numbers;
    }
    const part = this.raw.subarray(t * this.size, (t + 1) * this.size);
    if (this.type === "f32") return part;
    for (let i = 0; i < this.size; i++) numbers[i] = this.low + this.step * part[i];
    return numbers;
  }

  /** The one number of a frame, for arrays of shape (T,). */
  at(t) {
    return this.frame(t)[0];
  }
}

/** A view with every packed array in it replaced by `Frames`. */
function decoded(part) {
  if (Array.isArray(part)) return part.map(decoded);
  if (part === null || typeof part !== "object") return part;
  if (typeof part.data === "string" && part.shape) return new Frames(part);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, decoded(value)]));
}
