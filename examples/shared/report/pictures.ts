import { clusterColour, colourOf, toPngAddress, type Colour } from '../../../src/pictures/index.js';
import { html, type Content, type Markup } from './html.js';

/** A signed map, packed: value = byte / 127 * scale. */
export interface SignedMap {
  /** Value that stands at the ends of the colour scale: the 99th percentile of the absolute values. */
  scale: number;
  /** Values as signed bytes, clipped to the scale, [height, width], base64. */
  values: string;
}

/** Height, width and values a pixel of a picture. */
export interface Extent {
  height: number;
  width: number;
  channels: 1 | 3;
}

/** A picture with a few words under it. */
export function picture(address: string, description: string, under?: Content, kind: 'face' | 'map' = 'map'): Markup {
  return html`<div class="picture">
    <img class="${kind}" src="${address}" alt="${description}" />${under !== undefined && html`<span>${under}</span>`}
  </div>`;
}

/** A face as it is, or with some pixels black. */
export function facePicture(
  face: string,
  { height, width, channels }: Extent,
  black?: (pixel: number) => boolean,
): Promise<string> {
  const pixels = Uint8Array.from(Buffer.from(face, 'base64'));
  if (black) {
    pixels.forEach((_, at) => {
      if (black(Math.floor(at / channels))) pixels[at] = 0;
    });
  }
  return toPngAddress({ pixels, width, height, channels });
}

/** A signed map in the diverging colours: the map's scale at both ends, a light grey at zero. */
export function signedPicture(map: SignedMap, { height, width }: Extent): Promise<string> {
  const values = new Int8Array(Buffer.from(map.values, 'base64'));
  return painted(values.length, width, height, (at) => colourOf('diverging', (values[at] ?? 0) / 127));
}

/** A map of bytes, 0 … 255 for 0 … 1, in the sequential colours. */
export function attentionPicture(map: string, { height, width }: Extent): Promise<string> {
  const values = Buffer.from(map, 'base64');
  return painted(values.length, width, height, (at) => colourOf('sequential', (values[at] ?? 0) / 255));
}

/** A cluster map in the clusters' colours. */
export function clusterPicture(labels: string, width: number, height: number): Promise<string> {
  return painted(labels.length, width, height, (at) => clusterColour(clusterAt(labels, at)));
}

function painted(count: number, width: number, height: number, colour: (pixel: number) => Colour): Promise<string> {
  const pixels = new Uint8Array(count * 3);
  for (let at = 0; at < count; at++) {
    pixels.set(
      colour(at).map((value) => Math.round(255 * value)),
      at * 3,
    );
  }
  return toPngAddress({ pixels, width, height, channels: 3 });
}

/** Cluster of a pixel in a packed map. */
export function clusterAt(labels: string, pixel: number): number {
  return parseInt(labels[pixel] ?? '0', 36);
}
