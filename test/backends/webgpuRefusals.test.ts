import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useBackend, type UseBackendOptions } from '../../src/backends/index.js';
import { FacePerturbError } from '../../src/support/errors.js';

/** What a navigator of the user's own was asked. */
const asked: unknown[] = [];
const noCards = { requestAdapter: async (wanted: unknown) => void asked.push(wanted) };

async function refusal(options?: UseBackendOptions): Promise<FacePerturbError> {
  const error = await useBackend('webgpu', options).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(FacePerturbError);
  return error as FacePerturbError;
}

describe("useBackend('webgpu') in Node, refused", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.doUnmock('webgpu');
    expect(tf.findBackendFactory('webgpu')).toBeFalsy();
  });

  it('without the package webgpu says how to get it', async () => {
    vi.doMock('webgpu', () => {
      throw new Error('Cannot find package');
    });
    const { code, message, cause } = await refusal();
    expect(code).toBe('missing-package');
    expect(message).toContain('expected the package webgpu, through which Node reaches the graphics processor');
    expect(message).toContain('Run: npm install webgpu.');
    expect(cause).toBeInstanceOf(Error);
  });

  it.runIf(process.platform === 'linux')('without a driver says what to install, and makes no navigator', async () => {
    process.env['VK_DRIVER_FILES'] = process.env['VK_ICD_FILENAMES'] = '/no/driver';
    const before = globalThis.navigator as object | undefined;
    const { code, message } = await refusal();
    expect(code).toBe('missing-backend');
    expect(message).toContain(
      'a driver for Vulkan (Linux), Metal (macOS) or Direct3D 12 (Windows), received no adapter',
    );
    expect(message).toContain(
      "Debian: libvulkan1); `vulkaninfo --summary` lists what works. Or call useBackend('wasm')",
    );
    expect(globalThis.navigator).toBe(before);
    expect(before && 'gpu' in before).toBeFalsy();
  });

  it('asks a navigator.gpu that is there already', async () => {
    vi.stubGlobal('navigator', { gpu: noCards });
    const { code, message } = await refusal({ module: () => import('@tensorflow/tfjs-backend-cpu') });
    // A module that is not the backend's is refused before anything is asked of the machine.
    expect([code, asked]).toEqual(['missing-backend', []]);
    expect(message).toContain('expected @tensorflow/tfjs-backend-webgpu to be what is imported');

    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    expect((await refusal({ module: async () => ({ WebGPUBackend }) })).received).toBe('no adapter');
    expect(asked).toEqual([{ powerPreference: 'high-performance' }]);
  });
});
