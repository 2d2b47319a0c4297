import { describe, expect, it } from 'vitest';
import { copiesCount, needsClusters, runSettings, type ArmName } from '../../../examples/paper/arms.js';
import { EXPERIMENT_NAMES, EXPERIMENTS, type ExperimentName } from '../../../examples/paper/experiments/index.js';
import { costOf, gridRuns, shardOf } from '../../../examples/paper/grid.js';
import { PAPER_PRESET_NAMES, PAPER_PRESETS } from '../../../examples/paper/presets.js';

const preset = PAPER_PRESETS.laptop;
const common = { preset, labels: 'fer2013' } as const;
const grid = (experiments: readonly ExperimentName[], networks = preset.networks, seeds = 3) =>
  gridRuns({ ...common, experiments, networks, seeds });
const ids = (runs: readonly { id: string }[]) => runs.map(({ id }) => id);
const settingsOf = (arm: ArmName, clusters?: number) =>
  runSettings({ arm, network: 'slim', seed: 1, clusters }, common);

describe('the grid', () => {
  it.each(EXPERIMENT_NAMES)('holds every run of %s once', (name) => {
    const wanted = ['slim', 'slimVgg16'].flatMap((network) =>
      [1, 2, 3].flatMap((seed) =>
        EXPERIMENTS[name].arms.map(({ arm, ...more }) => {
          const clusters = 'clusters' in more ? more.clusters : 3;
          return `${network}-${arm === 'perturb' ? `perturb${clusters}` : arm}-seed${seed}`;
        }),
      ),
    );
    expect(ids(grid([name]))).toEqual(wanted);
  });

  it('does a run that several experiments need once, and gives no two runs one name', () => {
    const all = grid(EXPERIMENT_NAMES);
    // Baseline, masks, five controls, and the Perturb Scheme with one to six clusters.
    expect(all.length).toBe(2 * 3 * 13);
    expect(new Set(ids(all)).size).toBe(all.length);
    expect(new Set(all.map((run) => JSON.stringify({ ...run, id: '' }))).size).toBe(all.length);
    for (const name of EXPERIMENT_NAMES) expect(ids(all)).toEqual(expect.arrayContaining(ids(grid([name]))));
  });

  it('names runs with other labels otherwise', () => {
    const ferPlus = gridRuns({
      ...common,
      labels: 'ferplus',
      experiments: EXPERIMENT_NAMES,
      networks: ['slim'],
      seeds: 1,
    });
    const plain = new Set(ids(grid(EXPERIMENT_NAMES)));
    expect(ids(ferPlus).filter((id) => plain.has(id))).toEqual([]);
    const attention = ferPlus.find(({ arm }) => arm === 'perturb')!.attention!;
    expect([attention.id, attention.labels]).toEqual(['slim-attention-seed1-ferplus', 'ferplus']);
  });

  it('trains a plain deep network at its own part of the rate, with every schedule', () => {
    const ratesIn = (name: 'laptop' | 'paper', rates?: { slimVgg16: number }) =>
      (['slim', 'slimVgg16'] as const).map((network) => {
        const settings = { preset: { ...PAPER_PRESETS[name], rates }, labels: 'fer2013' } as const;
        const { schedule } = runSettings({ arm: 'perturb', network, seed: 1 }, settings).training;
        return schedule.kind === 'oneCycle' ? schedule.maxRate : schedule.rate;
      });
    expect(ratesIn('laptop', { slimVgg16: 0.5 })).toEqual([0.1, 0.05]);
    expect(ratesIn('paper', { slimVgg16: 0.5 })).toEqual([0.01, 0.005]);
    expect(ratesIn('paper')).toEqual([0.01, 0.01]);
  });

  it('has attention classifiers for the arms whose copies come from clusters, of their network and seed', () => {
    for (const run of grid(EXPERIMENT_NAMES)) {
      expect(run.attention !== undefined).toBe(['perturb', 'blobs', 'shuffled'].includes(run.arm));
      expect(needsClusters(run.copies)).toBe(run.attention !== undefined);
      if (run.attention) expect([run.attention.network, run.attention.seed]).toEqual([run.network, run.seed]);
    }
  });
});

describe('parts of the grid', () => {
  const grids = { one: grid(['table1'], ['slim'], 1), table2: grid(['table2']), all: grid(EXPERIMENT_NAMES) };

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('hold every run once when there are %i', (count) => {
    for (const runs of Object.values(grids)) {
      const parts = Array.from({ length: count }, (_, at) => shardOf(runs, { index: at + 1, count }));
      expect(ids(parts.flat())).toEqual(ids(runs));
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('cost their share, give or take a run, when there are %i', (count) => {
    const cost = (runs: typeof grids.all) => runs.reduce((sum, run) => sum + costOf(run), 0);
    for (const runs of Object.values(grids)) {
      const largest = Math.max(...runs.map(costOf));
      for (let index = 1; index <= count; index++) {
        expect(Math.abs(cost(shardOf(runs, { index, count })) - cost(runs) / count)).toBeLessThanOrEqual(largest);
      }
    }
  });

  it('are reckoned from the pictures a run sees', () => {
    const costs = (['baseline', 'longer', 'perturb', 'landmarks'] as const).map((arm) => costOf(settingsOf(arm)));
    expect(costs).toEqual([10, 40, 40, 40]);
    expect(costOf(settingsOf('perturb', 6))).toBe(70);
  });
});

describe('arms', () => {
  it.each(PAPER_PRESET_NAMES)('see as many pictures in the longer baseline as in the Perturb Scheme: %s', (name) => {
    const of = (arm: ArmName) =>
      runSettings({ arm, network: 'slim', seed: 1 }, { preset: PAPER_PRESETS[name], labels: 'fer2013' });
    const [longer, perturb] = [of('longer'), of('perturb')];
    expect(copiesCount(perturb.copies)).toBe(3);
    expect(costOf(longer)).toBe(costOf(perturb));
    expect(longer.training.batchSize).toBe(perturb.training.batchSize * 4);
    // Each epoch's last update may be short, and the longer baseline has four times as many epochs: never fewer updates, and fewer
    // than three more for four of its epochs.
    for (const faces of [28709, 96, 97, 1000]) {
      const updates = ({ training }: typeof longer) => training.epochs * Math.ceil(faces / training.batchSize);
      const more = updates(longer) - updates(perturb);
      expect(more).toBeGreaterThanOrEqual(0);
      expect(more).toBeLessThanOrEqual(3 * perturb.training.epochs);
    }
  });

  it('meet each face as often with copies as the baseline does, of any kind', () => {
    const { epochs } = settingsOf('baseline').training;
    for (const arm of ['perturb', 'blobs', 'erasing', 'shuffled', 'landmarks'] as const) {
      expect(settingsOf(arm).training).toEqual({ ...settingsOf('perturb').training, epochs });
      expect(copiesCount(settingsOf(arm).copies)).toBe(3);
    }
  });

  it('learn masked faces in one arm, and have a gate in the attention classifier alone', () => {
    expect(settingsOf('masked')).toEqual({
      ...settingsOf('baseline'),
      id: 'slim-masked-seed1',
      arm: 'masked',
      trainedOn: 'masked',
    });
    expect([settingsOf('attention').gate, settingsOf('baseline').gate, settingsOf('perturb').gate]).toEqual([
      'stem',
      'none',
      'none',
    ]);
  });
});
