export {
  registerTrainingKernels,
  unregisterTrainingKernels,
  type TrainingKernelOptions,
  type TrainingKernelReport,
} from './register.js';
export { hasRelaxedSimd, hasSimd } from './companion.js';
