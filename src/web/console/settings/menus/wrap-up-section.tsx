/** What the calls of a menu want of wrap-ups, where that is not what the workspace says. */
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { CheckField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { WrapUpFields } from '../wrap-up-fields.tsx';
import type { SectionParts } from './section.tsx';
import { Section } from './section.tsx';

/** The part. */
export function WrapUpSection({ form, all }: SectionParts): ReactElement {
  const { value, set, faultAt } = form;
  const { wrap_up: rules } = value;
  return (
    <Section title={say('menus.wrapUp')} about={say('menus.wrapUpAbout')}>
      <CheckField
        label={say('menus.wrapUpOwn')}
        help={
          <>
            {say('menus.wrapUpOwnHelp')}{' '}
            <Link to="/settings/wrap-up" className="underline">
              {say('settings.section.wrap-up')}
            </Link>
          </>
        }
        checked={rules !== null}
        onChange={({ target }) => set({ wrap_up: target.checked ? all.wrapUp : null })}
      />
      {rules === null ? null : (
        <WrapUpFields
          rules={rules}
          change={(next) => set({ wrap_up: { ...rules, ...next } })}
          faultIn={(field) => faultAt(`/wrap_up/${field}`)}
        />
      )}
    </Section>
  );
}
