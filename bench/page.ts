import * as tf from '@tensorflow/tfjs-core';
import { openBackend } from './backends.js';
import { createHandler } from './handler.js';
import type { Request } from './protocol.js';
import { isSoftware, webgpuRenderer } from './renderer.js';
import { PORTABLE_TASKS } from './tasks/portable.js';

declare global {
  interface Window {
    /** Answers a request; called from outside the page. */
    ask(request: Request): Promise<unknown>;
  }
}

const MODULES: Record<string, () => Promise<unknown>> = {
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

const name = new URLSearchParams(location.search).get('backend') ?? '';
const opened = open();

window.ask = async (request) => (await opened)(request);

async function open() {
  const module = MODULES[name];
  const { environment } = await openBackend(name, { module });
  const renderer = await (name === 'webgpu' ? webgpuRenderer() : webglRenderer());
  return createHandler({
    environment: { ...environment, tfjs: tf.version_core, [`${name} on`]: renderer },
    tasks: PORTABLE_TASKS,
    slow: isSoftware(renderer),
    clock: { wall: () => performance.now(), cpu: () => null },
  });
}

function webglRenderer(): string {
  const context = document.createElement('canvas').getContext('webgl2');
  const extension = context?.getExtension('WEBGL_debug_renderer_info');
  return String((extension && context?.getParameter(extension.UNMASKED_RENDERER_WEBGL)) ?? 'unknown');
}
