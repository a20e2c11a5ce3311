import { expect, test } from 'vitest';
import { countResults, summary } from '#test/support/suites.mjs';

const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test('the last line names what passed and failed, and what was skipped only when something was', () => {
  expect(summary({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(summary({ passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped');
});

test('a file that does not load, and a file that fails before its tests, each count as a failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'skipped' }] },
    { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ];
  const report = { ...none, numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, testResults };
  expect(countResults(report)).toEqual({ passed: 2, failed: 3, skipped: 1 });
});
