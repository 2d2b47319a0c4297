import type { ShownScale } from '../scaleMaps.js';

/** What stands under a colour bar: at both ends, and in the middle of one with a sign. */
export function ticksOf({ colours, ends }: ShownScale): string[] {
  const signed = colours === 'diverging';
  if (!ends) return signed ? ['−1', '0', '+1'] : ['0', '1'];
  const [low, high] = ends;
  return signed ? [shortNumber(low), '0', `+${shortNumber(high)}`] : [shortNumber(low), shortNumber(high)];
}

/** What the colours of a bar mean, in sentences. */
export function scaleInWords({ colours, by, percentile, fade }: ShownScale & { fade?: number | undefined }): string {
  const signed = colours === 'diverging';
  const sentences = [
    signed ? 'Orange: positive, for the target; blue: negative, against it; grey: zero.' : '',
    by === 'image'
      ? ofEachImage(signed, percentile)
      : 'One scale for all images: strengths can be compared between them.',
    percentile < 100 ? `The largest ${shortNumber(100 - percentile)} % share the colour at the end.` : '',
    fade === undefined ? '' : 'Over the faces, the fainter the colour the less of it; shown here over a middle grey.',
  ];
  return sentences.filter(Boolean).join(' ');
}

function ofEachImage(signed: boolean, percentile: number): string {
  const inner = percentile < 100 ? `percentile ${shortNumber(percentile)}` : undefined;
  const ends = signed
    ? `±1 = ${inner ? `${inner} of the magnitudes` : 'the largest magnitude'} in each image`
    : `0 = least, 1 = ${inner ?? 'most'} of each image`;
  return `${ends}: strengths cannot be compared between images.`;
}

/** A number in three digits with a true minus. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-3 && size < 1e5);
  return (plain ? String(Number(value.toPrecision(3))) : value.toExponential(1)).replaceAll('-', '−');
}
