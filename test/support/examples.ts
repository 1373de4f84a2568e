// The examples of docs/components, taken out of their pages and built as a reader would build them.
import { build, type Plugin } from 'esbuild'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileScript, compileTemplate, parse } from 'vue/compiler-sfc'

/** How an example is written. */
export type ExampleKind = 'html' | 'jsx' | 'vue'

const folder = new URL('../../docs/components/', import.meta.url)
const root = fileURLToPath(new URL('../../', import.meta.url))

/** The examples of one kind, one a page of the docs, by the page's name. */
export function examples(kind: ExampleKind): ReadonlyMap<string, string> {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md')
  return new Map(pages.map((name) => {
    const found = [...readFileSync(new URL(name, folder), 'utf8').matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(([, language]) => language === kind)
    if (found.length !== 1) throw new Error(`docs/components/${name} has ${found.length} examples in ${kind}; one is expected.`)
    return [name.replace('.md', ''), found[0]![2]!]
  }))
}

/** A script that shows all examples of React or Vue, one below the other, in the element #app. */
export async function exampleScript(kind: 'jsx' | 'vue', filledIn: (source: string) => string): Promise<string> {
  const sources = [...examples(kind)]
  const imports = sources.map(([name], at) => (kind === 'jsx' ? `import * as Part${at} from 'example:${name}'` : `import Part${at} from 'example:${name}'`)).join('\n')
  const parts = sources.map((_, at) => `Part${at}`).join(', ')
  const contents = kind === 'jsx'
    ? `${imports}\nimport { createElement } from 'react'\nimport { createRoot } from 'react-dom/client'\ncreateRoot(document.querySelector('#app')).render([${parts}].map((part, key) => createElement(Object.values(part)[0], { key })))`
    : `${imports}\nimport { createApp, h } from 'vue'\ncreateApp({ render: () => [${parts}].map((part) => h(part)) }).mount('#app')`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'js' }, bundle: true, write: false, format: 'esm', jsx: 'automatic', logLevel: 'silent', plugins: [examplesOf(kind, new Map(sources), filledIn)],
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  })
  return outputFiles[0]!.text
}

function examplesOf(kind: 'jsx' | 'vue', sources: ReadonlyMap<string, string>, filledIn: (source: string) => string): Plugin {
  return {
    name: 'examples',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^example:/ }, ({ path }) => ({ path: path.slice('example:'.length), namespace: 'example' }))
      onLoad({ filter: /.*/, namespace: 'example' }, ({ path }) => {
        const source = filledIn(sources.get(path)!)
        return { contents: kind === 'jsx' ? source : compiledVue(path, source), loader: kind === 'jsx' ? 'jsx' : 'js', resolveDir: root }
      })
    },
  }
}

function compiledVue(id: string, source: string): string {
  const { descriptor } = parse(source, { filename: `${id}.vue` })
  const compilerOptions = { isCustomElement: (tag: string) => tag.startsWith('interlude-') }
  if (descriptor.scriptSetup !== null) return compileScript(descriptor, { id, inlineTemplate: true, templateOptions: { compilerOptions } }).content
  const { code } = compileTemplate({ id, filename: `${id}.vue`, source: descriptor.template!.content, compilerOptions })
  return `${code}\nexport default { render }`
}
