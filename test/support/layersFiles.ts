import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Writes a model of layers as `model.save` lays it out, its weights cut into files; returns the path of its JSON. */
export async function writeLayersModel(folder: string, model: LayersModel, shards = 1): Promise<string> {
  await mkdir(folder, { recursive: true });
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs = [], weightData, format }) => {
      const bytes = Buffer.from(tf.io.CompositeArrayBuffer.join(weightData));
      const each = Math.ceil(bytes.length / shards);
      const paths = Array.from({ length: shards }, (_, at) => `shard${at}.bin`);
      await Promise.all(
        paths.map((shard, at) => writeFile(join(folder, shard), bytes.subarray(at * each, (at + 1) * each))),
      );
      const json = { format, modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] };
      await writeFile(join(folder, 'model.json'), JSON.stringify(json));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' as const } };
    }),
  );
  return join(folder, 'model.json');
}
