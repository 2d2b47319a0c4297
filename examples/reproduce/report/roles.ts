import type { Role } from '../results.js';

/** What the three networks are called in the report. */
export const ROLE_NAMES: Record<Role, string> = {
  baseline: 'Baseline',
  attention: 'Attention classifier',
  predictor: 'Perturb predictor',
};
