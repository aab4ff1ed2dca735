import './without-eval.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { takeOldLinks } from './place.ts';
import { startSession } from './session/begin.ts';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
takeOldLinks();
createRoot(root).render(<App />);
void startSession();
