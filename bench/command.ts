/** Options that say where results go; another run gives the same numbers without them. */
const WHERE = ['--docs', '--out'];

/** Options whose value is a path of this machine, and what stands for it. */
const PATHS: Record<string, string> = { '--node': '<node>', '--data': '<csv>' };

/** The command as one would type it again, without what is of one machine alone. */
export function commandOf(argv: readonly string[]): string {
  const kept = argv.flatMap((word, at) => {
    const before = argv[at - 1] ?? '';
    if (WHERE.includes(word) || before === '--out') return [];
    return [PATHS[before] ?? quoted(word)];
  });
  return ['npm run bench --', ...kept].join(' ').replace(/ --$/, '');
}

/** A shell would fill in a pattern's `*` itself. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]*$/.test(word) ? word : `'${word}'`;
}
