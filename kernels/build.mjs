// Compiles the companion module in its four forms and writes them as one TypeScript file:
//   node kernels/build.mjs
// Forms: plain or relaxed SIMD, for the backend's own memory or for the shared memory of its threaded build.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const common = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
const relaxed = ['--enable', 'relaxed-simd'];
const shared = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'];
const forms = { simd: [], relaxed, simdShared: shared, relaxedShared: [...relaxed, ...shared] };

const source = fileURLToPath(new URL('index.ts', import.meta.url));
const target = fileURLToPath(new URL('../src/wasm/binaries.generated.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'face-perturb-kernels-'));

const lines = ['// Written by kernels/build.mjs from kernels/*.ts. Not to be edited.', 'export const BINARIES = {'];
for (const [form, options] of Object.entries(forms)) {
  const file = join(folder, `${form}.wasm`);
  const { error, stderr } = await asc.main([source, ...common, ...options, '-o', file]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  const bytes = readFileSync(file);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  console.log(`${form}: ${bytes.length} bytes, sha256 ${digest}`);
  lines.push(`  ${form}: '${bytes.toString('base64')}',`);
}
lines.push('} as const;', '');
writeFileSync(target, lines.join('\n'));
rmSync(folder, { recursive: true });
