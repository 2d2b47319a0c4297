/** Where a fill goes: the coverage of each image's region, and whether the image is masked at all. */
export interface Area {
  /** Coverage of one image, `height * width` values; undefined where the image is left alone. */
  coverageOf(image: number): Float32Array | undefined;
}
