import { useState } from 'react';
import { apiLink } from '../api/library-api.js';
import type { LibraryFile } from '../api/types.js';
import { messages } from '../messages.js';

/** The first page, or a calm drawing of a page until there is a picture. */
export function CardPicture({ file }: { file: LibraryFile }) {
  const [failed, setFailed] = useState('');
  const { thumbnail } = file;
  return (
    <span className="picture" aria-hidden="true">
      <span className="sheet">
        {thumbnail && thumbnail !== failed ? (
          <img
            src={apiLink(thumbnail)}
            alt=""
            loading="lazy"
            draggable={false}
            onError={() => setFailed(thumbnail)}
          />
        ) : (
          <SheetDrawing fileType={file.fileType} />
        )}
      </span>
    </span>
  );
}

function SheetDrawing({ fileType }: { fileType: string }) {
  return (
    <span className="sheet-drawing">
      <i className="sheet-heading" />
      <i />
      <i />
      <i className="sheet-short" />
      <i />
      <i className="sheet-short" />
      <b>{messages.noPicture(fileType)}</b>
    </span>
  );
}
