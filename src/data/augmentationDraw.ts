import type { Random } from '../support/random.js';
import type { FullAugmentation } from './augmentation.js';

/** Sides of a picture and of the crop taken from it, in pixels. */
export interface CropSizes {
  readonly height: number;
  readonly width: number;
  readonly size: number;
}

/** What chance decided for one picture. */
export interface AugmentationDraw {
  /** Upper left corner of the crop. */
  readonly left: number;
  readonly top: number;
  readonly mirrored: boolean;
  /** Turn in radians, clockwise on the screen. */
  readonly angle: number;
  /** Shift in pixels. */
  readonly shift: readonly [x: number, y: number];
  /** Middle of the scale's window, off the picture's middle, in pixels. */
  readonly windowOffset: readonly [x: number, y: number];
  /** Sides of the scale's window over the picture's. */
  readonly windowScale: readonly [x: number, y: number];
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** The rectangle to cover in the crop, in pixels. */
  readonly erased: { left: number; top: number; width: number; height: number } | undefined;
}

/**
 * Draws for one picture. As many numbers are drawn for a step that is off as for one that is on, so that switching
 * one step leaves the draws of the others as they were.
 */
export function drawAugmentation(plan: FullAugmentation, random: Random, sizes: CropSizes): AugmentationDraw {
  const { height, width, size } = sizes;
  const mirrored = random.chance(plan.flip);
  const left = random.integer(width - size + 1);
  const top = random.integer(height - size + 1);
  const turned = random.chance(plan.rotate.probability);
  const angle = (random.uniform(-plan.rotate.degrees, plan.rotate.degrees) * Math.PI) / 180;
  const moved = random.chance(plan.translate.probability);
  const shift = [
    signed(random) * plan.translate.share * width,
    signed(random) * plan.translate.share * height,
  ] as const;
  const window = drawWindow(plan, random, sizes);
  const light = drawLight(plan, random);
  const erased = drawErased(plan, random, size);
  const centered = plan.crop === 'center';
  return {
    left: centered ? Math.floor((width - size) / 2) : left,
    top: centered ? Math.floor((height - size) / 2) : top,
    mirrored,
    angle: turned ? angle : 0,
    shift: moved ? shift : [0, 0],
    ...window,
    ...light,
    erased,
  };
}

/** Whether the draw only cuts out and mirrors, so that pixels can be copied as they are. */
export function isPlainCrop({ angle, shift, windowOffset, windowScale }: AugmentationDraw): boolean {
  const still = shift[0] === 0 && shift[1] === 0 && windowOffset[0] === 0 && windowOffset[1] === 0;
  return still && angle === 0 && windowScale[0] === 1 && windowScale[1] === 1;
}

function drawWindow({ scale }: FullAugmentation, random: Random, { height, width }: CropSizes) {
  const scaled = random.chance(scale.probability);
  const area = random.uniform(scale.area[0], scale.area[1]);
  const aspect = logUniform(random, scale.aspect);
  const x = Math.sqrt(area * aspect);
  const y = Math.sqrt(area / aspect);
  const offsetX = (signed(random) * Math.abs(1 - x) * width) / 2;
  const offsetY = (signed(random) * Math.abs(1 - y) * height) / 2;
  return scaled
    ? { windowScale: [x, y] as const, windowOffset: [offsetX, offsetY] as const }
    : { windowScale: [1, 1] as const, windowOffset: [0, 0] as const };
}

function drawLight({ jitter }: FullAugmentation, random: Random) {
  const changed = random.chance(jitter.probability);
  const brightness = 1 + signed(random) * jitter.brightness;
  const contrast = 1 + signed(random) * jitter.contrast;
  const saturation = 1 + signed(random) * jitter.saturation;
  return changed ? { brightness, contrast, saturation } : { brightness: 1, contrast: 1, saturation: 1 };
}

function drawErased({ erase }: FullAugmentation, random: Random, size: number): AugmentationDraw['erased'] {
  const covered = random.chance(erase.probability);
  const area = random.uniform(erase.area[0], erase.area[1]) * size * size;
  const aspect = logUniform(random, erase.aspect);
  const height = Math.min(size, Math.round(Math.sqrt(area * aspect)));
  const width = Math.min(size, Math.round(Math.sqrt(area / aspect)));
  const left = random.integer(size - width + 1);
  const top = random.integer(size - height + 1);
  return covered ? { left, top, width, height } : undefined;
}

function signed(random: Random): number {
  return random.uniform(-1, 1);
}

function logUniform(random: Random, [low, high]: readonly [number, number]): number {
  return Math.exp(random.uniform(Math.log(low), Math.log(high)));
}
