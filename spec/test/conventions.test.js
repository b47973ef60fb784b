import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('every fault is refused where it stands, and nothing else is', () => {
  const run = spawnSync(
    'npx',
    ['redocly', 'lint', 'test/faults.yaml', '--config', 'redocly.yaml', '--max-problems', '1000', '--format', 'json'],
    { encoding: 'utf8' });
  const said = JSON.parse(run.stdout).problems
    .filter((problem) => problem.ruleId.startsWith('conventions/'))
    .map((problem) => ({ line: problem.location[0].start.line, message: problem.message }));
  const wanted = readFileSync('test/faults.yaml', 'utf8').split('\n')
    .map((text, index) => ({ line: index + 1, message: text.split(' # ')[1] }))
    .filter(({ message }) => message);
  const unsaid = wanted.filter(({ line, message }) => !said.some((one) => one.line === line && one.message.includes(message)));
  assert.deepEqual(unsaid, [], JSON.stringify(said, null, 1));
  assert.equal(said.length, wanted.length, JSON.stringify(said, null, 1));
  assert.notEqual(run.status, 0);
});
