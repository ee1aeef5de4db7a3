/** Two people side by side at /, one person's desk at /desk. */
import './styles/base.css';
import './styles/desk.css';
import './styles/dialog.css';
import './styles/demo.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Demo } from './demo/Demo.tsx';
import { keepFocus } from './navigation/focus.ts';
import { routeOf } from './navigation/route.ts';
import { useSearch } from './navigation/useSearch.ts';
import { ErrorBoundary } from './shell/ErrorBoundary.tsx';
import { Start } from './shell/Start.tsx';

function App() {
  const search = useSearch();
  return (
    <ErrorBoundary>
      {location.pathname === '/' ? <Demo search={search} /> : <Start route={routeOf(search)} />}
    </ErrorBoundary>
  );
}

keepFocus();

const root = document.querySelector('#app');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
