import { DocxEditor } from '@docx-editor.dev/react';
import type { JSX } from 'react';

/** The engine's tools, without those that our own header or the product lacks a use for. */
export function WordToolbar(): JSX.Element {
  const { Toolbar } = DocxEditor;
  return (
    <Toolbar className="word-toolbar">
      <Toolbar.Save hidden />
      {/* Suggesting and comments come with a later version of the surface. */}
      <Toolbar.EditingMode hidden />
      <Toolbar.Comments hidden />
      <Toolbar.AddComment hidden />
    </Toolbar>
  );
}
