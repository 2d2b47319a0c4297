import { checkNotAborted } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { copiesContext, epochRandom } from './copies.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { useFasterLayers } from './fasterLayers.js';
import { readWeights, trainedVariables, writeWeights } from './modelWeights.js';
import { sgdNesterov } from './optimizer.js';
import { firstState, resumeRun, saveRun, type Run } from './runState.js';
import { makeTrainingPlan, planSettings, type TrainingPlan } from './settings.js';
import { stepsHere, type Epoch, type Steps } from './steps.js';
import { turnGiver } from './turn.js';
import type { EpochCopies, EpochRecord, TrainClassifierOptions } from './types.js';
import { stepsInWorkers } from './workers/workerSteps.js';

/**
 * Trains one classifier with SGD on softmax cross-entropy, and says after each epoch how it went.
 *
 * Every picture is shown once an epoch, in an order drawn anew. Batches have one shape: the last is filled up with pictures of its own that do
 * not count in the loss. With `copies`, each update is on the images and all their copies.
 *
 * Each epoch, step and picture has a random stream of its own, so that a run that goes on from a checkpoint, even one from the middle of an epoch,
 * gives exactly the weights and records (but for the seconds) of a run in one piece. Such a run yields the records of the epochs before first.
 *
 * The model keeps the best weights (see `keepBest`) at every end: finished, stopped by the signal, left by `break`, or failed.
 *
 * @throws FacePerturbError `invalid-option` or `invalid-argument` for options that are wrong or do not fit together, `damaged-file` or
 *   `invalid-data` for a checkpoint that is cut, foreign or of other settings (the model is then untouched), `diverged` when the loss is no longer
 *   a finite number, `worker-failed` when a worker ended, `aborted` when stopped.
 * @example
 * for await (const record of trainClassifier({ model, train, validation, epochs: 10, schedule: { kind: 'oneCycle', maxRate: 0.1 } })) {
 *   console.log(record.epoch, record.validationAccuracy);
 * }
 */
export async function* trainClassifier(options: TrainClassifierOptions): AsyncGenerator<EpochRecord, void, undefined> {
  const run = await openRun(makeTrainingPlan(options));
  const { plan, learner, state } = run;
  const { model, phase, epochs, stepsPerEpoch, schedule, signal } = plan;
  const giveTurn = turnGiver();
  const restoreLayers = useFasterLayers(model);
  let end: End = 'left';
  let steps: Steps | undefined;

  try {
    yield* state.records.map((record) => structuredClone(record));
    if (state.epoch <= epochs) steps = await openSteps(run);

    while (steps && state.epoch <= epochs) {
      const random = epochRandom(plan.seed, phase, state.epoch);
      const copies = await epochCopies(run);
      const order = random.fork('order').permutation(plan.train.size);
      const shown: Epoch = { random, order, changes: copies.changes };
      let clock = performance.now();
      let saved = clock;

      while (state.step < stepsPerEpoch) {
        checkNotAborted('trainClassifier', signal);
        learner.optimizer.learningRate = schedule.rate(state.schedule);
        const result = await steps.step(shown, state.step);

        const now = performance.now();
        state.sums.loss += result.loss * result.samples;
        state.sums.correct += result.correct;
        state.sums.samples += result.samples;
        state.sums.seconds += (now - clock) / 1000;
        state.learningRate = learner.optimizer.learningRate;
        state.schedule = schedule.afterStep(state.schedule);
        state.step++;
        clock = now;
        checkFinite(run, result.loss);

        const { epoch, step, learningRate } = state;
        plan.onStep?.({ phase, epoch, epochs, step, steps: stepsPerEpoch, loss: result.loss, learningRate });
        if (plan.checkpointMinutes && now - saved > plan.checkpointMinutes * 60_000) {
          await saveRun(run);
          saved = performance.now();
        }
        await giveTurn();
      }

      const validation = await validate(run, copies);
      const record = closeEpoch(run, copies, validation, (performance.now() - clock) / 1000);
      if (record.best) run.keptWeights = await readWeights(model);
      await saveRun(run);
      yield structuredClone(record);
    }
    end = 'finished';
  } catch (error) {
    end = 'failed';
    if (!(error instanceof FacePerturbError)) throw error;
    if (error.code === 'diverged') end = 'diverged';
    if (error.code === 'aborted') await saveRun(run);
    throw error;
  } finally {
    await steps?.close();
    const hasKept = plan.keepBest && state.kept.epoch > 0;
    if (hasKept || end === 'diverged') writeWeights(model, run.keptWeights);
    learner.optimizer.dispose();
    restoreLayers();
  }
}

