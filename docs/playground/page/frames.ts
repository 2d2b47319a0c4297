import type { Frame } from '../protocol.js';
import { byId } from './dom.js';

/** A frame on the picture that is moved and resized by pointer and by keyboard. */
export interface FrameControl {
  /** Shows the frame on a picture of this size, or hides it. */
  show(frame: Frame | undefined, picture: Size): void;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const SMALLEST = 12;
const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Makes an element such a frame.
 *
 * @param onChange - Is told where it is now.
 */
export function createFrame(id: string, onChange: (frame: Frame) => void): FrameControl {
  const element = byId(id);
  const name = element.getAttribute('aria-label') ?? '';
  let frame: Frame | undefined;
  let picture: Size = { width: 1, height: 1 };

  const place = () => {
    element.hidden = !frame;
    if (!frame) return;
    const { x, y, width, height } = frame;
    const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
    Object.assign(element.style, {
      left: share(x, picture.width),
      top: share(y, picture.height),
      width: share(width, picture.width),
      height: share(height, picture.height),
    });
    element.setAttribute('aria-label', `${name}: ${width} by ${height} pixels at ${x}, ${y}`);
  };
  const change = (next: Frame) => {
    frame = within(next, picture);
    place();
    onChange(frame);
  };

  element.addEventListener('keydown', (event) => {
    const step = KEYS[event.key];
    if (!step || !frame) return;
    event.preventDefault();
    const far = Math.max(1, Math.round(Math.max(picture.width, picture.height) / 64));
    change(event.shiftKey ? resized(frame, step[0] * far, step[1] * far) : moved(frame, step[0] * far, step[1] * far));
  });
  element.addEventListener('pointerdown', (event) => {
    const [start, from] = [frame, [event.clientX, event.clientY] as const];
    if (!start) return;
    event.preventDefault();
    element.focus();
    element.setPointerCapture(event.pointerId);
    const atCorner = (event.target as Element).matches('span');
    const scale = picture.width / (element.parentElement as HTMLElement).clientWidth;
    const follow = ({ clientX, clientY }: PointerEvent) => {
      const [across, down] = [clientX - from[0], clientY - from[1]].map((way) => Math.round(way * scale)) as [
        number,
        number,
      ];
      change(atCorner ? resized(start, across, down) : moved(start, across, down));
    };
    element.addEventListener('pointermove', follow);
    const end = () => element.removeEventListener('pointermove', follow);
    for (const over of ['pointerup', 'pointercancel']) element.addEventListener(over, end, { once: true });
  });
  return {
    show(next, size) {
      [frame, picture] = [next, size];
      place();
    },
  };
}

const moved = (frame: Frame, across: number, down: number): Frame => ({
  ...frame,
  x: frame.x + across,
  y: frame.y + down,
});

const resized = (frame: Frame, across: number, down: number): Frame => ({
  ...frame,
  width: frame.width + across,
  height: frame.height + down,
});

/** At least a few pixels large, no larger than the picture, and with its middle on it. */
function within(frame: Frame, picture: Size): Frame {
  const size = (wanted: number, whole: number) => Math.min(Math.max(wanted, SMALLEST), whole);
  const [width, height] = [size(frame.width, picture.width), size(frame.height, picture.height)];
  const start = (wanted: number, own: number, whole: number) =>
    Math.round(Math.min(Math.max(wanted, -own / 2), whole - own / 2));
  return { x: start(frame.x, width, picture.width), y: start(frame.y, height, picture.height), width, height };
}
