import { expect, test } from 'vitest';
import { failureDetails, failurePage } from '../../../electron/main/failure-page.ts';

const failure = {
  code: 'store-newer',
  message: 'This store is <newer>.',
  advice: 'Update "Skein" & try again.',
  detail: '</pre><script>x</script>',
};

test('shows what happened, what to do and the details, as text', () => {
  const page = failurePage(failure, '1.2.3');
  expect(page).toContain('This store is &#60;newer&#62;.');
  expect(page).toContain('Update &#34;Skein&#34; &#38; try again.');
  expect(page).not.toContain('<script');
  for (const action of ['retry', 'copy', 'quit']) expect(page).toContain(`href="/failure/${action}"`);
});

test('gives the same details as text to copy', () => {
  expect(failureDetails(failure, '1.2.3')).toMatch(
    /^Skein 1\.2\.3 .*\nstore-newer: This store is <newer>\.\n<\/pre>/,
  );
});
