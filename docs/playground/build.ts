import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { escapeHtml } from '../site/html.js';
import { firstPictures } from './firstPictures.js';
import { cardHtml, confusionHtml } from './html/card.js';
import { playgroundHtml } from './html/playground.js';
import { readModelCard } from './modelCard.js';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Where the page's own network is, when there is one: model.json, its weights and card.json. */
const NETWORK = here('expression');

/** What the playground takes the place of in docs/playground.md: words for those who read the file itself. */
const PLACE = /<!-- playground -->[\s\S]*<!-- \/playground -->/;

/** Whether this is the playground's page. */
export const isPlayground = (html: string): boolean => PLACE.test(html);

/** The page with the playground in it. */
export function withPlayground(html: string): string {
  return html.replace(PLACE, () => playgroundHtml({ card: readCard() }));
}

/** What the network's card takes the place of in docs/model-cards.md. */
const CARD_PLACE = /<!-- model card -->[\s\S]*<!-- \/model card -->/;

/** A text with the network's card in it, where it has a place for that. */
export function withModelCard<Text extends { readonly text: string }>(source: Text): Text {
  if (!CARD_PLACE.test(source.text)) return source;
  const card = readCard();
  if (card === undefined) return source;
  const read = readModelCard(card);
  const html = `<p><strong>${escapeHtml(read.name)}</strong></p>\n${cardHtml(read)}\n${confusionHtml(read)}`;
  return { ...source, text: source.text.replace(CARD_PLACE, () => html) };
}

function readCard(): unknown {
  const file = join(NETWORK, 'card.json');
  if (existsSync(join(NETWORK, 'model.json')) && !existsSync(file)) {
    throw new Error(`${NETWORK} has a model without a card.json: its README.md says what belongs in it.`);
  }
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** The playground's files, by their place among the site's assets. */
export async function playgroundAssets(): Promise<Map<string, string | Uint8Array>> {
  const common = { bundle: true, minify: true, platform: 'browser', target: 'es2022', write: false } as const;
  const page = await build({
    ...common,
    ...{ entryPoints: [here('page/playground.ts')], format: 'iife', outdir: here('.'), legalComments: 'none' },
  });
  // A module worker with the library and tfjs, in pieces: a backend that nobody chooses is not loaded.
  const worker = await build({
    ...common,
    ...{ entryPoints: [here('worker/worker.ts')], format: 'esm', splitting: true, outdir: here('.') },
  });
  const names = (files: typeof page.outputFiles, folder: string) =>
    files.map(({ path, contents }) => [folder + path.split(/[/\\]/).at(-1), contents] as const);
  return new Map<string, string | Uint8Array>([
    ...names(page.outputFiles, ''),
    ...names(worker.outputFiles, 'playground/'),
    ...wasmFiles(),
    ...detectorFiles(),
    ...networkFiles(),
    ...(await firstPictures()),
    ['playground.css', readFileSync(here('playground.css'))],
  ]);
}

/** The wasm backend's binaries, beside the worker. */
function wasmFiles(): [string, Uint8Array][] {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  const folder = join(dirname(main), '..', 'dist');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => [`playground/${name}`, readFileSync(join(folder, name))]);
}

/** MediaPipe's program for module workers, loaded only by those who bring its model. */
function detectorFiles(): [string, Uint8Array][] {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@mediapipe/tasks-vision')), 'wasm');
  return ['js', 'wasm'].map((ending) => {
    const name = `vision_wasm_module_internal.${ending}`;
    return [`playground/mediapipe/${name}`, readFileSync(join(folder, name))];
  });
}

function networkFiles(): [string, Uint8Array][] {
  if (!existsSync(join(NETWORK, 'card.json'))) return [];
  return readdirSync(NETWORK)
    .filter((name) => /\.(json|bin)$/.test(name))
    .map((name) => [`playground/expression/${name}`, readFileSync(join(NETWORK, name))]);
}
