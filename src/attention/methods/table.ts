import { FacePerturbError, show } from '../../support/errors.js';
import type { AttentionMethod } from '../types.js';
import { gradCam, gradCamPlusPlus, layerCam } from './gradCam.js';
import { gradientTimesInput } from './gradientTimesInput.js';
import { inputGradient } from './inputGradient.js';
import { integratedGradients } from './integratedGradients.js';
import { occlusion } from './occlusion.js';
import { rise } from './rise.js';
import { scoreCam } from './scoreCam.js';
import { smoothGrad } from './smoothGrad.js';
import { spatialGate } from './spatialGate.js';

/** The built-in methods by name, those with options with their defaults. */
export const ATTENTION_METHODS = {
  spatialGate,
  inputGradient,
  gradientTimesInput,
  smoothGrad: /* @__PURE__ */ smoothGrad(),
  integratedGradients: /* @__PURE__ */ integratedGradients(),
  gradCam,
  gradCamPlusPlus,
  layerCam,
  scoreCam,
  occlusion: /* @__PURE__ */ occlusion(),
  rise: /* @__PURE__ */ rise(),
} as const satisfies Record<string, AttentionMethod>;

/** Name of a built-in method. */
export type AttentionMethodName = keyof typeof ATTENTION_METHODS;

/** The method of that name, or the user's own when it has the right shape. */
export function findMethod(what: string, method: AttentionMethodName | AttentionMethod): AttentionMethod {
  if (typeof method === 'string' && Object.hasOwn(ATTENTION_METHODS, method)) return ATTENTION_METHODS[method];
  if (isMethod(method)) return method;
  const names = Object.keys(ATTENTION_METHODS).map((name) => `'${name}'`);
  throw new FacePerturbError(`${what}: method`, {
    code: 'invalid-option',
    expected: `one of ${names.join(', ')}, or an object { name, reads: 'magnitude' | 'positive', compute }`,
    received: show(method),
  });
}

function isMethod(value: unknown): value is AttentionMethod {
  if (typeof value !== 'object' || value === null) return false;
  const { name, reads, compute } = value as Partial<AttentionMethod>;
  return typeof name === 'string' && (reads === 'magnitude' || reads === 'positive') && typeof compute === 'function';
}
