/** What the paper reports (Qiu, arXiv:2411.00824), to stand beside a run's own numbers. */

/** The paper's networks, as it names them. */
export type PaperNetwork = 'DenseNet' | 'DPN' | 'ResMasking' | 'ResNet' | 'VGG16' | 'Ensemble';

/** Numbers by class name. */
type ByClass = Readonly<Record<string, number>>;

/** Table 1: change of each class's accuracy in per cent when the network was trained on MaskFer instead of FER2013. */
export const PAPER_TABLE_1: Readonly<Record<PaperNetwork, ByClass>> = {
  DenseNet: { angry: -39, happy: -49, sad: -12, neutral: -51, surprise: -19, disgust: -49, fear: -20 },
  DPN: { angry: -35, happy: -63, sad: -24, neutral: -60, surprise: -26, disgust: -59, fear: -23 },
  ResMasking: { angry: -32, happy: -42, sad: -4, neutral: -53, surprise: -35, disgust: -39, fear: -13 },
  ResNet: { angry: -20, happy: -55, sad: -16, neutral: -60, surprise: -19, disgust: -49, fear: -18 },
  VGG16: { angry: -23, happy: -35, sad: -8, neutral: -43, surprise: -20, disgust: -49, fear: -17 },
  Ensemble: { angry: -32, happy: -42, sad: -4, neutral: -53, surprise: -35, disgust: -39, fear: -13 },
};

/** One network's scores in table 2: accuracy in per cent and macro F1. */
export interface PaperScores {
  network: PaperNetwork;
  baseline: { accuracy: number; f1: number };
  perturb?: { accuracy: number; f1: number };
}

/** Table 2: networks trained on FER2013, and those of them that the paper also trained by the Perturb Scheme. */
export const PAPER_TABLE_2: readonly PaperScores[] = [
  { network: 'DenseNet', baseline: { accuracy: 72.6, f1: 0.7 } },
  { network: 'DPN', baseline: { accuracy: 71.2, f1: 0.68 }, perturb: { accuracy: 71.9, f1: 0.69 } },
  { network: 'ResMasking', baseline: { accuracy: 66, f1: 0.63 } },
  { network: 'ResNet', baseline: { accuracy: 69.2, f1: 0.685 }, perturb: { accuracy: 72.3, f1: 0.7 } },
  { network: 'VGG16', baseline: { accuracy: 66.5, f1: 0.653 }, perturb: { accuracy: 69.5, f1: 0.66 } },
  { network: 'Ensemble', baseline: { accuracy: 73.4, f1: 0.71 } },
];

/** Table 3: change of each class's accuracy with the Perturb Scheme, in percentage points. */
export const PAPER_TABLE_3: Readonly<Record<string, ByClass>> = {
  DPN: { angry: 0.8, happy: 2.0, sad: 1.5, neutral: 1.4, surprise: -0.5, disgust: -3.6, fear: 3.0 },
  ResNet: { angry: 3.5, happy: 1.0, sad: 1.5, neutral: -0.6, surprise: 2.1, disgust: 5.6, fear: 8.4 },
  VGG16: { angry: 12, happy: -1, sad: -17, neutral: 2.2, surprise: 1.6, disgust: 5.0, fear: 18 },
};

/** Figure 5: accuracy of VGG16 in per cent by the number of clusters. */
export const PAPER_FIGURE_5: Readonly<Record<number, number>> = {
  1: 66.4,
  2: 66.4,
  3: 69.5,
  4: 68.0,
  5: 69.2,
  6: 69.5,
};

/** The paper's network that one of ours is, or is a slim form of. */
export function paperNetwork(name: string): PaperNetwork {
  const plain = name.toLowerCase().replace(/^slim(?=.)/, '');
  if (plain.startsWith('densenet')) return 'DenseNet';
  if (plain.startsWith('dpn')) return 'DPN';
  if (plain.startsWith('resmasking')) return 'ResMasking';
  if (plain.startsWith('resnet')) return 'ResNet';
  return plain === 'ensemble' ? 'Ensemble' : 'VGG16';
}
