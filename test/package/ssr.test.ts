import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { createConsumer } from './support/consumer.js';
import { ENTRIES } from './support/paths.js';

/** What a framework renders on the server: a page that imports every entry, and what it can show without a backend. */
const SERVER = `
${ENTRIES.map((entry, at) => `import * as entry${at} from '${entry}';`).join('\n')}
import { facialRegion, maskRegion } from 'face-perturb';
import { meanShape } from 'face-perturb/landmarks';
const entries = [${ENTRIES.map((_, at) => `entry${at}`).join(', ')}];
const hide = maskRegion(facialRegion('mouth'), { fill: 'blur' });
console.log(JSON.stringify({
  empty: entries.filter((entry) => Object.keys(entry).length === 0).length,
  browser: [typeof window, typeof document],
  shown: [meanShape().points.length, typeof hide],
}));
`;

describe('imported on a server', () => {
  it.each([
    ['left outside of the bundle', {}],
    ['taken into the bundle', { noExternal: ['face-perturb'] }],
  ])('by Vite, %s, every entry loads where there is no page, and says nothing', async (_, ssr) => {
    const consumer = createConsumer();
    const warnings: string[] = [];
    const onwarn = ({ message }: { message: string }) => warnings.push(message);
    await build({
      ...{ root: consumer.folder, configFile: false, logLevel: 'error', ssr },
      build: { ssr: consumer.write('server.js', SERVER), outDir: 'server', rollupOptions: { onwarn } },
    });
    expect(warnings).toEqual([]);
    const { status, stdout, stderr } = await consumer.node('server/server.mjs');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ...{ empty: 0, browser: ['undefined', 'undefined'], shown: [68, 'function'] },
    });
  });
});
