import * as vscode from 'vscode';
import { limits } from '../node/listing.ts';
import { within } from '../node/timeLimit.ts';
import { excludedFolders, manyIn, walkFolder, type Search } from '../node/trackedListing.ts';
import { relativePath } from './fileEvents.ts';

/** A search that follows links in circles may take hours: so long it is waited for, in milliseconds. */
const searchLimit = 20_000;

/** Searches as VS Code does, by ripgrep and the user's excludes, or where that fails by walking. */
export const searchWorkspace: Search = async (request) => {
  const { base, rules, log, tell } = request;
  const folder = vscode.Uri.file(base);
  const cancel = new vscode.CancellationTokenSource();
  try {
    const searches = rules.markers.map((glob) =>
      vscode.workspace.findFiles(
        new vscode.RelativePattern(folder, glob),
        `**/{${excludedFolders.join(',')}}/**`,
        limits.entries,
        cancel.token,
      ),
    );
    const results = await within(searchLimit, 'findFiles', Promise.all(searches));
    if (results.some((each) => each.length === limits.entries)) tell(manyIn(base));
    const paths = results.flat().flatMap((uri) => relativePath(folder, uri) ?? []);
    // VS Code listens to the whole folder.
    return { paths, folders: [], linked: [] };
  } catch (error) {
    log(error);
    return await walkFolder(request);
  } finally {
    cancel.cancel();
    cancel.dispose();
  }
};
