// alex's checks on every draft of a file of exchanges, in one process, told as its command line tells them.
// After cli.js: the same plugins, put together once, and the same reporter, for texts instead of files.
import fs from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'

const [, , modules, exchanges] = process.argv
const home = name => pathToFileURL(path.join(modules, name, 'index.js')).href

const {unified} = await import(home('unified'))
const {default: remarkParse} = await import(home('remark-parse'))
const {default: remarkGfm} = await import(home('remark-gfm'))
const {default: remarkFrontmatter} = await import(home('remark-frontmatter'))
const {default: remarkRetext} = await import(home('remark-retext'))
const {default: retextEnglish} = await import(home('retext-english'))
const {default: retextProfanities} = await import(home('retext-profanities'))
const {default: retextEquality} = await import(home('retext-equality'))
const {filter} = await import(pathToFileURL(path.join(modules, 'alex', 'filter.js')).href)
const {VFile} = await import(home('vfile'))
const {sort} = await import(home('vfile-sort'))
const {default: reporter} = await import(home('vfile-reporter'))

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkFrontmatter, ['yaml', 'toml'])
  .use(remarkRetext, unified().use({plugins: [retextEnglish, [retextProfanities, {}], [retextEquality, {}]]}))
  .use(filter, {})
  .freeze()

const files = []
fs.readFileSync(exchanges, 'utf8').split('\n').filter(Boolean).forEach((line, number) => {
  const file = new VFile({path: `draft-${number + 1}`, value: JSON.parse(line).draft.text})
  processor.runSync(processor.parse(file), file)
  sort(file)
  files.push(file)
})
console.error(reporter(files))
