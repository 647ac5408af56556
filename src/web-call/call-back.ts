/** The offer to be called back instead of waiting. */
import type { CallerView } from '#dialects/caller/protocol.ts';
import { button, notice } from './controls.ts';
import type { Element } from './element.ts';
import { element } from './element.ts';
import type { State } from './state.ts';
import type { Texts } from './texts.ts';

/** A button, then a form. */
export function callBack(view: CallerView, state: State, texts: Texts): Element[] {
  if (!view.mayCallBack) return [];
  if (state.callBack === 'refused') return [notice(texts.callBackRefused)];
  if (state.callBack === 'closed') return [button(texts.callBackOffer, { type: 'call_back_pressed' })];
  const isBad = state.callBack === 'bad_number';
  const is = {
    name: 'number',
    type: 'tel',
    autocomplete: 'tel',
    required: true,
    maxlength: 40,
    'data-focus': true,
    'aria-describedby': isBad ? 'number-fault number-hint' : 'number-hint',
    'aria-invalid': isBad ? 'true' : null,
  };
  return [
    element(
      'form',
      {
        key: 'call-back',
        submit: ({ number = '' }) => ({ type: 'call_back_asked', number: number.trim() }),
        is: { class: 'stack card' },
      },
      element('h3', {}, texts.callBackTitle),
      element('label', { is: { class: 'field' } }, element('span', {}, texts.callBackNumber), element('input', { is })),
      isBad
        ? element(
            'p',
            { key: 'fault', is: { id: 'number-fault', class: 'fault', role: 'alert' } },
            texts.callBackBadNumber,
          )
        : null,
      element('p', { key: 'hint', is: { id: 'number-hint', class: 'quiet' } }, texts.callBackHint),
      element(
        'div',
        { key: 'row', is: { class: 'row' } },
        element('button', { is: { class: 'button primary' } }, texts.callBackAsk),
        button(texts.cancel, { type: 'call_back_pressed' }),
      ),
    ),
  ];
}
