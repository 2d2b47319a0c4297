import type { CardView, ModelCard } from '../../docs/playground/modelCard.js';
import type { DatasetSplits } from '../../src/data/dataset.js';
import { highestClass } from '../../src/training/loss.js';
import { repeatedFaces } from '../shared/dataRecord.js';
import type { View } from '../shared/predict.js';
import { grouped, percent } from '../shared/report/words.js';
import { score, wilson } from '../shared/statistics.js';
import { ARMS, type ArmName } from './arms.js';
import { unpackLogits } from './logits.js';
import type { RunResult } from './records.js';

/** What the card is made of. */
export interface Exported {
  readonly result: RunResult;
  /** Finished runs that differ in their seed alone, with this one. */
  readonly alike: readonly RunResult[];
  readonly splits: DatasetSplits;
  /** Of the file of the weights. */
  readonly sha256: string;
  readonly bytes: number;
}

const VIEWS: Record<View, string> = { plain: 'one crop, the middle', tenCrop: 'mean of ten crops' };

/** Writes the card: what the network learned from, how well it does in each view of a picture, and its limits. */
export function cardOf(exported: Exported): ModelCard {
  const { result, splits } = exported;
  const { settings, parameters } = result;
  const { test, train } = splits;
  return {
    name: `${settings.network} network (${grouped(parameters)} weights), FER2013`,
    classNames: [...test.classNames],
    input: { picture: test.height, crop: settings.inputSize, range: [0, 1] },
    data: `FER2013 (Goodfellow et al. 2013, arXiv:1307.0414): ${grouped(train.size)} pictures of the Training split, 48 x 48 grey, gathered by an image search, with labels that people disagree about; some are wrong.`,
    training: trainingOf(result),
    accuracy: {
      on: 'FER2013, PrivateTest',
      pictures: Array.from(test.classNames, (_, id) => test.labels.filter((label) => label === id).length),
      // The page shows the network one crop.
      views: [viewOf(exported, 'plain'), viewOf(exported, 'tenCrop')],
    },
    limits: [
      'The outputs are scores for the words that annotators gave to pictures like these, not what a person feels.',
      'Not for judging people: not at work, in schools, at borders, in health care, nor wherever an error hurts somebody.',
      'Disgust and fear are often taken for other emotions; faces that are turned, cropped or covered are told less well.',
      'How well it does for groups of people by age, gender or skin tone is not known: the data set does not say who is in it.',
      repeatsOf(exported),
    ],
    sections: sectionsOf(exported),
  };
}

function trainingOf({ settings, epochs, bestEpoch, environment, timing }: RunResult): string {
  const steps = epochs.reduce((sum, epoch) => sum + epoch.steps, 0);
  const backend = [environment.backend.name, environment.backend.device].filter(Boolean).join(', ');
  return `npm run paper, arm "${ARMS[settings.arm as ArmName].name}", seed ${settings.seed}: ${settings.training.epochs} epochs, ${grouped(steps)} updates of ${settings.training.batchSize} pictures, random crops and mirroring; the weights of epoch ${bestEpoch} were best on PublicTest. Trained with face-perturb ${environment.facePerturb} on ${backend}, ${timing.finishedAt.slice(0, 10)}.`;
}

function viewOf({ result, splits: { test } }: Exported, view: View): CardView {
  const { accuracy, macroF1, perClass, confusion } = scoreOf(result, view, test);
  const { low, high } = wilson(accuracy, test.size);
  return { view: VIEWS[view], overall: accuracy, interval: [low, high], macroF1, perClass, confusion };
}

function predictionsOf({ tests }: RunResult, view: View, classes: number): Uint8Array {
  if (!tests.plain) throw new Error('the run was not tested on plain faces');
  return highestClass(unpackLogits(tests.plain[view]), classes);
}

function scoreOf(result: RunResult, view: View, { labels, classNames }: DatasetSplits['test']) {
  return score(predictionsOf(result, view, classNames.length), labels, classNames.length);
}

function repeatsOf({ result, splits }: Exported): string {
  const { labels, classNames } = splits.test;
  const repeated = repeatedFaces(splits);
  const [one, ten] = (['plain', 'tenCrop'] as const).map((view) => {
    const predictions = predictionsOf(result, view, classNames.length);
    const left = [...labels.keys()].filter((at) => !repeated[at]);
    return percent(left.filter((at) => predictions[at] === labels[at]).length / left.length);
  });
  return `${repeated.filter(Boolean).length} of the test pictures also stand in another split, so the accuracy is slightly too high: without them it is ${one} by one crop, ${ten} by ten.`;
}

function sectionsOf({ result, alike, splits, sha256, bytes }: Exported): ModelCard['sections'] {
  const { settings } = result;
  const { test } = splits;
  const reached = alike.map((each) => percent(scoreOf(each, 'plain', test).accuracy)).join(', ');
  return [
    {
      title: 'Network',
      text: `createNetwork('${settings.network}', { inputSize: ${settings.inputSize} }): one grey picture in, a logit for each of ${test.classNames.join(', ')} out; ${grouped(bytes)} bytes of weights.`,
    },
    {
      title: 'Chosen by',
      text: `the epoch by accuracy on PublicTest. This is seed ${settings.seed} of ${alike.length} trainings that differ in nothing else; by one crop they reach ${reached} of PrivateTest, in the order of their seeds.`,
    },
    { title: 'Looks at', text: 'not known beyond what the playground shows, face by face.' },
    { title: 'Meant for', text: 'showing on this site what hiding a part of a face changes for a network.' },
    {
      title: 'Licence',
      text: 'the weights: MIT, as the package; the licence of the pictures it learned from is not known.',
    },
    { title: 'Files', text: `model.json, and weights.bin with the SHA-256 ${sha256}.` },
  ];
}
