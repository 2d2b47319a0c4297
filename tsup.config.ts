import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    models: 'src/models/index.ts',
    data: 'src/data/index.ts',
    landmarks: 'src/landmarks/index.ts',
    wasm: 'src/wasm/index.ts',
    node: 'src/node/index.ts',
    'training-worker': 'src/training/workers/serveTraining.ts',
    // Not entries of the package: the programs of nodeFaceLandmarker's and of trainClassifier's threads.
    landmarkWorker: 'src/node/landmarks/landmarkWorker.ts',
    // The command line; only its ES module is packed.
    cli: 'src/node/cli/main.ts',
    trainingThread: 'src/training/workers/trainingThread.ts',
  },
  format: ['esm', 'cjs'],
  // Neutral: the entries run in Node and in browsers, and only `node` names Node's own modules.
  platform: 'neutral',
  // Dependencies and peers stay outside by themselves. `import()` stays one in both formats: in CommonJS, ml-kmeans (an
  // ES module alone) and the backends are loaded by it too.
  external: [/^node:/],
  removeNodeProtocol: false,
  target: 'es2022',
  dts: true,
  // One copy of each class in each format, whichever entries a program loads.
  splitting: true,
  sourcemap: false,
  treeshake: true,
  clean: true,
});
