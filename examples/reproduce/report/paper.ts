/** What the paper reports (Qiu, arXiv:2411.00824), to stand beside a run's own numbers. */

/** Table 2: accuracy in per cent and macro F1 of networks trained on FER2013. */
export const PAPER_TABLE_2 = [
  { network: 'DPN', baseline: { accuracy: 71.2, f1: 0.68 }, perturb: { accuracy: 71.9, f1: 0.69 } },
  { network: 'ResNet', baseline: { accuracy: 69.2, f1: 0.685 }, perturb: { accuracy: 72.3, f1: 0.7 } },
  { network: 'VGG16', baseline: { accuracy: 66.5, f1: 0.653 }, perturb: { accuracy: 69.5, f1: 0.66 } },
] as const;

/** Table 3: change of each class's accuracy with the Perturb Scheme, in percentage points. */
export const PAPER_TABLE_3: Record<string, Record<string, number>> = {
  DPN: { angry: 0.8, happy: 2.0, sad: 1.5, neutral: 1.4, surprise: -0.5, disgust: -3.6, fear: 3.0 },
  ResNet: { angry: 3.5, happy: 1.0, sad: 1.5, neutral: -0.6, surprise: 2.1, disgust: 5.6, fear: 8.4 },
  VGG16: { angry: 12, happy: -1, sad: -17, neutral: 2.2, surprise: 1.6, disgust: 5.0, fear: 18 },
};
