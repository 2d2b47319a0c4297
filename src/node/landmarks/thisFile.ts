import { fileURLToPath } from 'node:url';

/** Path of the file this code is in, in both formats that the package is built in. */
export function thisFile(): string {
  return typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);
}
