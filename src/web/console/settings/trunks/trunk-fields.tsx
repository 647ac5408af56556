/** The fields of a trunk, part by part. */
import type { ReactElement } from 'react';
import { CALLER_HEADERS, NUMBER_FORMATS, RTP_SOURCES, SRTP_RULES } from '#domain/directory/trunk.ts';
import type { TrunkForm, TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { CheckField, ChoiceField, NumberField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { Form } from '../../parts/use-form.ts';
import { Section } from '../menus/section.tsx';
import { ListField } from './list-field.tsx';
import { OrderedChoice } from './ordered-choice.tsx';
import { codecWords, formatWord, TRANSPORT_WORDS } from './trunk-words.ts';

/** A trunk as it is filled in; a secret that is empty stays as it is. */
export type TrunkEdit = TrunkForm & { readonly password: string; readonly text_secret: string };
type Parts = { readonly form: Form<TrunkEdit> };
type KnownParts = Parts & { readonly trunk: TrunkView };

/** An empty field is none. */
const orNull = (text: string): string | null => (text === '' ? null : text);

/** Where it is, and how it is signed in to. */
export function WayFields({ form, trunk }: KnownParts): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <Section title={say('trunks.connection')} about={say(`trunks.presetAbout.${value.preset}`)}>
      <CheckField
        label={say('trunks.enabled')}
        help={say('trunks.enabledHelp')}
        checked={value.is_enabled}
        onChange={({ target }) => set({ is_enabled: target.checked })}
      />
      <TextField
        label={say('profile.name')}
        maxLength={100}
        value={value.name}
        error={faultAt('/name')}
        onChange={({ target }) => set({ name: target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
        <TextField
          label={say('trunks.host')}
          spellCheck={false}
          value={value.host}
          error={faultAt('/host')}
          onChange={({ target }) => set({ host: target.value.trim() })}
        />
        <NumberField
          label={say('trunks.port')}
          placeholder={say('trunks.portHint')}
          value={value.port}
          error={faultAt('/port')}
          change={(port) => set({ port })}
        />
      </div>
      <OrderedChoice
        legend={say('trunks.transports')}
        words={TRANSPORT_WORDS}
        chosen={value.transports}
        choose={(transports) => set({ transports })}
        error={faultAt('/transports')}
      />
      <TextField
        label={say('trunks.proxy')}
        spellCheck={false}
        help={say('trunks.proxyHelp')}
        value={value.outbound_proxy ?? ''}
        error={faultAt('/outbound_proxy')}
        onChange={({ target }) => set({ outbound_proxy: orNull(target.value.trim()) })}
      />
      <SignInFields form={form} trunk={trunk} />
      <ListField
        label={say('trunks.addresses')}
        help={say('trunks.addressesHelp')}
        opened={value.inbound_addresses}
        error={faultAt('/inbound_addresses')}
        change={(all) => set({ inbound_addresses: all })}
      />
    </Section>
  );
}

function SignInFields({ form, trunk }: KnownParts): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={say('trunks.username')}
          autoComplete="off"
          spellCheck={false}
          value={value.username ?? ''}
          error={faultAt('/username')}
          onChange={({ target }) => set({ username: orNull(target.value) })}
        />
        <TextField
          label={say('mail.password')}
          type="password"
          autoComplete="new-password"
          placeholder={trunk.has_password ? say('trunks.kept') : ''}
          value={value.password}
          error={faultAt('/password')}
          onChange={({ target }) => set({ password: target.value })}
        />
      </div>
      <CheckField
        label={say('trunks.registers')}
        help={say('trunks.registersHelp')}
        checked={value.registers}
        onChange={({ target }) => set({ registers: target.checked })}
      />
    </>
  );
}

/** How numbers are written, and where the caller's goes. */
export function NumberFields({ form }: Parts): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <Section title={say('settings.section.numbers')}>
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <ChoiceField
          label={say('trunks.format')}
          value={value.number_format}
          error={faultAt('/number_format')}
          onChange={({ target }) => {
            const found = NUMBER_FORMATS.find((each) => each === target.value);
            if (found !== undefined) set({ number_format: found });
          }}
        >
          {NUMBER_FORMATS.map((each) => (
            <option key={each} value={each}>
              {formatWord(each)}
            </option>
          ))}
        </ChoiceField>
        <TextField
          label={say('trunks.prefix')}
          inputMode="tel"
          value={value.number_prefix}
          error={faultAt('/number_prefix')}
          onChange={({ target }) => set({ number_prefix: target.value.trim() })}
        />
      </div>
      <ChoiceField
        label={say('trunks.caller')}
        value={value.caller_header}
        error={faultAt('/caller_header')}
        onChange={({ target }) => {
          const found = CALLER_HEADERS.find((each) => each === target.value);
          if (found !== undefined) set({ caller_header: found });
        }}
      >
        {CALLER_HEADERS.map((each) => (
          <option key={each} value={each}>
            {say(`trunks.caller.${each}`)}
          </option>
        ))}
      </ChoiceField>
      {value.caller_header === 'from' ? null : (
        <TextField
          label={say('trunks.fromUser')}
          spellCheck={false}
          help={say('trunks.fromUserHelp')}
          value={value.from_user ?? ''}
          error={faultAt('/from_user')}
          onChange={({ target }) => set({ from_user: orNull(target.value) })}
        />
      )}
    </Section>
  );
}

/** Codecs, encryption, and where sound goes. */
export function SoundFields({ form }: Parts): ReactElement {
  const { value, set, faultAt } = form;
  return (
    <Section title={say('trunks.sound')}>
      <OrderedChoice
        legend={say('trunks.codecs')}
        words={codecWords()}
        chosen={value.codecs}
        choose={(codecs) => set({ codecs })}
        error={faultAt('/codecs')}
      />
      <ChoiceField
        label={say('trunks.srtp')}
        value={value.srtp}
        onChange={({ target }) => {
          const found = SRTP_RULES.find((each) => each === target.value);
          if (found !== undefined) set({ srtp: found });
        }}
      >
        {SRTP_RULES.map((each) => (
          <option key={each} value={each}>
            {say(`trunks.srtp.${each}`)}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField
        label={say('trunks.source')}
        value={value.rtp_source}
        onChange={({ target }) => {
          const found = RTP_SOURCES.find((each) => each === target.value);
          if (found !== undefined) set({ rtp_source: found });
        }}
      >
        {RTP_SOURCES.map((each) => (
          <option key={each} value={each}>
            {say(`trunks.source.${each}`)}
          </option>
        ))}
      </ChoiceField>
    </Section>
  );
}

/** Who may transfer calls, and how. */
export function TransferFields({ form }: Parts): ReactElement {
  const { value, set } = form;
  return (
    <Section title={say('trunks.transfers')}>
      <CheckField
        label={say('trunks.referOut')}
        help={say('trunks.referOutHelp')}
        checked={value.refer_out}
        onChange={({ target }) => set({ refer_out: target.checked })}
      />
      <CheckField
        label={say('trunks.referIn')}
        help={say('trunks.referInHelp')}
        checked={value.refer_in}
        onChange={({ target }) => set({ refer_in: target.checked })}
      />
    </Section>
  );
}
