import { accessSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startProcess } from './participants/process.js';
import type { Participant } from './participants/participant.js';

/** Scripts of bench/peers by the names that tables show. */
const SCRIPTS: Record<string, string[]> = {
  PyTorch: ['pytorch.py'],
  'scikit-learn': ['scikit_learn.py'],
  OpenCV: ['open_cv.py'],
  'pandas, str.split': ['pandas_csv.py', 'split'],
  'pandas, np.fromstring': ['pandas_csv.py', 'fromstring'],
};

/** Debian's packages are in its own Python, whatever other comes first in PATH. */
const PYTHONS = ['/usr/bin/python3'];

/** How to start each of the other libraries, each on one thread. */
export function peers(core: number | undefined): (() => Participant)[] {
  const python = PYTHONS.find(exists) ?? 'python3';
  return Object.entries(SCRIPTS).map(
    ([name, [script = '', ...args]]) =>
      () =>
        startProcess({
          name,
          command: [python, fileURLToPath(new URL(`peers/${script}`, import.meta.url)), ...args],
          environment: { PYTHONDONTWRITEBYTECODE: '1' },
          core,
        }),
  );
}

function exists(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
