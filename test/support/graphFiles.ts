import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What {@link graphFiles} makes. */
export interface LinearGraph {
  /** Side of the square grey pictures that it takes. */
  size: number;
  /** Number of classes. */
  classes: number;
  /** What a pixel adds to each class's logit, [size, size, classes]. */
  weights: ArrayLike<number>;
  /**
   * Bits that a weight takes in the file; fewer are scaled by `quantization`.
   * @default 32
   */
  bits?: 8 | 32;
}

/**
 * A graph model as the files that TensorFlow's converter would write. It splits each pixel into what is above zero and what below
 * (node 'features', [batch, size, size, 2]) and adds both up for each class: so the logits (node 'logits') are linear in the pixels, and
 * known by hand. The output is their softmax.
 */
export function graphFiles({ size, classes, weights, bits = 32 }: LinearGraph): { json: object; bytes: Uint8Array } {
  const pixels = size * size;
  const dense = new Float32Array(pixels * 2 * classes);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let id = 0; id < classes; id++) {
      const weight = weights[pixel * classes + id] as number;
      dense[2 * pixel * classes + id] = weight;
      dense[(2 * pixel + 1) * classes + id] = -weight;
    }
  }
  const node = [
    { name: 'images', op: 'Placeholder', attr: { dtype: FLOAT, shape: { shape: dimensions([-1, size, size, 1]) } } },
    constant('filter', [1, 1, 1, 2], 'DT_FLOAT'),
    constant('dense', [2 * pixels, classes], 'DT_FLOAT'),
    constant('rowShape', [2], 'DT_INT32'),
    { name: 'split', op: 'Conv2D', input: ['images', 'filter'], attr: CONVOLUTION },
    { name: 'features', op: 'Relu', input: ['split'], attr: { T: FLOAT } },
    { name: 'row', op: 'Reshape', input: ['features', 'rowShape'], attr: { T: FLOAT, Tshape: { type: 'DT_INT32' } } },
    { name: 'logits', op: 'MatMul', input: ['row', 'dense'], attr: { transpose_a: NO, transpose_b: NO, T: FLOAT } },
    { name: 'probabilities', op: 'Softmax', input: ['logits'], attr: { T: FLOAT } },
  ];
  const scale = Math.max(...dense.map(Math.abs)) / 127 || 1;
  const packed = bits === 8 ? Uint8Array.from(dense, (value) => Math.round(value / scale) + 127) : dense;
  const quantization = { dtype: 'uint8', scale, min: -127 * scale, original_dtype: 'float32' };
  const json = {
    format: 'graph-model',
    modelTopology: { node, versions: {} },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'filter', shape: [1, 1, 1, 2], dtype: 'float32' },
          { name: 'dense', shape: [2 * pixels, classes], dtype: 'float32', ...(bits === 8 && { quantization }) },
          { name: 'rowShape', shape: [2], dtype: 'int32' },
        ],
      },
    ],
  };
  const parts = [Float32Array.of(1, -1), packed, Int32Array.of(-1, 2 * pixels)];
  return { json, bytes: Buffer.concat(parts.map((part) => Buffer.from(part.buffer))) };
}

/** Writes such a model into a folder; returns the path of its JSON. */
export async function writeGraphModel(folder: string, graph: LinearGraph): Promise<string> {
  const { json, bytes } = graphFiles(graph);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'weights.bin'), bytes);
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  return join(folder, 'model.json');
}

const FLOAT = { type: 'DT_FLOAT' };
const NO = { b: false };
const ONES = { list: { i: ['1', '1', '1', '1'] } };
const CONVOLUTION = { T: FLOAT, strides: ONES, dilations: ONES, padding: text('SAME'), data_format: text('NHWC') };

function text(value: string) {
  return { s: Buffer.from(value).toString('base64') };
}

function dimensions(sides: number[]) {
  return { dim: sides.map((size) => ({ size: String(size) })) };
}

function constant(name: string, shape: number[], type: string) {
  const value = { tensor: { dtype: type, tensorShape: dimensions(shape) } };
  return { name, op: 'Const', attr: { dtype: { type }, value } };
}
