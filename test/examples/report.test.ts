import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../examples/reproduce/report/page.js';
import { html } from '../../examples/shared/report/html.js';
import { sampleRun } from './sampleRun.js';

const { results, figures } = sampleRun();

/** The report as a reader gets it. */
function open(page: string) {
  const { document } = parseHTML(page);
  return { document, text: (document.body.textContent ?? '').replace(/\s+/g, ' ') };
}

const page = await reportPage(results, figures);

describe('report', () => {
  const { document, text } = open(page);

  it('needs nothing from elsewhere: every address is data or a place in the page', () => {
    const addresses = [...page.matchAll(/(?:src|href|srcset|poster|data)\s*=\s*["']([^"']*)["']/g)].map(
      (match) => match[1]!,
    );
    const inStyles = [...page.matchAll(/url\(\s*["']?([^"')]*)/g)].map((match) => match[1]!);
    expect(addresses.length).toBeGreaterThan(10);
    for (const address of [...addresses, ...inStyles]) expect(address).toMatch(/^(data:image\/png;base64,|#)/);
    expect(page).not.toMatch(/@import|<script|<link|<iframe|<object|<form/i);
  });

  it('has the tables, charts and pictures it should have', () => {
    expect(document.querySelectorAll('svg[role="img"][aria-label]').length).toBe(9);
    expect(document.querySelectorAll('figure figcaption').length).toBe(8);
    const pictures = [...document.querySelectorAll('img')];
    expect(pictures.length).toBe(6 + 3 + 21);
    for (const picture of pictures) expect(picture.getAttribute('alt')).not.toBe('');
    for (const heading of [
      'Figure 3',
      'Figure 4',
      'Figure 6',
      'Learning curves',
      'Confusion matrices',
      'Clusters over the epochs',
    ]) {
      expect(text).toContain(heading);
    }
  });

  it('shows the numbers of the results', () => {
    const { baseline, perturb } = results.test;
    for (const arm of [baseline.plain, baseline.tenCrop, perturb.plain, perturb.tenCrop]) {
      expect(text).toContain((arm.accuracy * 100).toFixed(1));
      expect(text).toContain(arm.macroF1.toFixed(3));
    }
    for (const figure of ['66.5 %', '69.5 %', '−17.0', '0.653']) expect(text).toContain(figure);
  });

  it('is the same page for the same results', async () => {
    expect(await reportPage(results, figures)).toBe(page);
  });

  it('tells how to repeat the run, without a path of this machine', () => {
    expect(text).toContain('npm run reproduce -- --data PATH/fer2013.csv --preset laptop --seed 1');
  });
});

describe('what the report claims', () => {
  const withDifference = async (estimate: number, low: number, high: number) => {
    const changed = structuredClone(results);
    changed.test.difference.tenCrop.accuracy = { estimate, low, high };
    return open(await reportPage(changed, figures)).text;
  };

  it('is no difference when the interval includes zero', async () => {
    const text = await withDifference(0.012, -0.004, 0.027);
    expect(text).toContain('No clear difference');
    expect(text).not.toMatch(/did (better|worse)/);
  });

  it('is a direction only when the interval excludes zero', async () => {
    expect(await withDifference(0.02, 0.004, 0.036)).toContain('did better on these faces');
    expect(await withDifference(-0.02, -0.036, -0.004)).toContain('did worse on these faces');
  });

  it('warns where faces of real people are shown, and shows none where none may be', async () => {
    expect(open(await reportPage(results, { ...figures, faces: 'real' })).text).toContain('Do not publish');
    expect(open(page).text).not.toContain('Do not publish');
    const { document } = open(await reportPage(results, { ...figures, faces: 'none' }));
    expect(document.querySelectorAll('img.face').length).toBe(0);
    expect(document.querySelectorAll('img.map').length).toBe(2 + 3 + 14);
  });

  it('says of drawn faces that they say nothing about real ones', async () => {
    const drawn = structuredClone(results);
    drawn.data.kind = 'synthetic';
    expect(open(await reportPage(drawn, figures)).text).toContain('say nothing about real ones');
  });
});

describe('html', () => {
  it('escapes text and leaves markup', () => {
    expect(
      html`<p title="${'"a"'}">${'<b>&'} ${html`<i>${1}</i>`} ${[html`<b></b>`, '>']}${undefined}${false}</p>`.text,
    ).toBe('<p title="&quot;a&quot;">&lt;b&gt;&amp; <i>1</i> <b></b>&gt;</p>');
  });

  it('keeps a class name with markup in it from reaching the page', async () => {
    const hostile = structuredClone(results);
    hostile.data.classNames[0] = '<script>alert(1)</script>';
    expect(await reportPage(hostile, figures)).not.toContain('<script>');
  });
});
