import type { FontConfigurationFragment } from '@docx-editor.dev/react';

export const documentFonts: FontConfigurationFragment = {};
