import { FacePerturbError } from '../support/errors.js';
import { NODE_GRAPHICS_PACKAGE } from './packages.js';

/** What is used of a WebGPU adapter: the driver of one graphics processor. */
export interface GraphicsAdapter {
  readonly info: GraphicsInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(wanted: object): Promise<GraphicsDevice>;
}

/** What a driver says about its processor. */
export interface GraphicsInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** What is used of a WebGPU device: an open connection to a graphics processor. */
export interface GraphicsDevice {
  addEventListener(type: 'uncapturederror', listener: (event: { error: { message: string } }) => void): void;
}

interface Graphics {
  requestAdapter(wanted: object): Promise<GraphicsAdapter | null>;
}

interface GraphicsPackage {
  create(options: string[]): Graphics;
  readonly globals: object;
}

/**
 * Finds the machine's graphics processor from Node, the fastest first. A `navigator.gpu` that is there already is
 * respected; without one, the package `webgpu` gives it.
 *
 * @throws FacePerturbError `missing-package` without the package, `missing-backend` without a driver it can use.
 */
export async function openGraphics(): Promise<GraphicsAdapter> {
  const own = graphicsOf(globalThis.navigator);
  const graphics = own ?? (await graphicsFromPackage());
  const adapter = await graphics.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw missingDriver();
  if (!own) publish(graphics);
  return adapter;
}

async function graphicsFromPackage(): Promise<Graphics> {
  // A variable, lest bundlers of pages follow it.
  const specifier: string = NODE_GRAPHICS_PACKAGE;
  try {
    const { create, globals } = (await import(
      /* @vite-ignore */ /* webpackIgnore: true */ specifier
    )) as GraphicsPackage;
    // Its classes and constants, which tfjs expects where a browser has them.
    Object.assign(globalThis, globals);
    return create([]);
  } catch (cause) {
    throw new FacePerturbError("useBackend('webgpu')", {
      code: 'missing-package',
      expected: `the package ${specifier}, through which Node reaches the graphics processor`,
      received: 'an import that failed',
      fix: `Run: npm install ${specifier}.`,
      cause,
    });
  }
}

function graphicsOf(navigator: object | undefined): Graphics | undefined {
  return (navigator as { gpu?: Graphics } | undefined)?.gpu;
}

/** Puts it where tfjs looks: on the navigator of newer versions of Node, or on one of its own in Node 20. */
function publish(graphics: Graphics): void {
  const gpu = { value: graphics, configurable: true };
  const navigator = globalThis.navigator as object | undefined;
  if (navigator) Object.defineProperty(navigator, 'gpu', gpu);
  else
    Object.defineProperty(globalThis, 'navigator', {
      value: Object.defineProperty({}, 'gpu', gpu),
      configurable: true,
    });
}

function missingDriver(): FacePerturbError {
  return new FacePerturbError("useBackend('webgpu')", {
    code: 'missing-backend',
    expected: 'a graphics processor with a driver for Vulkan (Linux), Metal (macOS) or Direct3D 12 (Windows)',
    received: 'no adapter',
    fix:
      process.platform === 'linux'
        ? "Install the card's driver and the Vulkan loader (Debian: libvulkan1); `vulkaninfo --summary` lists what works. Or call useBackend('wasm')."
        : "Install the card's newest driver. Or call useBackend('wasm').",
  });
}
