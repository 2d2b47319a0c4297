import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBrowser, NO_BROWSER } from '../../bench/findBrowser.js';

const DRIVER = 'vk_swiftshader_icd.json';

/**
 * On Linux, lets this process compute on SwiftShader, the software driver that comes with Chromium, whatever cards the machine has; call
 * before the first `useBackend('webgpu')`. Elsewhere the machine's own graphics are used.
 *
 * @throws Where there is no such driver: these tests are never skipped.
 */
export function useSoftwareDriver(): void {
  if (process.platform !== 'linux') return;
  const browser = findBrowser();
  if (!browser) throw new Error(NO_BROWSER);
  const folders = [dirname(realpathSync(browser)), '/usr/lib/chromium', '/opt/google/chrome'];
  const file = folders.map((folder) => join(folder, DRIVER)).find((each) => existsSync(each));
  if (!file) throw new Error(`no ${DRIVER} in ${folders.join(', ')}`);
  process.env['VK_DRIVER_FILES'] = process.env['VK_ICD_FILENAMES'] = file;
}
