export {
  registerTrainingKernels,
  TRAINING_KERNEL_NAMES,
  unregisterTrainingKernels,
  type TrainingKernelOptions,
  type TrainingKernelReport,
} from './register.js';
export { hasRelaxedSimd, hasSimd } from './companion.js';
