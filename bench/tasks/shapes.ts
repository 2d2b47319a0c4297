/** A convolution of a square picture with square filters, as a network has it. */
export interface ConvolutionShape {
  network: 'vgg16' | 'resnet50';
  batch: number;
  /** Side of the picture that comes in. */
  side: number;
  channels: number;
  filters: number;
  kernel: number;
  stride: number;
}

/** A shape's name: "vgg16/3x3-64-128-at20". */
export function nameOf({ network, kernel, channels, filters, side, stride }: ConvolutionShape): string {
  const step = stride === 1 ? '' : `-by${stride}`;
  return `${network}/${kernel}x${kernel}-${channels}-${filters}-at${side}${step}`;
}

/** All distinct convolutions of VGG16 on grey 40x40 pictures (batch 64). */
export const VGG16_SHAPES: ConvolutionShape[] = [
  [40, 1, 64],
  [40, 64, 64],
  [20, 64, 128],
  [20, 128, 128],
  [10, 128, 256],
  [10, 256, 256],
  [5, 256, 512],
  [5, 512, 512],
  [2, 512, 512],
].map(([side = 0, channels = 0, filters = 0]) => {
  return { network: 'vgg16', batch: 64, side, channels, filters, kernel: 3, stride: 1 };
});

/**
 * All distinct convolutions of ResNet50 on 224x224 pictures (batch 4), with the stride in the 3x3 convolutions.
 *
 * Source: He et al. 2016, arXiv:1512.03385, table 1.
 */
export const RESNET50_SHAPES: ConvolutionShape[] = [
  resnet(224, 3, 64, 7, 2),
  resnet(56, 64, 64, 1),
  ...[1, 2, 3, 4].flatMap((stage) => {
    const width = 64 * 2 ** (stage - 1);
    const side = 56 / 2 ** (stage - 1);
    const repeated = [
      resnet(side, 4 * width, width, 1),
      resnet(side, width, width, 3),
      resnet(side, width, 4 * width, 1),
    ];
    if (stage === 1) return repeated;
    const before = 2 * side;
    return [
      resnet(before, 2 * width, width, 1),
      resnet(before, width, width, 3, 2),
      resnet(before, 2 * width, 4 * width, 1, 2),
      ...repeated,
    ];
  }),
];

function resnet(side: number, channels: number, filters: number, kernel: number, stride = 1): ConvolutionShape {
  return { network: 'resnet50', batch: 4, side, channels, filters, kernel, stride };
}
