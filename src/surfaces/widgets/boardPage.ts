import * as vscode from 'vscode';

/** The page of the board: its own script and style, nothing else, and nothing from anywhere else. */
export function boardPage(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = [...crypto.getRandomValues(new Uint8Array(24))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const file = (...path: readonly string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const { bundle } = vscode.l10n;
  // A script that is data; `<` would end it.
  const texts = bundle === undefined ? '' : JSON.stringify(bundle).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html>
<html lang="${bundle === undefined ? 'en' : vscode.env.language.replace(/[^\w-]/g, '')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Throughline</title>
<link rel="stylesheet" href="${file('media', 'board', 'main.css')}">
</head>
<body>
<main id="board"></main>
<footer><p id="told" role="status"></p><span id="way"></span></footer>
<script nonce="${nonce}" type="application/json" id="texts">${texts}</script>
<script nonce="${nonce}" src="${file('dist', 'board.js')}"></script>
</body>
</html>`;
}
