import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Why there is no browser test where there is none. */
export const NO_BROWSER = `no Chromium or Chrome found in PATH (${NAMES.join(', ')}); on Debian: apt-get install chromium`;

/** The browser's program, if there is one. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

/** Arguments that make WebGL and WebGPU start without a graphics processor. */
export const SOFTWARE_GRAPHICS = [
  ...['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--enable-unsafe-swiftshader'],
  '--use-webgpu-adapter=swiftshader',
];

/** Starts the browser, without a window and without talking to the network of its own accord. */
export function startBrowser(executablePath: string, more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
      ...more,
    ],
  });
}

/** A page, and what it has complained about and asked for so far. */
export interface WatchedPage {
  page: Page;
  /** Errors and warnings of the console, and errors that nobody caught. */
  complaints: string[];
  /** What its programs have printed by `console.log`. */
  printed: string[];
  /** Hosts that requests went to. */
  hosts: Set<string>;
}

/** Opens an address. */
export async function open(browser: Browser, address: string): Promise<WatchedPage> {
  const page = await browser.newPage();
  // tfjs takes half of the cores for threads: two, on any machine.
  await page.addInitScript('Object.defineProperty(navigator, "hardwareConcurrency", { get: () => 4 })');
  const complaints: string[] = [];
  const printed: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'log') printed.push(message.text());
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http')) hosts.add(host);
  });
  await page.goto(address);
  return { page, complaints, printed, hosts };
}
