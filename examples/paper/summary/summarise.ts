import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../shared/environment.js';
import { ARMS, type ArmName } from '../arms.js';
import type { PaperRequest } from '../commandLine.js';
import type { PaperData } from '../data.js';
import { CLUSTER_COUNTS } from '../experiments/index.js';
import type { RunResult } from '../records.js';
import { armRecord } from './armRecords.js';
import { judgeClaims } from './claims.js';
import { compareArms, PAIRS, reference } from './comparisons.js';
import { PAPER_FORMAT, type ArmReference, type PaperResults, type Speaker } from './results.js';
import { predictionTable, testedKinds } from './table.js';

/** Merges finished runs into tables. Arms whose runs are not all there are left out. */
export function summarise(
  request: PaperRequest,
  finished: ReadonlyMap<string, RunResult>,
  data: PaperData,
): PaperResults {
  const { preset, presetName, labels, networks, seeds, experiments } = request;
  const table = predictionTable(finished, { preset, labels, networks, seeds, classes: data.record.classNames.length });
  const speakers: Speaker[] = networks.length > 1 ? [...networks, 'ensemble'] : [...networks];
  const members = (speaker: Speaker) => (speaker === 'ensemble' ? networks : [speaker]);
  const comparisons = speakers.flatMap((network) =>
    PAIRS.flatMap((pair) => compareArms(table, network, pair, data) ?? []),
  );
  const runs = [...finished.values()];
  return {
    format: PAPER_FORMAT,
    settings: { presetName, preset, experiments, networks, seeds, labels },
    data: data.record,
    arms: speakers.flatMap((network) =>
      references().flatMap((arm) => armRecord(table, { network, members: members(network) }, arm, data) ?? []),
    ),
    comparisons,
    claims: speakers.flatMap((network) => judgeClaims(network, comparisons, data.record.classNames)),
    clusters: networks.flatMap((network) => {
      const record = table.runs(network, reference('perturb'))?.[0]?.clusters;
      return record ? [{ network, record }] : [];
    }),
    environments: unique(runs.map(({ environment }) => environment)),
    timing: {
      finishedAt: new Date().toISOString(),
      runSeconds: Object.fromEntries(runs.map(({ settings, timing }) => [settings.id, Math.round(timing.seconds)])),
    },
  };
}

/** Every arm on every kind of faces it is tested on, in the order of the tables. */
function references(): ArmReference[] {
  const names = (Object.keys(ARMS) as ArmName[]).filter((arm) => arm !== 'attention');
  return names.flatMap((arm) =>
    arm === 'perturb'
      ? CLUSTER_COUNTS.map((count) => reference(arm, 'plain', count))
      : testedKinds(arm).map((faces) => reference(arm, faces)),
  );
}

function unique(environments: readonly Environment[]): Environment[] {
  return environments.filter((one, at) => environments.findIndex((other) => isDeepStrictEqual(one, other)) === at);
}
