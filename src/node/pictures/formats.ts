/** The formats that are read, in words. */
export const FORMAT_NAMES = ['PNG', 'JPEG', 'WebP', 'GIF', 'TIFF', 'AVIF'] as const;

/** A format that is read. */
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Bytes that a file of each format begins with; a dot stands for any byte. */
const BEGINNINGS: readonly (readonly [FormatName, RegExp])[] = [
  ['PNG', /^\x89PNG\r\n\x1a\n/],
  ['JPEG', /^\xff\xd8\xff/],
  ['WebP', /^RIFF....WEBP/s],
  ['GIF', /^GIF8[79]a/],
  ['TIFF', /^(II\*\0|MM\0\*)/],
  ['AVIF', /^....ftyp(avif|avis|mif1|miaf)/s],
];

/** The format of a file by its first bytes; undefined for others. */
export function formatOf(bytes: Uint8Array): FormatName | undefined {
  const beginning = String.fromCharCode(...bytes.subarray(0, 16));
  return BEGINNINGS.find(([, pattern]) => pattern.test(beginning))?.[0];
}

/** Endings of the files that are written, and the format of each. */
const WRITTEN = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', webp: 'webp' } as const;

/** A format that is written. */
export type WrittenFormat = (typeof WRITTEN)[keyof typeof WRITTEN];

/** The format that a path's ending asks for; undefined for others. */
export function writtenFormatOf(path: string): WrittenFormat | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(WRITTEN, ending) ? WRITTEN[ending as keyof typeof WRITTEN] : undefined;
}
