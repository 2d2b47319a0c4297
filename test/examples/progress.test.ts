import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../examples/reproduce/presets.js';
import { terminalReporter } from '../../examples/shared/progress.js';
import { duration, grouped, points } from '../../examples/shared/report/words.js';
import { type Phase } from '../../examples/reproduce/work.js';
import { workMeter } from '../../examples/shared/workMeter.js';

/** A screen that keeps what was written, and a clock that is set by hand. */
function screen(isTTY: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const reporter = terminalReporter(
    { isTTY, columns: 60, write: (text: string) => written.push(text) },
    () => clock.now,
  );
  return { written, clock, reporter };
}

const AT_HALF = { share: 0.5, rate: 1234, secondsLeft: 75 };

describe('progress', () => {
  it('is written over one line on a terminal, never longer than it', () => {
    const { written, clock, reporter } = screen(true);
    reporter.progress(['baseline', 'epoch 1/2', undefined, 'x'.repeat(100)], AT_HALF);
    clock.now = 0.05;
    reporter.progress(['too soon'], AT_HALF);
    clock.now = 0.2;
    reporter.progress(['baseline'], AT_HALF);
    expect(written.length).toBe(2);
    expect(written[0]).toMatch(/^\r/);
    expect(written[0]).not.toContain('\n');
    expect(written[0]!.replace('\r\x1b[2K', '').length).toBeLessThan(60);
    expect(written[1]).toContain('50 % · 1 min 15 s left · 1\u202f234 images/s · baseline');
  });

  it('is a plain line now and then elsewhere', () => {
    const { written, clock, reporter } = screen(false);
    for (clock.now = 0; clock.now < 100; clock.now++) reporter.progress(['baseline'], AT_HALF);
    expect(written.length).toBe(3);
    for (const line of written) expect(line).toMatch(/^50 % · .* left · .*baseline\n$/);
  });
});

describe('time left', () => {
  const work: Record<Phase, number> = { baseline: 600, attention: 200, predictor: 1000, test: 200 };

  it('is reckoned over all phases at the rate so far', () => {
    const clock = { now: 100 };
    const meter = workMeter(work, () => clock.now);
    expect(meter('baseline', 0)).toEqual({ share: 0, rate: undefined, secondsLeft: undefined });
    clock.now = 110;
    expect(meter('baseline', 0.5)).toEqual({ share: 0.15, rate: 30, secondsLeft: 1700 / 30 });
    clock.now = 120;
    expect(meter('attention', 0)).toEqual({ share: 0.3, rate: 30, secondsLeft: 1400 / 30 });
  });

  it('does not count what an earlier sitting did as speed', () => {
    const clock = { now: 0 };
    const meter = workMeter(work, () => clock.now);
    meter('predictor', 0.5);
    clock.now = 10;
    expect(meter('predictor', 0.6)).toMatchObject({ rate: 10, secondsLeft: 60 });
  });
});

describe('presets', () => {
  it('let both arms make equally many updates: with equally many faces, or, in laptop, equally many pictures', () => {
    const { laptop, ...others } = PRESETS;
    for (const { baseline, predictor } of Object.values(others)) {
      expect([predictor.epochs, predictor.batchSize]).toEqual([baseline.epochs, baseline.batchSize]);
      expect(predictor.schedule).toEqual(baseline.schedule);
    }
    const { baseline, predictor, clustering } = laptop;
    const shownAtOnce = clustering.clusters + 1;
    expect(predictor.batchSize * shownAtOnce).toBe(baseline.batchSize);
    expect(predictor.epochs * shownAtOnce).toBe(baseline.epochs);
    expect(predictor.schedule).toEqual(baseline.schedule);
  });

  it('are plain JSON', () => {
    expect(JSON.parse(JSON.stringify(PRESETS))).toEqual(PRESETS);
  });
});

describe('words', () => {
  it('are short and plain', () => {
    expect([duration(44.6), duration(75), duration(4321)]).toEqual(['45 s', '1 min 15 s', '1 h 12 min']);
    expect([grouped(28709), grouped(999)]).toEqual(['28\u202f709', '999']);
    expect([points(0.0142), points(-0.17), points(-0.0001)]).toEqual(['+1.4', '−17.0', '0.0']);
  });
});
