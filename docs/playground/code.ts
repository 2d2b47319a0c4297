import { DRAWN_SIDE } from './first.js';
import { codeOfRegion, objectCode, type PartName } from './parts.js';
import type { Frame, PictureSource } from './protocol.js';
import type { Fill } from '../../src/perturb/index.js';

/** What the code is made of. */
export interface CodeParts {
  readonly source: PictureSource;
  readonly parts: readonly PartName[];
  readonly rectangle: Frame;
  readonly fill: Fill;
  readonly feather: number;
  /** Of the map that is shown; undefined where none is. */
  readonly attention: { readonly method: string; readonly target: number; readonly layer: string } | undefined;
  /** What black and white are to the network. */
  readonly range: readonly [number, number];
  /** Values a pixel that the network is shown. */
  readonly channels: 1 | 3;
  readonly enlarge: number;
  readonly clusters: { readonly clusters: number; readonly alpha: number; readonly lambda: number } | undefined;
}

/** A program for Node that makes the pictures of the page: from what they were set to, and from the JSON alone. */
export function codeOf(all: CodeParts): string {
  const body = [openingCode(all), hidingCode(all), attentionCode(all)].filter(Boolean).join('\n\n');
  return `${importsFor(body)}\n\nawait useBackend('wasm');\nconst record = JSON.parse(await readFile('playground.json', 'utf8'));\n\n${body}\n`;
}

function openingCode({ source }: CodeParts): string {
  if (source.kind !== 'drawn') {
    return `// The picture in the size that the page shows, and the landmarks by which the parts were found.
const picture = imageToTensor(await readImage('picture.png'));
const landmarks = [record.landmarks];`;
  }
  const settings = `{ count: 1, seed: ${source.seed}, size: ${DRAWN_SIDE}, emotions: ['${source.emotion}'] }`;
  return `const { pixels, landmarks } = syntheticFaces(${settings});
const picture = imageToTensor({ pixels, width: ${DRAWN_SIDE}, height: ${DRAWN_SIDE}, channels: 1 });`;
}

function hidingCode({ parts, rectangle, fill, feather }: CodeParts): string {
  if (parts.length === 0) return '';
  return `const region = ${codeOfRegion(parts, rectangle)};
const hide = maskRegion(region, { fill: ${objectCode(fill)}, feather: ${feather} });
await writeImage('hidden.png', hide(picture, { landmarks }));

// The same by the JSON alone: it holds what was decided, to the pixel.
await writeImage('replayed.png', replay(picture, record.parameters));`;
}

function attentionCode({ attention, range, channels, enlarge, clusters }: CodeParts): string {
  if (!attention) return '';
  const { method, target, layer } = attention;
  const options = objectCode({ method, target, ...(layer && { layer }) });
  const lines = [
    "// The network's own files, and input.png: what it was shown of the picture.",
    ...modelCode(range),
    `const face = imageToTensor(await readImage('input.png', { channels: ${channels} }));`,
    `const map = await attentionMap(model, face, ${options});`,
    `await writeImage('attention.png', await overlay(face, map, { enlarge: ${enlarge} }));`,
  ];
  if (clusters) {
    lines.push(
      `const clusters = await clusterPixels(map, ${objectCode(clusters)});`,
      `await writeImage('clusters.png', await clusterOverlay(face, clusters, { enlarge: ${enlarge} }));`,
    );
  }
  return lines.join('\n');
}

function modelCode([black, white]: readonly [number, number]): string[] {
  if (black === 0 && white === 1) return ["const model = await loadTfjsModel('model.json');"];
  return [
    "const loaded = await loadTfjsModel('model.json');",
    `const model = { predict: (images) => loaded.predict(images.mul(${white - black}).add(${black})) };`,
  ];
}

/** Names by the package that has them. */
const NAMES: readonly (readonly [string, readonly string[]])[] = [
  ['node:fs/promises', ['readFile']],
  [
    'face-perturb',
    [
      ...['attentionMap', 'box', 'clusterOverlay', 'clusterPixels', 'facialRegion', 'maskRegion', 'overlay'],
      ...['protectiveMask', 'replay', 'union', 'useBackend'],
    ],
  ],
  ['face-perturb/data', ['imageToTensor', 'syntheticFaces']],
  ['face-perturb/node', ['loadTfjsModel', 'readImage', 'writeImage']],
];

function importsFor(body: string): string {
  const used = (name: string) => new RegExp(`\\b${name}\\(`).test(`${body} readFile( useBackend(`);
  const lines = NAMES.flatMap(([from, names]) => {
    const needed = names.filter(used);
    return needed.length > 0 ? [importOf(needed, from)] : [];
  });
  // Networks may be made of our layers, which tfjs knows once they are imported.
  if (body.includes('loadTfjsModel(')) lines.push("import 'face-perturb/models';");
  return lines.join('\n');
}

function importOf(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';`;
  return line.length <= 90 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}
