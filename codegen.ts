// Typed documents of the command line, of the web components, of the examples and of tests, from schema.graphql:
// `npm run codegen`.
import type { CodegenConfig } from '@graphql-codegen/cli'

const typed = { importExtension: '.ts', useTypeImports: true, enumsAsTypes: true, scalars: { DateTime: 'string', JSON: 'unknown' } } as const

/** Documents as texts, which is what is sent. */
const texts = { preset: 'client', presetConfig: { fragmentMasking: false }, config: { ...typed, documentMode: 'string' } } as const
/** And listed by hash, for servers that run known documents only. */
const listedTexts = { ...texts, presetConfig: { ...texts.presetConfig, persistedDocuments: { hashAlgorithm: 'sha256' } } } as const

const config: CodegenConfig = {
  schema: 'schema.graphql',
  ignoreNoDocuments: true,
  emitLegacyCommonJSImports: false,
  generates: {
    'src/cli/generated/': { documents: ['src/cli/**/*.ts', '!src/cli/generated/**'], ...listedTexts },
    'src/web/generated/': { documents: ['src/web/documents/*.graphql'], ...listedTexts },
    // Of its own, so that pages with components don't load what only the console asks.
    'src/web/console/generated/': { documents: ['src/web/console/documents/*.graphql'], ...listedTexts },
    'docs/examples/generated/': { documents: ['docs/examples/*.ts'], ...texts },
    'test/generated/': {
      documents: ['test/**/*.ts', '!test/generated/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: typed,
    },
  },
}

export default config
