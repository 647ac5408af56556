/** The fields of a trunk, part by part. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import {
  CALLER_HEADERS,
  NUMBER_FORMATS,
  RTP_SOURCES,
  SRTP_RULES,
  TRUNK_LIMIT_RANGES,
} from '#domain/directory/trunk.ts';
import type { TrunkForm, TrunkLimitsForm, TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { AreaField, CheckField, ChoiceField, NumberField, TextField } from '../../parts/field.tsx';
import type { Form } from '../../parts/use-form.ts';
import { Section } from '../menus/section.tsx';
import { OrderedChoice } from './ordered-choice.tsx';
import { CALLER_WORDS, CODEC_WORDS, FORMAT_WORDS, SOURCE_WORDS, SRTP_WORDS, TRANSPORT_WORDS } from './trunk-words.ts';

/** A trunk as it is filled in; a secret that is empty stays as it is. */
export type TrunkEdit = TrunkForm & { readonly password: string; readonly text_secret: string };
type Parts = { readonly form: Form<TrunkEdit> };
type KnownParts = Parts & { readonly trunk: TrunkView };

/** An empty field is none. */
const orNull = (text: string): string | null => (text === '' ? null : text);

/** Several texts, one a line. What is typed stays as it is typed; what it comes to is told. */
function ListField({
  label,
  help,
  opened,
  error,
  change,
}: {
  readonly label: string;
  readonly help: string;
  readonly opened: readonly string[];
  readonly error: string | null;
  readonly change: (all: readonly string[]) => void;
}): ReactElement {
  const [text, setText] = useState(opened.join('\n'));
  return (
    <AreaField
      label={label}
      help={help}
      spellCheck={false}
      rows={Math.min(8, Math.max(2, opened.length))}
      value={text}
      error={error}
      onChange={({ target }) => {
        setText(target.value);
        change(target.value.split(/[\s,;]+/).filter((each) => each !== ''));
      }}
    />
  );
}

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
      <CheckField
        label="The trunk carries out blind transfers (REFER)"
        help="Otherwise this server dials the other number and joins the two."
        checked={value.refer_out}
        onChange={({ target }) => set({ refer_out: target.checked })}
      />
    </Section>
  );
}

const LIMITS = [
  ['calls_at_once', 'Calls at once', TRUNK_LIMIT_RANGES.callsAtOnce],
  ['calls_per_minute', 'Calls a minute', TRUNK_LIMIT_RANGES.callsPerMinute],
  ['minutes_per_day', 'Minutes a day', TRUNK_LIMIT_RANGES.minutesPerDay],
  ['longest_call_seconds', 'Longest call, seconds', TRUNK_LIMIT_RANGES.longestCallSeconds],
] as const satisfies readonly (readonly [
  keyof TrunkLimitsForm,
  string,
  { readonly min: number; readonly max: number },
])[];

/** What it may be used for at most. */
export function LimitFields({ form }: Parts): ReactElement {
  const { value, set, faultAt } = form;
  const limit = (change: Partial<TrunkLimitsForm>): void => set({ limits: { ...value.limits, ...change } });
  return (
    <Section
      title="Limits"
      about="A stolen password or a mistake costs no more than this. They hold for calls that go out."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {LIMITS.map(([name, label, { min, max }]) => (
          <NumberField
            key={name}
            label={label}
            min={min}
            max={max}
            value={value.limits[name]}
            error={faultAt(`/limits/${name}`)}
            change={(next) => limit({ [name]: next })}
          />
        ))}
      </div>
      <ListField
        label="Countries"
        help="Two letters each, such as US, one a line. Empty: those that the workspace allows."
        opened={value.limits.countries ?? []}
        error={faultAt('/limits/countries')}
        change={(all) => limit({ countries: all.length === 0 ? null : all.map((each) => each.toUpperCase()) })}
      />
      <CheckField
        label="Premium-rate numbers may be called"
        help="Shared-cost, personal and satellite numbers, too."
        checked={value.limits.premium_allowed}
        onChange={({ target }) => limit({ premium_allowed: target.checked })}
      />
    </Section>
  );
}

/** What sends text messages, where the provider does. */
export function TextMessageFields({ form, trunk }: KnownParts): ReactElement | null {
  const { value, set, faultAt } = form;
  const { text } = PRESET_FACTS[value.preset];
  if (text === null) return null;
  return (
    <Section
      title="Text messages"
      about="With these the provider sends text messages; without them none leaves this server."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={text.account}
          autoComplete="off"
          spellCheck={false}
          value={value.text_account ?? ''}
          error={faultAt('/text_account')}
          onChange={({ target }) => set({ text_account: orNull(target.value.trim()) })}
        />
        <TextField
          label={text.secret}
          type="password"
          autoComplete="new-password"
          placeholder={trunk.has_text_secret ? 'Kept; type to replace it' : ''}
          value={value.text_secret}
          error={faultAt('/text_secret')}
          onChange={({ target }) => set({ text_secret: target.value })}
        />
      </div>
    </Section>
  );
}
