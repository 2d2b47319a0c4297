import type { Training } from '../presets.js';
import { ROLES, type Results } from '../results.js';
import { html, type Content, type Markup } from '../../shared/report/html.js';
import { table } from '../../shared/report/parts.js';
import { duration, grouped } from '../../shared/report/words.js';
import { ROLE_NAMES } from './roles.js';

/** Settings of the three trainings and of the run. */
export function settingsTables(results: Results): Markup {
  const { details } = results.settings;
  const trainings: Training[] = ROLES.map((role) => details[role]);
  const row = (name: string, value: (training: Training, at: number) => Content) => [name, ...trainings.map(value)];
  const record = (at: number) => results.trainings[ROLES[at]!];
  return html`${table(
    ['Training', ...ROLES.map((role) => ROLE_NAMES[role])],
    [
      row('network', (_, at) => record(at).network),
      row('weights', (_, at) => grouped(record(at).parameters)),
      row('epochs', ({ epochs }) => epochs),
      row('epoch kept', (_, at) => record(at).bestEpoch),
      row('pictures a batch', ({ batchSize }, at) => batchInWords(batchSize, at, results)),
      row('updates', (_, at) => grouped(sum(record(at).epochs.map((epoch) => epoch.steps)))),
      row('pictures shown', (_, at) => grouped(sum(record(at).epochs.map((epoch) => epoch.samples)))),
      row('learning rate', ({ schedule }) => rateInWords(schedule)),
      row('optimiser', ({ optimizer }) => optimizerInWords(optimizer)),
      row('time', (_, at) => duration(sum(results.timing.epochSeconds[ROLES[at]!]))),
    ],
  )}`;
}

/** Versions and machine facts. */
export function environmentTable(results: Results): Markup {
  const { environment, settings, timing } = results;
  return table(
    ['Versions', ''],
    [
      ['face-perturb', environment.facePerturb],
      ['TensorFlow.js', environment.tfjs],
      ['Node', environment.node],
      ['platform', environment.platform],
      ['backend', backendInWords(results)],
      ['seed', settings.seed],
      ['workers', settings.workers ?? 1],
      ['finished', timing.finishedAt],
    ],
  );
}

/** The command that repeats the run. */
export function command({ settings }: Results): string {
  const data = settings.data === 'synthetic' ? '' : ` --data PATH/${settings.data}`;
  const workers = settings.workers === undefined ? '' : ` --workers ${settings.workers}`;
  return `npm run reproduce --${data} --preset ${settings.preset} --seed ${settings.seed}${workers}`;
}

function backendInWords({ environment: { backend }, settings }: Results): string {
  const { name = settings.backend, simd, threads, floatPrecision, ownKernels } = backend;
  const own = Array.isArray(ownKernels) ? ownKernels.length : 0;
  return [
    String(name),
    simd === true && 'SIMD',
    threads !== undefined && `${String(threads)} thread${threads === 1 ? '' : 's'}`,
    floatPrecision !== undefined && `float${String(floatPrecision)}`,
    own > 0 && `${own} kernels of this library`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

function batchInWords(batchSize: number, at: number, { settings }: Results): string {
  if (ROLES[at] !== 'predictor') return String(batchSize);
  const each = settings.details.clustering.clusters + 1;
  return `${batchSize * each} (${batchSize} × ${each})`;
}

function rateInWords(schedule: Training['schedule']): string {
  if (schedule.kind === 'oneCycle') return `one cycle, up to ${schedule.maxRate}`;
  if (schedule.kind === 'constant') return String(schedule.rate);
  return `${schedule.rate}, × ${schedule.factor ?? 0.75} after ${schedule.patience ?? 5} epochs without gain`;
}

function optimizerInWords({
  momentum = 0.9,
  nesterov = true,
  weightDecay = 1e-4,
}: NonNullable<Training['optimizer']> = {}): string {
  return `SGD, ${nesterov ? 'Nesterov ' : ''}momentum ${momentum}, weight decay ${weightDecay}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
