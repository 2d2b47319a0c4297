import type { Interval } from '../statistics.js';

/** A share as per cent: "61.2 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}\u202f%`;
}

/** A difference of shares in percentage points with its sign: "+1.4". */
export function points(difference: number): string {
  return signed(difference * 100, 1);
}

/** A number with its sign, a true minus, and no signed zero. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** The ends of an interval in percentage points: "+0.3 to +2.5". */
export function pointsRange({ low, high }: Interval): string {
  return `${points(low)} to ${points(high)}`;
}

/** Whether 0 lies in an interval, so that no direction can be claimed. */
export function includesZero({ low, high }: Interval): boolean {
  return low <= 0 && high >= 0;
}

/** A whole number with thin spaces between thousands: "28 709". */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A span of time in words: "1 h 12 min", "3 min 20 s", "45 s". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  if (whole >= 60) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${whole} s`;
}

/** Says whose faces a figure shows. */
export function facesInWords(faces: 'real' | 'synthetic' | 'none', data: 'real' | 'synthetic'): string {
  if (faces === 'real') return 'The faces are real people’s, from the data set: for private use, do not publish.';
  if (data === 'synthetic') return 'The faces are drawn, not photographs.';
  return 'The faces shown are drawn, not those of the data set: the networks, trained on real faces, were applied to them for this picture only.';
}
