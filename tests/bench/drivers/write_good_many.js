// write-good's checks on every draft of a file of exchanges, in one process, told as its command line tells them.
// After bin/write-good.js: the same options and the same output, for texts instead of files.
const fs = require('fs');
const path = require('path');

const [, , modules, exchanges] = process.argv;
const writeGood = require(path.join(modules, 'write-good', 'write-good'));
const annotate = require(path.join(modules, 'write-good', 'lib', 'annotate'));

const options = { eprime: false };
for (const name of ['weasel', 'illusion', 'so', 'thereIs', 'passive', 'adverb', 'tooWordy', 'cliches']) {
  options[name] = true;
}
fs.readFileSync(exchanges, 'utf8').split('\n').filter(Boolean).forEach((line, number) => {
  const { text } = JSON.parse(line).draft;
  const suggestions = writeGood(text, options);
  if (suggestions.length) {
    console.log(`In draft-${number + 1}`);
    console.log('=============');
    console.log(annotate(text, suggestions).join('\n-------------\n'));
  }
});
