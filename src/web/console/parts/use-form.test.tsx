import assert from 'node:assert/strict';
import type { ReactElement } from 'react';
import { test } from 'node:test';
import { act, fireEvent, render, screen } from '../../../../test/support/console/dom.ts';
import { useForm } from './use-form.ts';

const KEPT = { name: 'Web', seconds: 30, tags: ['new'] };
type Sent = { readonly value: typeof KEPT; readonly changes: Partial<typeof KEPT> };

/** A form of two fields, whose server answers when the test lets it. */
function Probe({ send }: { readonly send: (sent: Sent) => Promise<typeof KEPT> }): ReactElement {
  const form = useForm(KEPT);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit(send);
      }}
    >
      <input aria-label="Name" value={form.value.name} onChange={({ target }) => form.set({ name: target.value })} />
      <input
        aria-label="Seconds"
        value={form.value.seconds}
        onChange={({ target }) => form.set({ seconds: Number(target.value) })}
      />
      <output>
        {[form.isSending ? 'sending' : 'still', form.isDirty ? 'changed' : 'as kept', form.fault ?? 'no fault'].join()}
      </output>
      <p>{`name: ${form.faultAt('/name')}, tags: ${form.faultAt('/tags')}`}</p>
      <button type="reset" onClick={form.reset}>
        Undo
      </button>
    </form>
  );
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const valueOf = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
const state = () => screen.getByRole('status').textContent;
const submit = async () => act(async () => fireEvent.submit(screen.getByLabelText('Name')));
const refusal = (errors: readonly object[], message = 'Some fields are wrong.') =>
  Object.assign(new Error(message), { errors });

test('only what differs is sent; what the server took is what is kept from then on', async () => {
  const sent: Sent[] = [];
  render(
    <Probe
      send={async (asked) => {
        sent.push(asked);
        return { ...asked.value, name: 'WEB' };
      }}
    />,
  );
  assert.equal(state(), 'still,as kept,no fault');
  type('Name', 'web');
  assert.equal(state(), 'still,changed,no fault');
  await submit();
  assert.deepEqual(sent, [{ value: { ...KEPT, name: 'web' }, changes: { name: 'web' } }]);
  assert.deepEqual([valueOf('Name'), state()], ['WEB', 'still,as kept,no fault']);
  type('Name', 'Web');
  type('Name', 'WEB');
  assert.equal(state(), 'still,as kept,no fault', 'typed as it was');
});

test('what is typed while it is sent stays, and is not taken for saved', async () => {
  const answer = Promise.withResolvers<typeof KEPT>();
  render(<Probe send={async () => answer.promise} />);
  type('Name', 'Web support');
  await submit();
  assert.equal(state(), 'sending,changed,no fault');
  type('Seconds', '60');
  await act(async () => answer.resolve({ ...KEPT, name: 'Web support' }));
  assert.deepEqual([valueOf('Name'), valueOf('Seconds'), state()], ['Web support', '60', 'still,changed,no fault']);
});

test('a refusal leaves what was typed, until it is undone', async () => {
  render(<Probe send={async () => Promise.reject(refusal([]))} />);
  type('Name', '');
  await submit();
  assert.deepEqual([valueOf('Name'), state()], ['', 'still,changed,Some fields are wrong.']);
  fireEvent.click(screen.getByText('Undo'));
  assert.deepEqual([valueOf('Name'), state()], ['Web', 'still,as kept,no fault']);
});
