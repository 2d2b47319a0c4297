import { backend_util, getKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, requireFloat32, withScratch, type WasmBackend } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type Compute, type KernelCall, type TrainingKernel, type Uses } from './kernel.js';
import { blockRows, requireChannelsLast, sizes, steps, type Geometry } from './shapes.js';
import { fitsWinograd, winogradFilterGradient, winogradForward, winogradInputGradient } from './winograd.js';

type Padding = Parameters<typeof backend_util.computeConv2DInfo>[4];
type Rounding = Parameters<typeof backend_util.computeConv2DInfo>[5];
type Shape4 = [number, number, number, number];

interface ConvolutionAttributes {
  strides: number | [number, number];
  pad: Padding;
  dataFormat?: 'NHWC' | 'NCHW';
  dilations?: number | [number, number];
  dimRoundingMode?: Rounding;
  inputShape?: Shape4;
  filterShape?: Shape4;
}

function geometry(call: KernelCall, kernel: string, input: number[], filter: number[]): Geometry {
  const { strides, pad, dataFormat, dilations = 1, dimRoundingMode } = attributes<ConvolutionAttributes>(call);
  requireChannelsLast(kernel, dataFormat);
  return backend_util.computeConv2DInfo(input as Shape4, filter as Shape4, strides, dilations, pad, dimRoundingMode);
}

/** Bytes of one spill area: eight floats. */
const SPILL = 32;

type Forward = typeof forward;

/** The way to convolve that takes the fewest multiplications, of those in use. */
function fastest(uses: Uses): Forward {
  if (!uses('Winograd')) return forward;
  return (...call) => (fitsWinograd(call[4]) ? winogradForward(...call) : forward(...call));
}

function forward(backend: WasmBackend, x: number, filter: number, y: number, info: Geometry): void {
  const companion = companionOf(backend);
  const { batchSize, outChannels } = info;
  const depth = info.filterHeight * info.filterWidth * info.inChannels;
  const rows = blockRows(depth);
  const panels = companion.panelBytes(depth, outChannels);
  withScratch(backend, SPILL + panels + rows * depth * 4, (spill) => {
    const packed = spill + SPILL;
    companion.packPanels(filter, outChannels * 4, 4, depth, outChannels, packed);
    companion.shape(...sizes(info), ...steps(info));
    companion.convolve(x, packed, y, batchSize, outChannels, rows, packed + panels, spill);
  });
}

export function conv2d(stock: Compute | undefined, uses: Uses): Compute {
  const convolve = fastest(uses);
  return (call) => {
    const { inputs, backend } = call;
    const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
    const { dataFormat } = attributes<ConvolutionAttributes>(call);
    if (stock && (x.dtype !== 'float32' || filter.dtype !== 'float32' || dataFormat === 'NCHW')) return stock(call);
    const info = geometry(call, 'Conv2D', x.shape, filter.shape);
    const y = backend.makeOutput(info.outShape, 'float32');
    convolve(backend, addressOf(backend, x), addressOf(backend, filter), addressOf(backend, y), info);
    return y;
  };
}

interface FusedAttributes extends ConvolutionAttributes {
  activation: string;
}

/** Convolution and bias in one call, as inference and layers without an activation of their own make it. */
export function fusedConv2d(stock: Compute | undefined, uses: Uses): Compute {
  const convolve = conv2d(undefined, uses);
  return (call) => {
    const { inputs, backend } = call;
    const { x, filter, bias, preluActivationWeights } = inputs as Record<string, TensorInfo | undefined>;
    const { activation, dataFormat } = attributes<FusedAttributes>(call);
    const floats = x?.dtype === 'float32' && filter?.dtype === 'float32';
    const plain = activation === 'linear' && !preluActivationWeights && dataFormat !== 'NCHW';
    if (stock && !(floats && plain)) return stock(call);
    const y = convolve(call);
    if (!bias) return y;
    const add = getKernel('Add', 'wasm').kernelFunc as unknown as Compute;
    const sum = add({ inputs: { a: y, b: bias }, attrs: {}, backend });
    backend.disposeData(y.dataId);
    return sum;
  };
}

function filterGradient(_stock: Compute | undefined, uses: Uses): Compute {
  return (call) => {
    const { inputs, backend } = call;
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    const { filterShape } = attributes<Required<ConvolutionAttributes>>(call);
    requireFloat32('Conv2DBackpropFilter', 'x', x);
    requireFloat32('Conv2DBackpropFilter', 'dy', dy);
    const info = geometry(call, 'Conv2DBackpropFilter', x.shape, filterShape);
    const dw = backend.makeOutput(info.filterShape, 'float32');
    const compute = uses('Winograd') && fitsWinograd(info) ? winogradFilterGradient : filterGradientByPatches;
    compute(backend, addressOf(backend, x), addressOf(backend, dy), addressOf(backend, dw), info);
    return dw;
  };
}

