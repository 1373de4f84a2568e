// Typed documents of the command line, of the web components, of the examples and of tests, from schema.graphql:
// `npm run codegen`.
import type { CodegenConfig } from '@graphql-codegen/cli'

const typed = { importExtension: '.ts', useTypeImports: true, enumsAsTypes: true, scalars: { DateTime: 'string', JSON: 'unknown' } } as const

const config: CodegenConfig = {
  schema: 'schema.graphql',
  ignoreNoDocuments: true,
  emitLegacyCommonJSImports: false,
  generates: {
    'src/cli/generated/': {
      documents: ['src/cli/**/*.ts', '!src/cli/generated/**'],
      preset: 'client',
      // Listed by hash as well, for servers that run known documents only.
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      // Texts, which is what is sent.
      config: { ...typed, documentMode: 'string' },
    },
    'src/web/generated/': {
      documents: ['src/web/documents/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      // Texts, which is what is sent.
      config: { ...typed, documentMode: 'string' },
    },
    // Of its own, so that pages with components don't load what only the console asks.
    'src/web/console/generated/': {
      documents: ['src/web/console/documents/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: { ...typed, documentMode: 'string' },
    },
    'docs/examples/generated/': {
      documents: ['docs/examples/*.ts'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { ...typed, documentMode: 'string' },
    },
    'test/generated/': {
      documents: ['test/**/*.ts', '!test/generated/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: typed,
    },
  },
}

export default config
