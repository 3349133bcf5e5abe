import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LibraryPage } from './page/LibraryPage.js';
import './styles/base.css';
import './styles/controls.css';
import './styles/page.css';
import './styles/cards.css';
import './styles/overlays.css';

const place = document.getElementById('library');
if (!place) throw new Error('The page has no place for the library.');
createRoot(place).render(
  <StrictMode>
    <LibraryPage />
  </StrictMode>,
);
