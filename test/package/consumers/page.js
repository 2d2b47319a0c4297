import { run } from './pageJob.js';

window.run = run;

/** The same in a module worker. */
window.runInWorker = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pageWorker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
