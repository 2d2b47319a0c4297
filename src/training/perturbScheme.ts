import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { openClassifier } from '../attention/classifier.js';
import type { ImageDataset } from '../data/dataset.js';
import { checkImageBatch } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import { attentionClusterCopies, checkAttention, clusterCopies, type FullClusteringSettings } from './clusterCopies.js';
import { copiesContext } from './copies.js';
import { evaluate, summedLogits, type Evaluation } from './evaluate.js';
import type { FeatureFocusedTrainer, TrainerEvaluateOptions } from './featureFocusedTrainer.js';
import { weightsChecksum } from './modelWeights.js';
import { trainClassifier } from './trainClassifier.js';
import type { CopiesProvider, EpochRecord, FeatureFocusedOptions, ImageChange, TrainerPhase } from './types.js';

const WHAT = 'featureFocusedTrainer';

/** Options of the trainer, checked, with what was left out filled in. */
export interface SchemeOptions extends FeatureFocusedOptions {
  seed: number;
  inputSize: number;
  copies: 'clusters' | CopiesProvider;
  clustering: FullClusteringSettings;
}

/** The three phases, one after the other, and what came of them. */
export class PerturbScheme implements FeatureFocusedTrainer {
  readonly attentionClassifier: LayersModel | undefined;
  readonly predictor: LayersModel;
  records: EpochRecord[] = [];
  changes: readonly ImageChange[] = [];
  private best: EpochRecord | undefined;
  /** Copies of the predictor epoch under way. */
  private latest: { epoch: number; changes: readonly ImageChange[] } | undefined;
  private readonly provider: CopiesProvider;

  constructor(private readonly options: SchemeOptions) {
    const { attentionClassifier, predictor, copies, clustering } = options;
    this.attentionClassifier =
      typeof attentionClassifier === 'function' ? attentionClassifier(this.seedOf('attention')) : attentionClassifier;
    this.predictor = predictor(this.seedOf('predictor'));
    this.provider =
      copies === 'clusters' ? attentionClusterCopies(this.attentionClassifier as LayersModel, clustering) : copies;
  }

  get clusters() {
    return this.best?.clusters;
  }

  async *run({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<EpochRecord, void, undefined> {
    this.records = [];
    this.changes = [];
    this.best = undefined;
    await this.checkAttention();
    if (this.attentionClassifier && this.builtAttention) {
      for await (const record of this.train('attention', this.attentionClassifier, signal)) {
        this.records.push(record);
        yield record;
      }
    }
    for await (const record of this.train('predictor', this.predictor, signal)) {
      this.records.push(record);
      if (record.best) await this.keep(record, signal);
      yield record;
    }
  }

  predict(images: tf.Tensor4D): tf.Tensor2D {
    checkImageBatch(`${WHAT}: predict`, images);
    this.checkTrained('predict');
    return summedLogits(openClassifier(`${WHAT}: predict`, this.predictor), images, this.changes, 'predict');
  }

  async evaluate(dataset: ImageDataset, options: TrainerEvaluateOptions = {}): Promise<Evaluation> {
    const { copies = true, ...rest } = options;
    if (copies) this.checkTrained('evaluate');
    const { inputSize } = this.options;
    return evaluate(this.predictor, dataset, { ...rest, inputSize, copies: copies ? this.changes : [] });
  }

  dispose(): void {
    this.predictor.dispose();
    if (this.builtAttention) this.attentionClassifier?.dispose();
  }

  private get builtAttention(): boolean {
    return typeof this.options.attentionClassifier === 'function';
  }

  private async checkAttention(): Promise<void> {
    const { copies, clustering, inputSize, train } = this.options;
    if (copies !== 'clusters') return;
    await checkAttention(this.attentionClassifier as LayersModel, clustering, { inputSize, channels: train.channels });
  }

  private seedOf(phase: TrainerPhase): number {
    return createRandom(this.options.seed)
      .fork('weights', phase)
      .integer(2 ** 31);
  }

  private async *train(phase: TrainerPhase, model: LayersModel, signal: AbortSignal | undefined) {
    const { train, validation, seed, inputSize, training, checkpoint } = this.options;
    const { checkpointMinutes, workers, onStep } = this.options;
    const own = phase === 'attention' ? this.options.attentionTraining : this.options.predictorTraining;
    yield* trainClassifier({
      ...training,
      ...own,
      ...{ model, phase, train, validation, seed, inputSize },
      ...{ signal, checkpoint: checkpoint?.(phase), checkpointMinutes, workers, onStep },
      ...(phase === 'predictor' && { copies: this.remember, fingerprint: await this.fingerprint() }),
    });
  }

  private readonly remember: CopiesProvider = async (context) => {
    const copies = await this.provider(context);
    this.latest = { epoch: context.epoch, changes: copies.changes };
    return copies;
  };

  /** What the copies depend on, besides the training's own settings. */
  private async fingerprint(): Promise<object> {
    const { copies, clustering } = this.options;
    if (copies !== 'clusters') return { copies: 'own' };
    return { copies, clustering, attention: await weightsChecksum(this.attentionClassifier as LayersModel) };
  }

  private async keep(record: EpochRecord, signal: AbortSignal | undefined): Promise<void> {
    const known = this.latest?.epoch === record.epoch ? this.latest.changes : undefined;
    this.changes = known ?? (await this.changesOf(record, signal));
    this.best = record;
  }

  /** The copies of an epoch before a checkpoint. */
  private async changesOf({ epoch, clusters }: EpochRecord, signal: AbortSignal | undefined) {
    const { copies, seed, inputSize: size, train } = this.options;
    if (copies === 'clusters' && clusters) return clusterCopies(clusters);
    const previous = this.records.find(
      (record) => record.phase === 'predictor' && record.epoch === epoch - 1,
    )?.clusters;
    const context = copiesContext({ seed, phase: 'predictor', epoch, size, train, previous, signal });
    return (await this.provider(context)).changes;
  }

  private checkTrained(method: string): void {
    if (this.best) return;
    throw new FacePerturbError(`${WHAT}: ${method}`, {
      code: 'invalid-argument',
      expected: 'a predictor trained for an epoch at least',
      received: 'none',
      fix: 'Run the trainer first: for await (const record of trainer.run()) …',
    });
  }
}
