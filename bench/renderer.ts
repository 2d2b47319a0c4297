interface Gpu {
  requestAdapter(
    wanted: object,
  ): Promise<{ info?: { vendor?: string; architecture?: string; description?: string } } | null>;
}

/** On what webgpu computes, in a page or in Node: vendor, architecture, driver. */
export async function webgpuRenderer(): Promise<string> {
  const { gpu } = globalThis.navigator as { gpu?: Gpu };
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  const { vendor = '', architecture = '', description = '' } = adapter?.info ?? {};
  return [vendor, architecture, description].filter((part) => part !== '').join(' ') || 'unknown';
}

/** Whether a renderer is software, hundreds of times slower than a card. */
export function isSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|software/i.test(renderer);
}
