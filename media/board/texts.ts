import { config, t } from '@vscode/l10n';

// The panel leaves the texts of its language in the page. They are taken here, before any other module of the page asks for one.
const left = document.getElementById('texts')?.textContent ?? '';
if (left !== '') config({ contents: left });

export { t };
