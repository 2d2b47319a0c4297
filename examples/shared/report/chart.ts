import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { trusted, type Markup } from './html.js';

/** CSS colours of the report's arms; the style sheet gives them a light and a dark value. */
export const COLOURS = {
  baseline: 'var(--baseline)',
  attention: 'var(--attention)',
  predictor: 'var(--predictor)',
  quiet: 'var(--quiet)',
  line: 'var(--line)',
} as const;

/**
 * Draws a chart as an SVG that takes its text colour and font from the page, and is told to screen readers by its title.
 *
 * Charts are 440 units wide unless asked otherwise: shown nearly that wide on a desktop and a phone alike, their text stays readable.
 */
export function chart(title: string, options: Plot.PlotOptions): Markup {
  const { document } = parseHTML('<html><body></body></html>');
  const plot = Plot.plot({
    width: 440,
    marginLeft: 46,
    marginBottom: 44,
    className: 'chart',
    style: { background: 'none', fontFamily: 'inherit', fontSize: '12px' },
    ...options,
    document: document as unknown as Document,
  });
  plot.querySelectorAll('style').forEach((sheet) => sheet.remove());
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', title);
  return trusted(shortNumbers(plot.outerHTML));
}

/** Coordinates to a hundredth: the rest is only weight. */
function shortNumbers(svg: string): string {
  return svg.replace(/\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
