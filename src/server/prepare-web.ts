// Bundles what browsers are given ahead of the first start: `node launch.mjs src/server/prepare-web.ts`.
import { loadWebBundle } from './web-bundle.ts'

await loadWebBundle()
