/** Collects pictures of one size and their labels, in memory that grows to just what they need. */
export class PictureStore {
  private pixels: Uint8Array;
  private labels: Uint8Array;
  private count = 0;

  /**
   * @param values - Values of one picture: height x width x channels.
   * @param likely - The number of pictures that is most likely to come; reached exactly, nothing is copied at the end.
   */
  constructor(
    private readonly values: number,
    private readonly likely: number,
  ) {
    const first = Math.min(likely, 256);
    this.pixels = new Uint8Array(first * values);
    this.labels = new Uint8Array(first);
  }

  /** Number of pictures collected. */
  get size(): number {
    return this.count;
  }

  /** Adds a picture. */
  add(pixels: Uint8Array, label: number): void {
    if (this.count === this.labels.length) this.resize(this.nextCapacity());
    this.pixels.set(pixels, this.count * this.values);
    this.labels[this.count++] = label;
  }

  /** Everything collected, in arrays of just the right length. The store is used up. */
  finish(): { size: number; pixels: Uint8Array; labels: Uint8Array } {
    if (this.count !== this.labels.length) this.resize(this.count);
    return { size: this.count, pixels: this.pixels, labels: this.labels };
  }

  /** Small steps while there are few pictures, then the likely number at once, so that little is copied. */
  private nextCapacity(): number {
    const more = Math.max(64, this.count * (this.count < 1024 ? 4 : 2));
    if (this.count >= this.likely) return more;
    return this.count < 1024 ? Math.min(more, this.likely) : this.likely;
  }

  private resize(capacity: number): void {
    const pixels = new Uint8Array(capacity * this.values);
    pixels.set(this.pixels.subarray(0, this.count * this.values));
    const labels = new Uint8Array(capacity);
    labels.set(this.labels.subarray(0, this.count));
    this.pixels = pixels;
    this.labels = labels;
  }
}
