import 'face-perturb/models';
import { serveTraining } from 'face-perturb/training-worker';
serveTraining({ module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' });
