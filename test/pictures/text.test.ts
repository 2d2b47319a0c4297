import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { escapeText, fitText, textWidth, wrapText } from '../../src/pictures/svg/text.js';

/** Widths of texts in shares of the font size, by font, as FreeType sets them. */
const WIDTHS = JSON.parse(readFileSync(new URL('../fixtures/pictures/widths.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, number>
>;

const LONG = 'a very long class name that nobody would write but somebody will';

describe('textWidth', () => {
  it.each(Object.keys(WIDTHS))('is at least the width in %s, and not twice as much', (font) => {
    for (const [text, width] of Object.entries(WIDTHS[font] as Record<string, number>)) {
      const estimate = textWidth(text, 10, font.endsWith('Bold'));
      expect(estimate, text).toBeGreaterThanOrEqual(10 * width);
      expect(estimate, text).toBeLessThan(20 * width);
    }
  });

  it('gives Han, kana and pictures a square, and marks nothing', () => {
    expect(textWidth('日本語', 10)).toBeGreaterThanOrEqual(30);
    expect(textWidth('😀', 10)).toBeGreaterThanOrEqual(10);
    expect(textWidth('e\u0301', 10)).toBe(textWidth('e', 10));
  });
});

describe('fitText', () => {
  it('leaves what fits and cuts what does not', () => {
    expect(fitText('happy', 100, 12)).toBe('happy');
    const cut = fitText(LONG, 100, 12);
    expect(cut).toMatch(/^a very long.*…$/);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(100);
    expect(textWidth(fitText('😀'.repeat(40), 90, 12), 12)).toBeLessThanOrEqual(90);
  });
});

describe('wrapText', () => {
  it('breaks between words', () => {
    expect(wrapText('the quick brown fox', 80, 10)).toEqual(['the quick', 'brown fox']);
  });

  it.each([
    ['integratedGradients', ['integrated', 'Gradients']],
    ['score-weighted', ['score-', 'weighted']],
    ['a/very/long/path', ['a/very/long/', 'path']],
  ])('breaks %s where its parts meet', (text, lines) => {
    expect(wrapText(text, 75, 10)).toEqual(lines);
  });

  it('breaks a word without parts anywhere, and loses nothing', () => {
    const word = 'x'.repeat(50);
    const lines = wrapText(word, 60, 10);
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.join('')).toBe(word);
    for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(60);
  });

  it('cuts the last line it may have', () => {
    const lines = wrapText(LONG, 100, 12, 2);
    expect(lines.length).toBe(2);
    expect(lines[1]).toMatch(/…$/);
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(100);
  });

  it('comes to an end where not even a letter fits', () => {
    expect(wrapText('abc', 1, 12)).toEqual(['a', 'b', 'c']);
    expect(wrapText('', 100, 12)).toEqual([]);
    expect(wrapText('  \n ', 100, 12)).toEqual([]);
  });
});

describe('escapeText', () => {
  it('escapes what means something in XML, and leaves out what it cannot hold', () => {
    expect(escapeText(`<a href="x" b='y'>&</a>`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&lt;/a&gt;');
    expect(escapeText('a\u0000b\u0008c\ud800d\uffffe')).toBe('abcde');
    expect(escapeText('日本 😀 é\n')).toBe('日本 😀 é\n');
  });
});
