import { run } from './pageJob.js';

postMessage(await run());
