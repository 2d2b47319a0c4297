import { percent, signed } from '../shared/report/words.js';
import type { EmotionResult, Results } from './results.js';

const BAR = 24;

/** The results as lines of plain text. */
export function printed(results: Results): string[] {
  const { emotions, overall, settings, warnings } = results;
  const largest = Math.max(...emotions.flatMap(({ regions }) => Object.values(regions).map(({ drop }) => drop.mean)));
  const unit = settings.score === 'log-odds' ? 'log-odds' : 'probability';
  return [
    `Drop of the emotion's ${unit} as each region is hidden (${settings.fill}), mean ± standard error over the faces:`,
    ...[...emotions, overall].flatMap((emotion) => ['', ...block(emotion, largest)]),
    ...(warnings.length > 0 ? ['', ...warnings.map((warning) => `Careful: ${warning}`)] : []),
  ];
}

function block(emotion: EmotionResult, largest: number): string[] {
  const { regions, score } = emotion;
  const rows = Object.entries(regions).sort(([, one], [, other]) => other.drop.mean - one.drop.mean);
  const widest = Math.max(...rows.map(([name]) => name.length));
  return [
    `${emotion.name}: ${facesInWords(emotion)}; score of whole faces ${signed(score.mean, 2)}`,
    ...rows.map(([name, { drop, area }]) => {
      const error = drop.standardError === null ? '' : ` ± ${drop.standardError.toFixed(2)}`;
      const bar = '█'.repeat(Math.max(0, Math.round((BAR * drop.mean) / (largest || 1))));
      const line = `  ${name.padEnd(widest)} ${signed(drop.mean, 2).padStart(6)}${error.padEnd(7)} ${bar.padEnd(BAR)}`;
      return `${line}  ${percent(area).padStart(6)} of the picture`;
    }),
    `  → ${relianceInWords(emotion)}`,
  ];
}

/** "60 faces, 85.0 % named rightly". */
export function facesInWords({ faces, right }: EmotionResult): string {
  const count = `${faces} ${faces === 1 ? 'face' : 'faces'}`;
  return right === null ? count : `${count}, ${percent(right / faces)} named rightly`;
}

/** What the emotion hangs on, without claiming more than the intervals do. */
export function relianceInWords({ reliesOn, clearlyFirst, faces, regions }: EmotionResult): string {
  const told = reliesOn.map((name) => `${name} (${signed(regions[name]?.drop.mean ?? 0, 2)})`);
  const [first, ...others] = told;
  if (faces < 2) return 'one face says nothing of others';
  if (first === undefined) return 'no region lowers the score clearly';
  if (clearlyFirst) return `relies most on ${first}${others.length > 0 ? `, then ${others.join(', ')}` : ''}`;
  return others.length > 0 ? `relies on ${told.join(', ')}; which most is not clear` : `relies on ${first}`;
}
