import * as vscode from 'vscode';

/** Opens a file as a preview at a place, or at its top. */
export async function showPlace(
  uri: vscode.Uri,
  place: { readonly line: number; readonly character: number } | undefined,
): Promise<void> {
  const position = new vscode.Position(place?.line ?? 0, place?.character ?? 0);
  await vscode.window.showTextDocument(uri, {
    preview: true,
    selection: new vscode.Range(position, position),
  });
}
