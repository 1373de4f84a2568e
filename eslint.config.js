// What the house holds itself to: type-aware rules, the layers (src/ARCHITECTURE.md), a pure core, and file names.
import importX from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

const FORBIDDEN_NAMES = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types', 'manager', 'service', 'handler', 'base', 'index'])

const fileNames = {
  create: (context) => ({
    Program(node) {
      const name = context.filename.split(/[\\/]/).at(-1).replace(/(\.(test|bench|generated|d))*\.(ts|js|mjs)$/, '')
      const isKebabCase = /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name)
      if (!isKebabCase) context.report({ node, message: `"${name}": file names are kebab-case.` })
      for (const word of name.split('.')) {
        if (FORBIDDEN_NAMES.has(word)) context.report({ node, message: `"${word}" says nothing: name the file for what it holds.` })
      }
    },
  }),
}

/** Each folder of src and what it may import besides itself; arrows point inward. */
const LAYERS = {
  core: [],
  store: ['core', 'db.ts', 'pipeline.ts'],
  mail: ['core', 'store', 'db.ts', 'errors.ts', 'log.ts'],
  realtime: ['core', 'store', 'db.ts', 'errors.ts', 'clock.ts', 'log.ts', 'turns.ts'],
  commands: ['core', 'store', 'mail', 'db.ts', 'errors.ts', 'clock.ts', 'log.ts', 'turns.ts'],
  actions: ['core', 'store', 'mail', 'commands', 'errors.ts', 'log.ts'],
  jobs: ['core', 'store', 'mail', 'commands', 'db.ts', 'errors.ts', 'clock.ts', 'log.ts'],
  execution: [],
  graphql: ['core', 'execution', 'store', 'commands', 'realtime', 'db.ts', 'errors.ts', 'clock.ts', 'log.ts', 'limits.ts'],
  cli: ['core', 'commands', 'auth.ts', 'config.ts', 'clock.ts', 'errors.ts', 'stop-signals.ts'],
  web: ['core'],
  'embedded-postgres': [],
  server: ['core', 'execution', 'realtime', 'auth.ts', 'config.ts', 'errors.ts', 'clock.ts', 'log.ts', 'limits.ts', 'database-outage.ts', 'metrics.ts', 'tracing.ts'],
}

const zones = Object.entries(LAYERS).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...allowed].map((path) => `./${path}`),
  message: `${folder} may import only ${[folder, ...allowed].join(', ')}.`,
}))

const NO_ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config.ts reads the environment; everything else gets arguments.',
}
const NO_DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }
const NOTHING_FOCUSED = {
  selector: "MemberExpression[property.name='only'][object.name=/^(it|test|describe|suite|bench)$/]",
  message: 'A focused test leaves the others out.',
}
const NO_CLOCK_NO_CHANCE = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time comes into the core as an argument.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes into the core as an argument.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time comes into the core as an argument.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance comes into the core as an argument.' },
]
const NOTHING_OUTSIDE = ['process', 'globalThis', 'console', 'crypto', 'performance', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Buffer']

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.data/', '.cache/', 'coverage/', 'prisma/generated/', '**/*.generated.ts', 'test/generated/', 'src/**/generated/', 'docs/**/generated/'] },
  {
    files: ['**/*.{ts,js,mjs}'],
    plugins: { interlude: { rules: { 'file-names': fileNames } } },
    rules: { 'interlude/file-names': 'error', 'no-var': 'error', 'prefer-const': 'error', eqeqeq: ['error', 'always', { null: 'ignore' }] },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports', fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: [...zones, { target: './src/core', from: './prisma' }] }],
      'no-restricted-syntax': ['error', NO_ENVIRONMENT, NO_DEFAULT_EXPORT],
    },
  },
  {
    files: ['src/config.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT] },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^[^.]', message: 'The core imports nothing but the core.' }] }],
      'no-restricted-globals': ['error', ...NOTHING_OUTSIDE],
      'no-restricted-syntax': ['error', NO_ENVIRONMENT, NO_DEFAULT_EXPORT, ...NO_CLOCK_NO_CHANCE],
    },
  },
  {
    // Screens are described in JSON Schema, and judged by it; its patterns are matched in linear time.
    files: ['src/core/flow/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(?!\\.|(ajv(-formats)?|re2js)(/|$))', message: 'The flow runtime imports the core, ajv, ajv-formats and re2js.' }] }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NOTHING_FOCUSED] },
  },
)