function filterGradientByPatches(backend: WasmBackend, x: number, dy: number, dw: number, info: Geometry): void {
  const companion = companionOf(backend);
  const { batchSize, outChannels } = info;
  const depth = info.filterHeight * info.filterWidth * info.inChannels;
  const rows = blockRows(depth);
  const panels = companion.panelBytes(rows, outChannels);
  withScratch(backend, SPILL + rows * 32 + panels + rows * depth * 4, (spill) => {
    const tile = spill + SPILL;
    const packed = tile + rows * 32;
    const patches = packed + panels;
    companion.shape(...sizes(info), ...steps(info));
    companion.filterGradient(x, dy, dw, batchSize, outChannels, rows, patches, packed, tile, spill);
  });
}

function inputGradient(_stock: Compute | undefined, uses: Uses): Compute {
  return (call) => {
    const { inputs, backend } = call;
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const { inputShape } = attributes<Required<ConvolutionAttributes>>(call);
    requireFloat32('Conv2DBackpropInput', 'dy', dy);
    requireFloat32('Conv2DBackpropInput', 'filter', filter);
    const info = geometry(call, 'Conv2DBackpropInput', inputShape, filter.shape);
    const dx = backend.makeOutput(info.inShape, 'float32');
    const addresses = [dy, filter, dx].map((each) => addressOf(backend, each)) as [number, number, number];
    const turned = turnedGeometry(info);
    if (asForward(info) && uses('Winograd') && fitsWinograd(turned))
      winogradInputGradient(backend, ...addresses, turned);
    else if (asForward(info)) inputGradientAsForward(backend, ...addresses, turned);
    else inputGradientByPatches(backend, ...addresses, info);
    return dx;
  };
}

/** A stride of 1 lets the gradient be a convolution; with few channels the patches are the cheaper way. */
function asForward({ strideHeight, strideWidth, inChannels, dilationHeight, dilationWidth }: Geometry): boolean {
  return strideHeight === 1 && strideWidth === 1 && dilationHeight === 1 && dilationWidth === 1 && inChannels >= 8;
}

/** The convolution of dy that gives dx. */
function turnedGeometry(info: Geometry): Geometry {
  const { filterHeight, filterWidth, padInfo } = info;
  return {
    ...info,
    inHeight: info.outHeight,
    inWidth: info.outWidth,
    inChannels: info.outChannels,
    outHeight: info.inHeight,
    outWidth: info.inWidth,
    outChannels: info.inChannels,
    padInfo: { ...padInfo, top: filterHeight - 1 - padInfo.top, left: filterWidth - 1 - padInfo.left },
  };
}

/** dx = dy convolved with the filter turned by 180 degrees, its channels and filters swapped. */
function inputGradientAsForward(backend: WasmBackend, dy: number, filter: number, dx: number, turned: Geometry): void {
  const { filterHeight, filterWidth, inChannels, outChannels } = turned;
  withScratch(backend, filterHeight * filterWidth * inChannels * outChannels * 4, (address) => {
    companionOf(backend).turnFilter(filter, address, filterHeight, filterWidth, outChannels, inChannels);
    forward(backend, dy, address, dx, turned);
  });
}

function inputGradientByPatches(backend: WasmBackend, dy: number, filter: number, dx: number, info: Geometry): void {
  const companion = companionOf(backend);
  const { batchSize, outChannels } = info;
  const depth = info.filterHeight * info.filterWidth * info.inChannels;
  const rows = blockRows(depth);
  const panels = companion.panelBytes(outChannels, depth);
  withScratch(backend, SPILL + panels + rows * depth * 4, (spill) => {
    const packed = spill + SPILL;
    companion.packPanels(filter, 4, outChannels * 4, outChannels, depth, packed);
    companion.shape(...sizes(info), ...steps(info));
    companion.inputGradient(dy, packed, dx, batchSize, outChannels, rows, packed + panels, spill);
  });
}

const picture = { shape: [1, 3, 4, 2], values: Array.from({ length: 24 }, (_, k) => ((k * 7) % 11) - 5) };
const filter = { shape: [2, 2, 2, 3], values: Array.from({ length: 24 }, (_, k) => ((k * 5) % 7) - 3) };
const gradient = { shape: [1, 2, 2, 3], values: Array.from({ length: 12 }, (_, k) => ((k * 3) % 5) - 2) };
const attrs = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: 1 };

/** Convolution and its two gradients. */
export const CONVOLUTION_KERNELS: TrainingKernel[] = [
  { name: 'Conv2D', reason: 'slow', probes: [], make: conv2d },
  { name: 'FusedConv2D', reason: 'slow', probes: [], make: fusedConv2d },
  {
    name: 'Conv2DBackpropFilter',
    reason: 'missing',
    probes: [{ inputs: { x: picture, dy: gradient }, attrs: { ...attrs, filterShape: filter.shape } }],
    make: filterGradient,
  },
  { name: 'Conv2DBackpropInput', reason: 'slow', probes: [], make: inputGradient },
];
