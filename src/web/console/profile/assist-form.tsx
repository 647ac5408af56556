/** Whether the desk assists in calls; an administrator may have switched it off. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ProfileView } from '#realtime/agent/profile-protocol.ts';
import { CheckField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { chooseAssist, profileQuery } from './profile-query.ts';

/** The choice, which is saved at once. */
export function AssistForm({ assist, wantsAssist }: Pick<ProfileView, 'assist' | 'wantsAssist'>): ReactElement {
  const queries = useQueryClient();
  const [isSaving, setSaving] = useState(false);
  const choose = async (wants: boolean): Promise<void> => {
    setSaving(true);
    await chooseAssist(wants).catch((error: unknown) => notify(sentenceOf(error)));
    await queries.invalidateQueries(profileQuery);
    setSaving(false);
  };
  return (
    <CheckField
      label={say('profile.assist.field')}
      checked={assist && wantsAssist}
      disabled={isSaving || !assist}
      onChange={({ target }) => void choose(target.checked)}
      {...(assist ? {} : { help: say('profile.assist.off') })}
    />
  );
}
