import { DocxEditor } from '@docx-editor.dev/react';
import type { JSX } from 'react';

/**
 * The engine's tools, without those that the product has no use for: files are opened and saved by the server, and
 * suggesting and comments come with a later version of the surface.
 */
export function WordToolbar(): JSX.Element {
  const { Menu, Toolbar } = DocxEditor;
  return (
    <div className="word-tools" data-region="tools">
      <Menu preset={false} className="word-menus">
        <Menu.Insert />
        <Menu.Format />
      </Menu>
      <Toolbar className="word-toolbar">
        <Toolbar.Save hidden />
        <Toolbar.EditingMode hidden />
        <Toolbar.Comments hidden />
        <Toolbar.AddComment hidden />
      </Toolbar>
    </div>
  );
}
