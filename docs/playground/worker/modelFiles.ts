import { io } from '@tensorflow/tfjs-core';

/** A model's files, read. */
export interface ModelFiles {
  readonly kind: 'layers' | 'graph';
  readonly name: string;
  readonly artifacts: io.ModelArtifacts;
}

/**
 * Reads files that were picked: one JSON, and the files of weights that it names.
 *
 * @throws Error that says what is missing.
 */
export async function readFiles(files: readonly File[]): Promise<ModelFiles> {
  const jsons = files.filter(({ name }) => name.endsWith('.json'));
  const [main] = jsons;
  if (!main || jsons.length > 1) {
    throw new Error(`Pick one model.json together with its files of weights; there are ${jsons.length} JSON files.`);
  }
  const json = await parsed(main);
  const groups = json.weightsManifest;
  const buffers: ArrayBuffer[] = [];
  for (const path of groups.flatMap(({ paths }) => paths)) {
    const name = path.split(/[/\\]/).at(-1);
    const file = files.find((each) => each.name === name);
    if (!file) throw new Error(`“${main.name}” names a file of weights, “${path}”, that was not picked with it.`);
    buffers.push(await file.arrayBuffer());
  }
  const specs = groups.flatMap(({ weights }) => weights);
  const weights = io.CompositeArrayBuffer.join(buffers);
  checkLength(main.name, specs, weights.byteLength);
  const artifacts = await io.getModelArtifactsForJSON(json, async () => [specs, weights]);
  return { kind: 'node' in (json.modelTopology as object) ? 'graph' : 'layers', name: main.name, artifacts };
}

async function parsed(file: File): Promise<io.ModelJSON> {
  let json: Partial<io.ModelJSON> | null = null;
  try {
    json = JSON.parse(await file.text()) as Partial<io.ModelJSON> | null;
  } catch {
    throw new Error(`“${file.name}” is not JSON.`);
  }
  const isModel = typeof json?.modelTopology === 'object' && json.modelTopology && Array.isArray(json.weightsManifest);
  if (isModel) return json as io.ModelJSON;
  throw new Error(`“${file.name}” is no tfjs model: it lacks modelTopology or weightsManifest.`);
}

const BYTES: Readonly<Record<string, number>> = { float32: 4, float16: 2, int32: 4, uint8: 1, uint16: 2, bool: 1 };

/** Weights that are cut off would make a network of other numbers, or none, with an error that nobody understands. */
function checkLength(name: string, specs: readonly io.WeightsManifestEntry[], received: number): void {
  let expected = 0;
  for (const { shape, dtype, quantization } of specs) {
    const bytes = BYTES[quantization?.dtype ?? dtype];
    if (bytes === undefined) return;
    expected += bytes * shape.reduce((product, side) => product * side, 1);
  }
  if (expected === received) return;
  throw new Error(`The weights of “${name}” have ${received} bytes where it says ${expected}: pick all of its files.`);
}
