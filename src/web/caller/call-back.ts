/** The offer to be called back instead of waiting. */
import { MAX_TYPED_NUMBER_LENGTH } from '#domain/call/lengths.ts';
import type { CallerView } from '#realtime/caller/protocol.ts';
import type { CallerSay } from '#catalogue/caller.ts';
import { button } from './controls.ts';
import type { Element } from './element.ts';
import { element } from './element.ts';
import type { ShownNumber, State } from './state.ts';
import { retryWords } from './texts.ts';

/** A button, then a form, then the number as it was understood. */
export function callBack(view: CallerView, state: State, say: CallerSay): Element[] {
  if (!view.mayCallBack) return [];
  const { callBack: asked } = state;
  if (asked.name === 'closed') return [button(say('callBackOffer'), { type: 'call_back_pressed' })];
  if (asked.name === 'confirm') return [confirmation(asked.number, say)];
  const fault = asked.name === 'fault' ? faultOf(asked, say) : null;
  const is = {
    name: 'number',
    type: 'tel',
    autocomplete: 'tel',
    required: true,
    maxlength: MAX_TYPED_NUMBER_LENGTH,
    'data-focus': true,
    'aria-describedby': fault === null ? 'number-hint' : 'number-fault number-hint',
    'aria-invalid': fault === null ? null : 'true',
  };
  return [
    element(
      'form',
      {
        key: 'call-back',
        submit: ({ number = '' }) => ({ type: 'call_back_asked', number: number.trim() }),
        is: { class: 'stack card' },
      },
      element('h3', {}, say('callBackTitle')),
      element(
        'label',
        { is: { class: 'field' } },
        element('span', {}, say('callBackNumber')),
        element('input', { is }),
      ),
      fault === null
        ? null
        : element('p', { key: 'fault', is: { id: 'number-fault', class: 'fault', role: 'alert' } }, fault),
      element('p', { key: 'hint', is: { id: 'number-hint', class: 'quiet' } }, say('callBackHint')),
      element(
        'div',
        { key: 'row', is: { class: 'row' } },
        element('button', { is: { class: 'button primary' } }, say('callBackAsk')),
        button(say('cancel'), { type: 'call_back_pressed' }),
      ),
    ),
  ];
}

/** Shows the number once before anyone is called. */
function confirmation({ national, international }: ShownNumber, say: CallerSay): Element {
  return element(
    'section',
    { key: 'confirm', is: { class: 'stack card', 'aria-labelledby': 'confirm' } },
    element('h3', { is: { id: 'confirm', tabindex: -1, 'data-focus': true } }, say('callBackConfirm')),
    element('p', { is: { class: 'strong' } }, international),
    international === national ? null : element('p', { is: { class: 'quiet' } }, national),
    element(
      'div',
      { key: 'row', is: { class: 'row' } },
      button(say('callBackYes'), { type: 'call_back_confirmed' }, 'primary'),
      button(say('callBackChange'), { type: 'number_doubted' }),
    ),
  );
}

function faultOf({ fault, retryAfterSeconds }: Extract<State['callBack'], { name: 'fault' }>, say: CallerSay): string {
  const sentence = say(`callBackFault.${fault}`);
  return retryAfterSeconds === null ? sentence : `${sentence} ${retryWords(say, retryAfterSeconds)}`;
}
