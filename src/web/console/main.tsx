/** Starts the console in the page. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { listenToKeys } from './frame/keyboard.ts';
import { applyTheme } from './frame/theme.ts';
import { beginLanguage } from './parts/language.ts';
import { Notices } from './parts/notice.tsx';
import { isWorthRetrying } from './parts/request.ts';
import { makeRouter } from './routes.tsx';

applyTheme();
listenToKeys();
await beginLanguage();

const queries = new QueryClient({
  defaultOptions: { queries: { retry: isWorthRetrying, refetchOnWindowFocus: false } },
});
const router = makeRouter(queries);
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has the place for the console.');

createRoot(place).render(
  <CSPProvider disableStyleElements>
    <QueryClientProvider client={queries}>
      <Tooltip.Provider>
        <RouterProvider router={router} />
        <Notices />
      </Tooltip.Provider>
    </QueryClientProvider>
  </CSPProvider>,
);
