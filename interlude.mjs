#!/usr/bin/env node
// The command line, `npx interlude …`.
import { launch } from './launch.mjs'

await launch('src/cli/main.ts', process.argv.slice(2))
