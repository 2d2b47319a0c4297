import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serve, type Served } from '../../test/package/support/serve.js';
import { bundleForBrowser } from '../bundle.js';
import { findBrowser, NO_BROWSER } from '../findBrowser.js';
import type { ReplyTo, Request } from '../protocol.js';
import { groupOf } from '../report/names.js';
import type { Participant } from './participant.js';

const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const COMMON = ['--headless', '--no-sandbox', '--disable-sync', ...QUIET];
const GRAPHICS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--enable-unsafe-swiftshader'];

/** The machine's own graphics first, then software that stands in for it. */
const ATTEMPTS = [GRAPHICS, [...GRAPHICS, '--use-webgpu-adapter=swiftshader']];

/**
 * A page in a headless Chromium; it is opened when it is first asked something, and anew for each group of tasks: graphics memory that one
 * group has filled is not all given back.
 */
export function startPage(backend: string): Participant {
  let opened: Promise<Opened> | undefined;
  let group: string | undefined;
  return {
    name: backend,
    async ask<R extends Request>(request: R): Promise<ReplyTo<R>> {
      opened ??= open(backend);
      const { page } = await opened;
      if (request.do === 'prepare' && groupOf(request.task) !== group) {
        if (group !== undefined) await page.reload();
        group = groupOf(request.task);
      }
      const reply = await page.evaluate((asked) => window.ask(asked as Request), request as object);
      return reply as ReplyTo<R>;
    },
    async stop() {
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}

interface Opened {
  page: Page;
  close(): Promise<void>;
}

async function open(backend: string): Promise<Opened> {
  // Loaded here: it takes longer than most measurements.
  const { chromium } = await import('playwright-core');
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  const folder = await mkdtemp(join(tmpdir(), 'face-perturb-page-'));
  await bundleForBrowser(folder);
  const server = await serve(folder);
  let failure: unknown;
  for (const args of ATTEMPTS) {
    const browser = await chromium.launch({ executablePath, args: [...COMMON, ...args] });
    const close = () => closeAll(browser, server, folder);
    try {
      const page = await browser.newPage();
      await page.goto(`${server.address}/index.html?backend=${backend}`);
      await page.evaluate(() => window.ask({ do: 'describe' }));
      return { page, close };
    } catch (error) {
      failure = error;
      await browser.close();
    }
  }
  server.stop();
  await rm(folder, { recursive: true, force: true });
  throw failure;
}

async function closeAll(browser: Browser, server: Served, folder: string): Promise<void> {
  await browser.close();
  server.stop();
  await rm(folder, { recursive: true, force: true });
}
