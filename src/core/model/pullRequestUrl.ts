import { cutEnd } from '../text/cutEnd.ts';

/** The web address of a repository behind a git remote, without credentials; undefined for what has none (a path, a file). */
export function remoteWebUrl(remote: string): { readonly host: string; readonly url: string } | undefined {
  // One letter is a drive of Windows.
  const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]{2,}):(?!\/\/|:)(?!\d+\/)([^\s\\]+)$/.exec(remote);
  const url = /^(?:https?|ssh|git|git\+ssh):\/\/(?:[^@/\s]*@)?(\[?[A-Za-z0-9.:-]+\]?)\/([^\s?#]+)$/.exec(
    remote,
  );
  const host = (url?.[1] ?? scp?.[1])?.toLowerCase();
  const path = cutEnd((url?.[2] ?? scp?.[2] ?? '').replace(/^\/+/, ''), /\//).replace(/\.git$/, '');
  if (host === undefined || path === '' || path.split('/').includes('..')) return undefined;
  // A port belongs to the web only where the remote is the web.
  const name = /^https?:/.test(remote) ? host : host.replace(/:\d+$/, '');
  const scheme = remote.startsWith('http:') ? 'http' : 'https';
  const encoded = path.split('/').map(encodePart).join('/');
  return { host: name.replace(/:\d+$/, ''), url: `${scheme}://${name}/${encoded}` };
}

/**
 * The page of a pull request on the remote's web form: GitHub, GitLab (merge requests), Bitbucket, Gitea and Forgejo, Azure
 * DevOps. A host that says nothing by its name gets GitHub's form.
 */
export function pullRequestUrl(remote: string, number: number): string | undefined {
  const web = remoteWebUrl(remote);
  if (web === undefined) return undefined;
  const { host, url } = web;
  if (host === 'ssh.dev.azure.com') {
    const [, organization, project, repository] = new URL(url).pathname.split('/').slice(1);
    return repository === undefined
      ? undefined
      : `https://dev.azure.com/${organization ?? ''}/${project ?? ''}/_git/${repository}/pullrequest/${number}`;
  }
  if (host === 'dev.azure.com' || host.endsWith('.visualstudio.com')) return `${url}/pullrequest/${number}`;
  if (/(?:^|[.-])gitlab(?:[.-]|$)/.test(host)) return `${url}/-/merge_requests/${number}`;
  if (/(?:^|[.-])bitbucket(?:[.-]|$)/.test(host)) return `${url}/pull-requests/${number}`;
  if (/(?:^|[.-])(?:gitea|forgejo|codeberg)(?:[.-]|$)/.test(host)) return `${url}/pulls/${number}`;
  return `${url}/pull/${number}`;
}

/** The remote whose pull requests are meant: `upstream` before `origin` where both are there, else the first one. */
export function chooseRemote(
  remotes: readonly { readonly name: string; readonly url: string }[],
): string | undefined {
  const named = (name: string): string | undefined => remotes.find((each) => each.name === name)?.url;
  return named('upstream') ?? named('origin') ?? remotes[0]?.url;
}

function encodePart(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part)).replaceAll('%7E', '~').replaceAll('%40', '@');
  } catch {
    return encodeURIComponent(part);
  }
}
