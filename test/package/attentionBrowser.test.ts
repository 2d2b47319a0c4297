import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, open, SOFTWARE_GRAPHICS, startBrowser } from './support/browser.js';
import { createConsumer } from './support/consumer.js';
import { serve } from './support/serve.js';

/** What `window.run(backend)` of consumers/attention.js gives. */
interface Computed {
  backend: string;
  precision: number;
  maps: Record<string, { raw: number[]; degenerate: boolean[]; scores: number[] }>;
  leaked: number;
}

const BACKENDS = ['cpu', 'webgl', 'webgpu'] as const;
const METHODS = 12;

const program = findBrowser();
if (!program && process.env.CI) throw new Error(NO_BROWSER);

async function site(): Promise<string> {
  const consumer = createConsumer(...BACKENDS.map((name) => `@tensorflow/tfjs-backend-${name}`));
  const page = join(consumer.folder, 'attention.js');
  cpSync(fileURLToPath(new URL('consumers/attention.js', import.meta.url)), page);
  await bundle({
    ...{ entryPoints: [page], outdir: join(consumer.folder, 'site'), absWorkingDir: consumer.folder },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' },
  });
  const script = '<script type="module" src="./attention.js"></script>';
  consumer.write('site/index.html', `<!doctype html><title>attention</title><body>${script}</body>`);
  return join(consumer.folder, 'site');
}

describe('attention maps in a browser', () => {
  const computed = {} as Record<(typeof BACKENDS)[number], Computed>;
  let stop: (() => Promise<void>) | undefined;

  beforeEach((context) => {
    if (!program) context.skip(NO_BROWSER);
  });
  beforeAll(async () => {
    if (!program) return;
    const server = await serve(await site());
    const browser = await startBrowser(program, SOFTWARE_GRAPHICS);
    stop = async () => {
      await browser.close();
      server.stop();
    };
    for (const backend of BACKENDS) {
      const { page } = await open(browser, `${server.address}/index.html`);
      computed[backend] = (await page.evaluate(`window.run('${backend}')`)) as Computed;
      await page.close();
    }
  }, 300_000);
  afterAll(() => stop?.());

  it.each(['webgl', 'webgpu'] as const)("%s gives every method's maps as cpu does", (backend) => {
    const { precision, maps, leaked } = computed[backend];
    expect(computed[backend].backend).toBe(backend);
    expect(Object.keys(maps)).toHaveLength(METHODS);
    expect(leaked).toBe(0);
    const within = precision === 32 ? 1e-3 : 5e-2;
    for (const [name, { raw, degenerate }] of Object.entries(maps)) {
      const expected = computed.cpu.maps[name]?.raw as number[];
      const scale = Math.max(...expected.map(Math.abs));
      const error = Math.max(...expected.map((value, at) => Math.abs(value - (raw[at] as number)))) / scale;
      expect({ name, raw: raw.length, degenerate, right: error < within }).toEqual({
        ...{ name, raw: 2 * 24 * 24, degenerate: [false, false], right: true },
      });
    }
  });
});
