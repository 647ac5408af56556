/** The question how the call was. */
import { MAX_FEEDBACK_LENGTH } from '#domain/call/lengths.ts';
import type { CallerSay } from '#catalogue/caller.ts';
import type { Element } from './element.ts';
import { element } from './element.ts';
import { notice } from './controls.ts';
import type { State } from './state.ts';

const MARKS = ['1', '2', '3', '4', '5'] as const;

/** Asks once, and thanks. */
export function rating(state: State, say: CallerSay): Element[] {
  if (state.rating === 'sent') return [notice(say('rateThanks'), 'thanks')];
  if (state.rating === 'failed') return [notice(say('rateLost'))];
  return [
    element(
      'form',
      {
        key: 'rating',
        submit: ({ rating = '', feedback = '' }) => ({
          type: 'rated',
          rating: Number(rating),
          feedback: feedback.trim(),
        }),
        is: { class: 'stack card' },
      },
      element(
        'fieldset',
        {},
        element('legend', {}, say('rateTitle')),
        element(
          'div',
          { is: { class: 'marks' } },
          MARKS.map((mark) => choice(mark, say)),
        ),
      ),
      element(
        'label',
        { is: { class: 'field' } },
        element('span', {}, say('rateWords'), ' ', element('span', { is: { class: 'quiet' } }, say('optional'))),
        element('textarea', { is: { name: 'feedback', rows: 3, maxlength: MAX_FEEDBACK_LENGTH } }),
      ),
      element('button', { is: { class: 'button primary' } }, say('rateSend')),
    ),
  ];
}

function choice(mark: string, say: CallerSay): Element {
  const word = mark === MARKS[0] ? say('rateWorst') : mark === MARKS.at(-1) ? say('rateBest') : null;
  return element(
    'label',
    { key: mark, is: { class: 'mark' } },
    element('input', { is: { type: 'radio', name: 'rating', value: mark, required: true } }),
    element('span', {}, mark, word === null ? null : element('small', {}, word)),
  );
}
