import { describe, expect, it } from 'vitest';
import { createHandler } from '../../bench/handler.js';
import { measure, measureEach, type Effort } from '../../bench/measure.js';
import type { Participant } from '../../bench/participants/participant.js';
import type { Request } from '../../bench/protocol.js';
import { isWanted } from '../../bench/select.js';
import type { Prepared, Setting, Task } from '../../bench/task.js';

const EFFORT: Effort = { quick: true, rounds: 3, seconds: 60, shortestRound: 0 };

/** Someone who measures in this process, by a clock that goes on by `step` milliseconds at each run. */
function inProcess(name: string, step: number, setup: (setting: Setting, tick: () => void) => Prepared): Participant {
  let now = 0;
  const tick = () => (now += step);
  const tasks: Task[] = [{ name: 'group/task', unit: 'images', setup: (setting) => setup(setting, tick) }];
  const clock = { wall: () => now, cpu: () => now / 2 };
  const handle = createHandler({ environment: {}, tasks, slow: false, clock });
  return { name, ask: (request: Request) => handle(request) as never, stop: () => Promise.resolve() };
}

describe('measuring', () => {
  it('lets everyone take turns, each round in the reverse order of the one before', async () => {
    const order: string[] = [];
    const everyone = ['a', 'b'].map((name) =>
      inProcess(name, 5, (_, tick) => ({ work: 2, run: () => (order.push(name), tick()) })),
    );
    const { samples, failures } = await measure({ name: 'group/task', unit: 'images' }, everyone, EFFORT);
    // One warm-up each, then the rounds.
    expect(order.join('')).toBe('ab' + 'ab' + 'ba' + 'ab');
    expect(samples.map(({ participant, wall, cpu }) => [participant, wall, cpu])).toEqual([
      ['a', [5, 5, 5], [2.5, 2.5, 2.5]],
      ['b', [5, 5, 5], [2.5, 2.5, 2.5]],
    ]);
    expect(failures).toEqual({});
  });

  it('repeats short work within a round and gives the time of one run', async () => {
    let runs = 0;
    const one = inProcess('a', 4, (_, tick) => ({ work: 1, run: () => (runs++, tick()) }));
    const { samples } = await measure({ name: 'group/task', unit: 'x' }, [one], { ...EFFORT, shortestRound: 50 });
    expect(samples[0]).toMatchObject({ repeat: 13, wall: [4, 4, 4], cpu: [2, 2, 2] });
    expect(runs).toBe(1 + 3 * 13);
  });

  it('makes a run that takes longer than all rounds may the only one', async () => {
    let runs = 0;
    const one = inProcess('a', 2500, (_, tick) => ({ work: 1, run: () => (runs++, tick()) }));
    const { samples } = await measure({ name: 'group/task', unit: 'x' }, [one], { ...EFFORT, seconds: 2 });
    expect([runs, samples[0]?.wall, samples[0]?.cpu]).toEqual([1, [2500], [1250]]);
  });

  it('gives backends beside each other their own rounds, one after the other', async () => {
    const order: string[] = [];
    const everyone = ['a', 'b'].map((name) =>
      inProcess(name, 5, (_, tick) => ({ work: 1, run: () => (order.push(name), tick()) })),
    );
    const bad = inProcess('bad', 1, () => {
      throw new Error('has no such kernel');
    });
    const { samples, failures } = await measureEach({ name: 'group/task', unit: 'x' }, [...everyone, bad], EFFORT);
    expect(order.join('')).toBe('aaaabbbb');
    expect(samples.map(({ participant }) => participant)).toEqual(['a', 'b']);
    expect(failures).toEqual({ bad: 'has no such kernel' });
  });

  it('waits for a promise, tells others what ours gave, collects checks and disposes', async () => {
    const disposed: string[] = [];
    const ours = inProcess('ours', 1, ({ share }, tick) => ({
      work: 1,
      given: { shared: share !== undefined },
      run: () => new Promise<void>((resolve) => setTimeout(() => resolve(tick() as unknown as void), 1)),
      check: () => Promise.resolve([7]),
      dispose: () => void disposed.push('ours'),
    }));
    const { samples } = await measure({ name: 'group/task', unit: 'x' }, [ours], EFFORT);
    expect(samples[0]).toMatchObject({ check: [7], wall: [1, 1, 1] });
    expect(disposed).toEqual(['ours']);
  });

  it('goes on without those that fail, before or within the rounds, and says why', async () => {
    const good = inProcess('good', 1, (_, tick) => ({ work: 1, run: tick }));
    const bad = inProcess('bad', 1, () => {
      throw new Error('has no such kernel');
    });
    let runs = 0;
    const later = inProcess('later', 1, () => ({
      work: 1,
      run: () => {
        if (++runs > 2) throw new Error('ran out of memory');
      },
    }));
    const result = await measure({ name: 'group/task', unit: 'x' }, [good, bad, later], EFFORT);
    expect(result.samples.map(({ participant }) => participant)).toEqual(['good']);
    expect(result.failures).toEqual({ bad: 'has no such kernel', later: 'ran out of memory' });
  });

  it('refuses what is not there or not set up', async () => {
    const { ask } = inProcess('a', 1, () => ({ work: 1, run: () => undefined }));
    await expect(ask({ do: 'prepare', task: 'group/other', quick: true })).rejects.toThrow("no task 'group/other'");
    await expect(ask({ do: 'round', repeat: 1 })).rejects.toThrow('No task is set up');
  });
});

describe('choosing tasks', () => {
  it.each([
    ['step/slim', ['step'], true],
    ['step/slim', ['step/slim'], true],
    ['steps/slim', ['step'], false],
    ['convolution/vgg16/a/forward', ['convolution/*/forward'], true],
    ['convolution/vgg16/a/backward', ['convolution/*/forward'], false],
    ['reading/fer2013-csv', ['reading/fer2013.csv'], false],
    ['pooling/max', ['step', 'pooling'], true],
    ['pooling/max', [], true],
  ])('%s by %j: %s', (name, patterns, wanted) => {
    expect(isWanted(name, patterns)).toBe(wanted);
  });
});
