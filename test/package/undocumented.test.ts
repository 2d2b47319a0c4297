import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, TSConfigReader, type TypeDocOptions } from 'typedoc';
import { describe, expect, inject, it } from 'vitest';
import { undocumented } from '../../docs/site/undocumented.js';

/** Docstrings with holes, and their neighbours without. */
const SOURCE = `
/** Options. */
export interface MaskOptions {
  /** Told, but what leaving it out means is not. */
  soft?: number;
  /**
   * All told.
   * @default 2
   */
  wide?: number;
  untold: number;
  /**
   * A callback.
   * @default none
   */
  onStep?: (progress: number) => void;
}

/** No options, so that it needs no default. */
export interface Result {
  readonly kind: 'result';
  /** Maybe. */
  readonly note?: string;
  /** Both the rows and what is left. */
  readonly counts: { readonly rows: number; readonly bad: number };
  method(value: number): void;
}

/** Speaks of its image, and not of the other. */
export function mask(image: number, size: number, options: MaskOptions): number {
  return image + size + (options.wide ?? 2);
}

/**
 * Says all.
 * @param value - Any.
 */
export const twice = (value: number): number => 2 * value;

export const BARE = { left: 1 };
export type Bare = number;
`;

describe('what the docs find untold', () => {
  it('is every name, member, parameter and default without words, and nothing else', async () => {
    const folder = mkdtempSync(join(inject('packed').temporary, 'untold-'));
    writeFileSync(join(folder, 'index.ts'), SOURCE);
    writeFileSync(join(folder, 'other.ts'), '/** Told. */\nexport const TOLD = 1;\n');
    const compilerOptions = {
      strict: true,
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      types: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const options: Partial<TypeDocOptions> = {
      entryPoints: ['index.ts', 'other.ts'].map((name) => join(folder, name)),
      ...{ tsconfig: join(folder, 'tsconfig.json'), logLevel: 'Error' },
    };
    const project = await (await Application.bootstrap(options, [new TSConfigReader()])).convert();
    expect(undocumented(project!).sort()).toEqual([
      'index BARE: no text',
      'index Bare: no text',
      'index MaskOptions soft: no @default',
      'index MaskOptions untold: no text',
      'index Result counts bad: no text',
      'index Result method: no text',
      'index Result method: nothing about its parameter value',
      'index mask: nothing about its parameter size',
    ]);
  });
});
