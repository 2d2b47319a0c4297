import { ARMS } from '../arms.js';
import type { ArmReference, Speaker } from '../summary/results.js';

/** What networks are called in tables. */
export function networkName(speaker: Speaker): string {
  const names: Partial<Record<Speaker, string>> = {
    slim: 'slim network',
    vgg16: 'VGG16',
    resNet50: 'ResNet50',
    denseNet121: 'DenseNet121',
    dpn26: 'DPN26',
    resMasking: 'ResMasking',
  };
  if (speaker === 'ensemble') return 'ensemble';
  const [, wide] = /^slim(?=[A-Z])(.*)$/.exec(speaker) ?? [];
  const full = wide && names[(wide[0]!.toLowerCase() + wide.slice(1)) as Speaker];
  return full ? `slim ${full}` : (names[speaker] ?? speaker);
}

/** An arm in words, with what it is tested on where that is not plain faces. */
export function armInWords({ arm, clusters, testedOn }: ArmReference): string {
  const name = arm === 'perturb' ? `${ARMS[arm].name}, n = ${clusters}` : ARMS[arm].name;
  return testedOn === 'masked' ? `${name}, tested with masks` : name;
}
