import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../support/errors.js';
import { openGraphics, type GraphicsAdapter, type GraphicsDevice, type GraphicsInfo } from './nodeGraphics.js';

/** What is used of the package `@tensorflow/tfjs-backend-webgpu`. */
interface WebgpuModule {
  readonly WebGPUBackend: new (device: GraphicsDevice, info: GraphicsInfo) => WebgpuBackend;
}

interface WebgpuBackend extends tf.KernelBackend {
  readonly tensorMap: { get(id: object): { values?: unknown } | undefined };
}

/** tfjs's rank of its webgpu backend among those that start by themselves. */
const PRIORITY = 3;

/** Limits that tfjs's kernels count on: the most the adapter has, where a device by itself has the least of all machines. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
];

/**
 * Registers tfjs's webgpu backend in Node, where the package by itself finds no `navigator.gpu` and registers nothing.
 *
 * @param loaded - The package `@tensorflow/tfjs-backend-webgpu`, as imported.
 * @param quick - Refuses an adapter that computes on the processor, which is slower than wasm.
 * @throws FacePerturbError `missing-package` or `missing-backend`, as {@link openGraphics} says.
 */
export async function registerWebgpuInNode(loaded: unknown, quick: boolean): Promise<void> {
  const { WebGPUBackend } = classesOf(loaded);
  const adapter = await openGraphics();
  if (quick && adapter.info.isFallbackAdapter) throw slowAdapter(adapter.info);
  tf.registerBackend('webgpu', async () => ready(WebGPUBackend, adapter), PRIORITY);
}

/** A CommonJS package that Node imports may have its names on `default` alone. */
function classesOf(loaded: unknown): WebgpuModule {
  const module = loaded as (Partial<WebgpuModule> & { default?: Partial<WebgpuModule> }) | undefined;
  const WebGPUBackend = module?.WebGPUBackend ?? module?.default?.WebGPUBackend;
  if (WebGPUBackend) return { WebGPUBackend };
  throw new FacePerturbError("useBackend('webgpu')", {
    code: 'missing-backend',
    expected: '@tensorflow/tfjs-backend-webgpu to be what is imported',
    received: 'a module without WebGPUBackend',
  });
}

async function ready(Backend: WebgpuModule['WebGPUBackend'], adapter: GraphicsAdapter): Promise<WebgpuBackend> {
  const device = await adapter.requestDevice({
    requiredFeatures: ['timestamp-query', 'bgra8unorm-storage'].filter((each) => adapter.features.has(each)),
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  return candid(new Backend(device, adapter.info), device);
}

/**
 * Lets a backend tell what it would keep to itself: that a computation failed on the card (out of memory, mostly), whose
 * result would be zeros, and that values can't be read at once, for which tfjs needs a page's canvas.
 */
function candid(backend: WebgpuBackend, device: GraphicsDevice): WebgpuBackend {
  let failure: string | undefined;
  device.addEventListener('uncapturederror', ({ error }) => (failure ??= firstLine(error.message)));
  const { read, readSync } = backend;
  backend.read = async (id) => {
    const values = await read.call(backend, id);
    const received = failure;
    failure = undefined;
    if (received !== undefined) throw failedOnCard(received);
    return values;
  };
  backend.readSync = (id) => {
    if (backend.tensorMap.get(id)?.values === undefined) throw noSyncRead();
    return readSync.call(backend, id);
  };
  return backend;
}

/** Dawn's messages go on with the calls that led there. */
function firstLine(message: string): string {
  return (message.split('\n')[0] as string).replace(/\.$/, '');
}

function failedOnCard(received: string): FacePerturbError {
  return new FacePerturbError('webgpu', {
    code: 'missing-backend',
    expected: 'the graphics processor to compute',
    received,
    fix: 'Out of memory? Use smaller batches (in training: microBatch).',
  });
}

function noSyncRead(): FacePerturbError {
  return new FacePerturbError('webgpu in Node', {
    code: 'missing-backend',
    expected: 'values to be read with data() or array(), which wait for the card',
    received: 'dataSync() or arraySync(), which need a page',
  });
}

function slowAdapter({ vendor, architecture }: GraphicsInfo): FacePerturbError {
  return new FacePerturbError("useBackend('auto'): webgpu", {
    code: 'missing-backend',
    expected: 'a graphics processor',
    received: `${vendor} ${architecture}, which computes on the processor and is slower than wasm`,
  });
}
