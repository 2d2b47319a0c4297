import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    models: 'src/models/index.ts',
    data: 'src/data/index.ts',
    landmarks: 'src/landmarks/index.ts',
    wasm: 'src/wasm/index.ts',
    node: 'src/node/index.ts',
  },
  format: ['esm', 'cjs'],
  // Neutral: the entries run in Node and in browsers, and only `node` names Node's own modules.
  platform: 'neutral',
  external: [/^node:/, 'sharp'],
  target: 'es2022',
  dts: true,
  splitting: true,
  sourcemap: false,
  treeshake: true,
  clean: true,
});
