import { CONTROLS, type ArmName } from '../arms.js';

/** Which arms an experiment needs. */
export interface Experiment {
  /** What it asks. */
  question: string;
  arms: readonly { arm: ArmName; clusters?: number }[];
}

const arms = (...names: ArmName[]) => names.map((arm) => ({ arm }));

/** The numbers of clusters of figure 5. */
export const CLUSTER_COUNTS = [1, 2, 3, 4, 5, 6] as const;

/** The paper's tables and figures by name. */
export const EXPERIMENTS = {
  table1: { question: 'Which emotions suffer when mouths and noses are covered?', arms: arms('baseline', 'masked') },
  table2: {
    question: 'Does the Perturb Scheme raise accuracy, and is it the clusters that do?',
    arms: arms('baseline', 'perturb', ...CONTROLS),
  },
  table3: { question: 'Which emotions gain by the Perturb Scheme?', arms: arms('baseline', 'perturb', 'longer') },
  figure1: {
    question: 'Where does the score depend on pixels, with and without masks?',
    arms: arms('baseline', 'masked'),
  },
  figure3: { question: 'How many pictures has each emotion?', arms: [] },
  figure4: { question: 'What do the copies look like?', arms: arms('perturb') },
  figure5: {
    question: 'How many clusters are best?',
    arms: [...arms('baseline'), ...CLUSTER_COUNTS.map((clusters) => ({ arm: 'perturb' as const, clusters }))],
  },
  figure6: {
    question: 'Where does the score depend on pixels, with the Perturb Scheme?',
    arms: arms('baseline', 'perturb'),
  },
} as const satisfies Record<string, Experiment>;

/** Name of a table or figure. */
export type ExperimentName = keyof typeof EXPERIMENTS;

/** All names. */
export const EXPERIMENT_NAMES = Object.keys(EXPERIMENTS) as ExperimentName[];