type End = 'left' | 'finished' | 'failed' | 'diverged';

/** Starts the run anew, or where its checkpoint left it. */
async function openRun(plan: TrainingPlan): Promise<Run> {
  const { model } = plan;
  const optimizer = sgdNesterov({ learningRate: 0, ...plan.optimizer });
  const learner = { model, optimizer, variables: trainedVariables(model) };
  const settings = plan.checkpoint ? planSettings(plan) : {};
  const run: Run = { plan, settings, learner, state: firstState(plan), keptWeights: await readWeights(model) };
  await resumeRun(run);
  return run;
}

/** Whoever computes: this thread, or workers. */
function openSteps({ plan, learner }: Run): Steps | Promise<Steps> {
  return plan.workers.count > 1 ? stepsInWorkers(plan, learner) : stepsHere(plan, learner);
}

/** The copies of the epoch under way. */
async function epochCopies({ plan, state }: Run): Promise<EpochCopies> {
  const { copies, seed, phase, inputSize: size, train, signal } = plan;
  if (!copies) return { changes: [] };
  const previous = state.records.at(-1)?.clusters;
  return copies(copiesContext({ seed, phase, epoch: state.epoch, size, train, previous, signal }));
}

function checkFinite(run: Run, loss: number): void {
  if (!Number.isFinite(loss)) throw diverged(run, `the loss is ${loss}`);
}

async function validate(run: Run, { changes }: EpochCopies): Promise<Evaluation> {
  const { model, validation, inputSize, batchSize, signal } = run.plan;
  try {
    return await evaluate(model, validation, { inputSize, batchSize, copies: changes, signal });
  } catch (error) {
    if (!(error instanceof FacePerturbError) || error.code !== 'diverged') throw error;
    throw diverged(run, 'the logits of validation pictures are not finite', error);
  }
}

function diverged({ plan, state }: Run, sign: string, cause?: unknown): FacePerturbError {
  const { epoch, step, learningRate } = state;
  const where = `step ${step} of epoch ${epoch} (${plan.phase}), at learning rate ${learningRate}`;
  return new FacePerturbError(`trainClassifier: the training diverged: ${sign} after ${where}`, {
    code: 'diverged',
    fix: 'Lower the learning rate, or let it rise more slowly. The model has the best weights from before.',
    cause,
  });
}

/** Writes the epoch's record and moves the state to the start of the next. */
function closeEpoch(
  { plan, state }: Run,
  { clusters }: EpochCopies,
  validation: Evaluation,
  rest: number,
): EpochRecord {
  const { sums, epoch } = state;
  const best = !plan.keepBest || validation.accuracy > state.kept.accuracy;
  const record: EpochRecord = {
    phase: plan.phase,
    epoch,
    trainLoss: sums.loss / sums.samples,
    trainAccuracy: sums.correct / sums.samples,
    validationLoss: validation.loss,
    validationAccuracy: validation.accuracy,
    macroF1: validation.macroF1,
    learningRate: state.learningRate,
    samples: sums.samples,
    steps: state.step,
    best,
    seconds: sums.seconds + rest,
    ...(clusters && { clusters }),
  };
  if (best) state.kept = { epoch, accuracy: validation.accuracy };
  state.records.push(record);
  state.schedule = plan.schedule.afterEpoch(state.schedule, {
    validationAccuracy: validation.accuracy,
    validationLoss: validation.loss,
  });
  state.epoch++;
  state.step = 0;
  state.sums = { loss: 0, correct: 0, samples: 0, seconds: 0 };
  return record;
}
