import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';

/**
 * Who may import whom, from the bottom of the house to the top (docs/architecture.md shows the same as a picture).
 * A room may import itself and the rooms listed for it, and nothing else of src/.
 */
const rooms = {
  support: [],
  regions: ['support'],
  perturb: ['support', 'regions'],
  attention: ['support', 'regions', 'perturb'],
  measures: ['support', 'regions', 'perturb', 'attention'],
  clusters: ['support', 'regions'],
  pictures: ['support', 'regions', 'perturb', 'attention', 'clusters'],
  wasm: ['support'],
  backends: ['support', 'wasm'],
  landmarks: ['support', 'regions'],
  data: ['support', 'regions', 'perturb', 'landmarks'],
  models: ['support', 'attention'],
  training: ['support', 'regions', 'perturb', 'attention', 'clusters', 'data', 'backends'],
  node: [
    'support',
    'regions',
    'perturb',
    'attention',
    'measures',
    'clusters',
    'pictures',
    'data',
    'landmarks',
    'models',
    'training',
    'backends',
    'wasm',
  ],
};

const outside = ['node:*', '@tensorflow/tfjs-backend-*', '@mediapipe/tasks-vision', 'sharp'];

/** A file in src/room/ reaches another room by '../', one in src/room/folder/ by '../../'. */
const depths = [
  { files: '*.ts', up: '\\.\\./' },
  { files: '*/*.ts', up: '\\.\\./\\.\\./' },
];

const roomRules = Object.entries(rooms).flatMap(([room, allowed]) =>
  depths.map(({ files, up }) => ({
    files: [`src/${room}/${files}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...(room === 'node'
              ? []
              : [{ group: outside, message: `src/${room} must not import this: see docs/architecture.md.` }]),
            {
              regex: `^${up}(?!${[room, ...allowed].map((name) => `${name}/`).join('|')})`,
              message: `src/${room} may import only ${[room, ...allowed].join(', ')}: see docs/architecture.md.`,
            },
            { group: ['@tensorflow/*/dist/*'], message: "A deep import would reach a user's bundle." },
          ],
        },
      ],
    },
  })),
);

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'runs/', 'kernels/', 'src/wasm/binaries.generated.ts', 'node_modules/'] },
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-cycle': 'error',
      'import-x/no-duplicates': 'error',
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Use createRandom(seed).' }],
      eqeqeq: 'error',
    },
  },
  ...roomRules,
);
