/** Results as CI reads them. Source: the JUnit XML that Jenkins, GitLab and GitHub's actions take. */
import type { Result } from './simulation.ts';

/** One suite with a case for each call. */
export function writeJunit(results: readonly Result[]): string {
  const failures = results.filter(({ faults }) => faults.length > 0).length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0).toFixed(3);
  const cases = results.map((result) => {
    const { name, callId, faults } = result;
    const head = `  <testcase classname="patchbay.simulate" name="${escape(callId === null ? name : `${name} (call ${callId})`)}" time="${result.seconds.toFixed(3)}"`;
    if (faults.length === 0) return `${head}/>`;
    return `${head}>\n    <failure message="${escape(faults[0] ?? '')}">${escape(faults.join('\n'))}</failure>\n  </testcase>`;
  });
  const suite = `<testsuite name="patchbay simulate" tests="${results.length}" failures="${failures}" errors="0" time="${seconds}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', suite, ...cases, '</testsuite>'].join('\n');
}

/** Text in XML. Characters that XML has no place for are left out. Source: XML 1.0, section 2.2. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
