/** When a menu is open: a week, and the dates on which other hours hold. */
import { Plus, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { DEFLECTIONS } from '#domain/directory/menu.ts';
import type { HolidayForm, HoursForm, RangeForm } from '#realtime/agent/menus-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { CheckField, ChoiceField, TextField } from '../../parts/field.tsx';
import { DAYS, dayWord } from './menu-words.ts';
import type { SectionParts } from './section.tsx';
import { Fault, FieldGroup, Section } from './section.tsx';
import { say } from '../../parts/language.ts';

const OFFICE: RangeForm = { from: '09:00', to: '17:00' };
const ZONES = Intl.supportedValuesOf('timeZone');

/** Monday to Friday, where the reader is. */
function officeHours(): HoursForm {
  const open = { mon: [OFFICE], tue: [OFFICE], wed: [OFFICE], thu: [OFFICE], fri: [OFFICE] };
  return { time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, open, holidays: [] };
}

/** The part. */
export function HoursSection({ form }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  const { hours } = value;
  const change = (part: Partial<HoursForm>): void => {
    if (hours !== null) set({ hours: { ...hours, ...part } });
  };
  return (
    <Section title={say('menus.hours')}>
      <CheckField
        label={say('menus.always')}
        checked={hours === null}
        onChange={({ target }) => set({ hours: target.checked ? null : officeHours() })}
      />
      {hours === null ? null : (
        <>
          <TextField
            label={say('workspace.zone')}
            list="time-zones"
            value={hours.time_zone}
            onChange={({ target }) => change({ time_zone: target.value })}
            error={faultAt('/hours/time_zone')}
          />
          <datalist id="time-zones">
            {ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <div className="flex flex-col divide-y divide-line">
            {DAYS.map((day) => (
              <Ranges
                key={day}
                name={dayWord(day)}
                ranges={hours.open[day] ?? []}
                change={(ranges) => change({ open: { ...hours.open, [day]: ranges } })}
                fault={faultAt(`/hours/open/${day}`)}
              />
            ))}
          </div>
          <Holidays hours={hours} change={change} faultAt={faultAt} />
        </>
      )}
      <ChoiceField
        label={say('menus.whileClosed')}
        value={value.deflection}
        onChange={({ target }) => {
          const deflection = DEFLECTIONS.find((each) => each === target.value);
          if (deflection !== undefined) set({ deflection });
        }}
        error={faultAt('/deflection')}
      >
        {DEFLECTIONS.map((each) => (
          <option key={each} value={each}>
            {say(`menus.deflection.${each}`)}
          </option>
        ))}
      </ChoiceField>
    </Section>
  );
}

function Holidays({
  hours,
  change,
  faultAt,
}: {
  readonly hours: HoursForm;
  readonly change: (part: Partial<HoursForm>) => void;
  readonly faultAt: (pointer: string) => string | null;
}): ReactElement {
  const { holidays } = hours;
  const put = (place: number, holiday: HolidayForm): void => change({ holidays: holidays.with(place, holiday) });
  return (
    <FieldGroup legend={say('menus.holidays')}>
      {holidays.length === 0 ? <p className="text-sm text-quiet">{say('menus.noHolidays')}</p> : null}
      {holidays.map((holiday, place) => (
        // The place is all that tells two new ones apart.
        // oxlint-disable-next-line no-array-index-key
        <div key={place} className="flex flex-col gap-2 border-b border-line pb-3">
          <div className="flex flex-wrap items-end gap-3">
            <TextField
              label={say('menus.holidayDate', { place: place + 1 })}
              type="date"
              value={holiday.date}
              onChange={({ target }) => put(place, { ...holiday, date: target.value })}
              error={faultAt(`/hours/holidays/${place}/date`)}
            />
            <div className="grow">
              <TextField
                label={say('menus.holidayName', { place: place + 1 })}
                maxLength={200}
                value={holiday.name}
                onChange={({ target }) => put(place, { ...holiday, name: target.value })}
                error={faultAt(`/hours/holidays/${place}/name`)}
              />
            </div>
            <Button
              aria-label={say('menus.holidayRemove', { place: place + 1 })}
              onClick={() => change({ holidays: holidays.toSpliced(place, 1) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
          <Ranges
            name={holiday.name === '' ? say('menus.holiday', { place: place + 1 }) : holiday.name}
            ranges={holiday.open}
            change={(open) => put(place, { ...holiday, open })}
            fault={faultAt(`/hours/holidays/${place}/open`)}
          />
        </div>
      ))}
      <Button
        className="self-start"
        onClick={() => change({ holidays: [...holidays, { date: '', name: '', open: [] }] })}
      >
        <Plus aria-hidden />
        {say('menus.addHoliday')}
      </Button>
    </FieldGroup>
  );
}

/** The hours of one day; none is closed. */
function Ranges({
  name,
  ranges,
  change,
  fault,
}: {
  readonly name: string;
  readonly ranges: readonly RangeForm[];
  readonly change: (ranges: readonly RangeForm[]) => void;
  readonly fault: string | null;
}): ReactElement {
  return (
    <div role="group" aria-label={name} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <span className="w-28 shrink-0 truncate text-sm font-medium">{name}</span>
      {ranges.length === 0 ? <span className="text-sm text-quiet">{say('menus.dayClosed')}</span> : null}
      {ranges.map((range, place) => (
        // oxlint-disable-next-line no-array-index-key -- The place is all that tells two ranges apart.
        <span key={place} className="flex items-center gap-1.5">
          <Time
            label={say('menus.dayFrom', { day: name })}
            value={range.from}
            isWrong={fault !== null}
            change={(from) => change(ranges.with(place, { ...range, from }))}
          />
          <span aria-hidden>–</span>
          <Time
            label={say('menus.dayTo', { day: name })}
            value={range.to}
            isWrong={fault !== null}
            change={(to) => change(ranges.with(place, { ...range, to }))}
          />
          <Button
            size="small"
            look="quiet"
            aria-label={say('menus.rangeRemove', { from: range.from, to: range.to, day: name })}
            onClick={() => change(ranges.toSpliced(place, 1))}
          >
            <Trash2 aria-hidden />
          </Button>
        </span>
      ))}
      <Button
        size="small"
        look="quiet"
        aria-label={say('menus.rangeAdd', { day: name })}
        onClick={() => change([...ranges, ranges.length === 0 ? OFFICE : { from: '18:00', to: '20:00' }])}
      >
        <Plus aria-hidden />
        {say('menus.addHours')}
      </Button>
      <Fault text={fault} />
    </div>
  );
}

/** A time of the wall clock as text: the browser’s own field knows no 24:00. */
function Time({
  label,
  value,
  isWrong,
  change,
}: {
  readonly label: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly change: (value: string) => void;
}): ReactElement {
  return (
    <input
      aria-label={label}
      aria-invalid={isWrong}
      inputMode="numeric"
      maxLength={5}
      placeholder="09:00"
      className="min-h-9 w-17 rounded-lg border border-edge bg-surface px-2 font-mono text-sm aria-invalid:border-danger"
      value={value}
      onChange={({ target }) => change(target.value)}
      onBlur={() => change(asTime(value))}
    />
  );
}

/** `9`, `9:5` and `0930` as `09:00`, `09:05` and `09:30`; anything else as it is, to be refused. */
export function asTime(text: string): string {
  const found = /^\s*(\d{1,2})(?::?(\d{1,2}))?\s*$/.exec(text);
  return found === null ? text : `${(found[1] ?? '').padStart(2, '0')}:${(found[2] ?? '').padStart(2, '0')}`;
}
