import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Consumer } from './consumer.js';

/** What a page would load for an import. */
export interface Bundled {
  /** What it loads at once, minified. */
  readonly code: string;
  /** Size of that, gzipped, in kB of 1000 bytes. */
  readonly first: number;
  /** Size of what is loaded when it is needed, gzipped, in kB. */
  readonly later: number;
}

/** The peers, which a user brings and may well have without us. */
const PEERS = ['@tensorflow/*', '@mediapipe/*', 'sharp'];

/**
 * Bundles a module as a user with esbuild would, without the peers.
 *
 * @param contents - The module, such as `export { maskRegion } from 'face-perturb'`.
 */
export async function bundled(consumer: Consumer, contents: string): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    ...{ stdin: { contents, resolveDir: consumer.folder }, absWorkingDir: consumer.folder, outdir: 'bundled' },
    ...{ bundle: true, splitting: true, minify: true, format: 'esm', target: 'es2022', write: false },
    ...{ platform: 'neutral', mainFields: ['module', 'main'], external: [...PEERS, 'node:*'] },
    ...{ metafile: true, logLevel: 'error' },
  });
  const texts = new Map(outputFiles.map((file) => [file.path.slice(consumer.folder.length + 1), file.text]));
  const reach = (from: string, kinds: readonly string[]) => {
    const reached = new Set([from]);
    for (const path of reached) {
      for (const each of metafile.outputs[path]?.imports ?? []) {
        if (!each.external && kinds.includes(each.kind)) reached.add(each.path);
      }
    }
    return reached;
  };
  const start = Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint === '<stdin>');
  if (!start) throw new Error('esbuild wrote no file for the module');
  const first = reach(start, ['import-statement']);
  const later = [...reach(start, ['import-statement', 'dynamic-import'])].filter((path) => !first.has(path));
  const code = [...first].map((path) => texts.get(path)).join('\n');
  return { code, first: sizeOf(code), later: sizeOf(later.map((path) => texts.get(path)).join('\n')) };
}

const sizeOf = (code: string) => (code === '' ? 0 : gzipSync(code, { level: 9 }).length / 1000);
