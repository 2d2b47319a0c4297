/** The program of threads where this package's sources run: threads have no loader of TypeScript of their own. */
import { register } from 'tsx/esm/api';

register();
await import('./trainingThread.ts');
