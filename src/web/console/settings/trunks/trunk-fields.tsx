/** The fields of a trunk, part by part. */
import type { ReactElement } from 'react';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import { CALLER_HEADERS, NUMBER_FORMATS, RTP_SOURCES, SRTP_RULES } from '#domain/directory/trunk.ts';
import type { TrunkForm, TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { CheckField, ChoiceField, NumberField, TextField } from '../../parts/field.tsx';
import type { Form } from '../../parts/use-form.ts';
import { Section } from '../menus/section.tsx';
import { ListField } from './list-field.tsx';
import { OrderedChoice } from './ordered-choice.tsx';
import { CALLER_WORDS, CODEC_WORDS, FORMAT_WORDS, SOURCE_WORDS, SRTP_WORDS, TRANSPORT_WORDS } from './trunk-words.ts';

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
    <Section title="Connection" about={PRESET_FACTS[value.preset].about}>
      <CheckField
        label="Enabled"
        help="A trunk that is not takes and makes no calls."
        checked={value.is_enabled}
        onChange={({ target }) => set({ is_enabled: target.checked })}
      />
      <TextField
        label="Name"
        maxLength={100}
        value={value.name}
        error={faultAt('/name')}
        onChange={({ target }) => set({ name: target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
        <TextField
          label="Host"
          spellCheck={false}
          value={value.host}
          error={faultAt('/host')}
          onChange={({ target }) => set({ host: target.value.trim() })}
        />
        <NumberField
          label="Port"
          placeholder="By DNS"
          value={value.port}
          error={faultAt('/port')}
          change={(port) => set({ port })}
        />
      </div>
      <OrderedChoice
        legend="Transports, the preferred first"
        words={TRANSPORT_WORDS}
        chosen={value.transports}
        choose={(transports) => set({ transports })}
        error={faultAt('/transports')}
      />
      <TextField
        label="Outbound proxy"
        spellCheck={false}
        help="Only where the provider names one: host, or host:port."
        value={value.outbound_proxy ?? ''}
        error={faultAt('/outbound_proxy')}
        onChange={({ target }) => set({ outbound_proxy: orNull(target.value.trim()) })}
      />
      <SignInFields form={form} trunk={trunk} />
      <ListField
        label="Its addresses"
        help="Calls from these are the trunk’s: addresses or ranges, one a line. No one else gets an answer."
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
          label="Username"
          autoComplete="off"
          spellCheck={false}
          value={value.username ?? ''}
          error={faultAt('/username')}
          onChange={({ target }) => set({ username: orNull(target.value) })}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          placeholder={trunk.has_password ? 'Kept; type to replace it' : ''}
          value={value.password}
          error={faultAt('/password')}
          onChange={({ target }) => set({ password: target.value })}
        />
      </div>
      <CheckField
        label="Register"
        help="The provider learns where this server is; so calls come in behind NAT, too."
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
    <Section title="Numbers">
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <ChoiceField
          label="Numbers are dialed as"
          value={value.number_format}
          error={faultAt('/number_format')}
          onChange={({ target }) => {
            const found = NUMBER_FORMATS.find((each) => each === target.value);
            if (found !== undefined) set({ number_format: found });
          }}
        >
          {NUMBER_FORMATS.map((each) => (
            <option key={each} value={each}>
              {FORMAT_WORDS[each]}
            </option>
          ))}
        </ChoiceField>
        <TextField
          label="Prefix"
          inputMode="tel"
          value={value.number_prefix}
          error={faultAt('/number_prefix')}
          onChange={({ target }) => set({ number_prefix: target.value.trim() })}
        />
      </div>
      <ChoiceField
        label="The caller’s number goes"
        value={value.caller_header}
        error={faultAt('/caller_header')}
        onChange={({ target }) => {
          const found = CALLER_HEADERS.find((each) => each === target.value);
          if (found !== undefined) set({ caller_header: found });
        }}
      >
        {CALLER_HEADERS.map((each) => (
          <option key={each} value={each}>
            {CALLER_WORDS[each]}
          </option>
        ))}
      </ChoiceField>
      {value.caller_header === 'from' ? null : (
        <TextField
          label="Account in From"
          spellCheck={false}
          help="Empty: the username."
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
    <Section title="Sound">
      <OrderedChoice
        legend="Codecs, the preferred first"
        words={CODEC_WORDS}
        chosen={value.codecs}
        choose={(codecs) => set({ codecs })}
        error={faultAt('/codecs')}
      />
      <ChoiceField
        label="Encrypted (SRTP)"
        value={value.srtp}
        onChange={({ target }) => {
          const found = SRTP_RULES.find((each) => each === target.value);
          if (found !== undefined) set({ srtp: found });
        }}
      >
        {SRTP_RULES.map((each) => (
          <option key={each} value={each}>
            {SRTP_WORDS[each]}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField
        label="Sound is sent to"
        value={value.rtp_source}
        onChange={({ target }) => {
          const found = RTP_SOURCES.find((each) => each === target.value);
          if (found !== undefined) set({ rtp_source: found });
        }}
      >
        {RTP_SOURCES.map((each) => (
          <option key={each} value={each}>
            {SOURCE_WORDS[each]}
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
    <Section title="Transfers">
      <CheckField
        label="The trunk hands callers over to outside numbers"
        help="By REFER: the call leaves this server, its recording ends. What the trunk does not do is dialed here."
        checked={value.refer_out}
        onChange={({ target }) => set({ refer_out: target.checked })}
      />
      <CheckField
        label="Its telephones may transfer their calls"
        help="By REFER. The number that they name is dialed by this server, within the limits and at your cost."
        checked={value.refer_in}
        onChange={({ target }) => set({ refer_in: target.checked })}
      />
    </Section>
  );
}
