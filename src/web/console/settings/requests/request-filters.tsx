/** What the request log is narrowed to. All of it stands in the address. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../../parts/button.tsx';
import { ChoiceField, TypedField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { RequestsSearch } from './requests-query.ts';
import { askingTokensQuery, readRequestsSearch } from './requests-query.ts';

const STATUSES = ['2xx', '3xx', '4xx', '5xx'] as const;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

/** The fields. */
export function RequestFilters({ search }: { readonly search: RequestsSearch }): ReactElement {
  const navigate = useNavigate({ from: '/settings/requests' });
  const tokens = useQuery(askingTokensQuery).data?.tokens ?? [];
  const narrow = (change: RequestsSearch): void =>
    void navigate({ search: (before) => readRequestsSearch({ ...before, ...change }), replace: true });
  return (
    <fieldset className="grid grid-cols-2 gap-3 lg:grid-cols-6">
      <legend className="sr-only">{say('requests.only')}</legend>
      <ChoiceField
        label={say('requests.status')}
        value={search.status ?? ''}
        onChange={({ target }) => narrow({ status: target.value })}
      >
        <option value="">{say('requests.any')}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {say(`requests.status.${status}`)}
          </option>
        ))}
      </ChoiceField>
      <ChoiceField
        label={say('requests.method')}
        value={search.method ?? ''}
        onChange={({ target }) => narrow({ method: target.value })}
      >
        <option value="">{say('requests.any')}</option>
        {METHODS.map((method) => (
          <option key={method}>{method}</option>
        ))}
      </ChoiceField>
      <ChoiceField
        label={say('requests.token')}
        value={search.tokenId ?? ''}
        onChange={({ target }) => narrow({ tokenId: target.value })}
      >
        <option value="">{say('requests.any')}</option>
        {tokens.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </ChoiceField>
      <TypedField label={say('requests.path')} value={search.path} set={(path) => narrow({ path })} />
      <TypedField
        label={say('requests.callId')}
        inputMode="numeric"
        value={search.callId}
        set={(callId) => narrow({ callId })}
      />
      <TypedField
        label={say('requests.requestId')}
        value={search.requestId}
        set={(requestId) => narrow({ requestId })}
      />
      {Object.keys(search).length === 0 ? null : (
        <Button
          look="quiet"
          size="small"
          className="justify-self-start"
          onClick={() => void navigate({ search: {}, replace: true })}
        >
          <X aria-hidden />
          {say('requests.clear')}
        </Button>
      )}
    </fieldset>
  );
}
