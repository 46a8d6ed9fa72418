import { Repository } from '../../support/repository.ts';
import { describeStore } from '../../support/storeContract.ts';
import { folderId, openFolder } from '../../support/openedProject.ts';
import type { OpenedWorld } from '../../../src/platform/node/openWorld.ts';

describe('the store of files', () => {
  let repository: Repository;
  let world: OpenedWorld;
  before(() => {
    repository = new Repository();
    world = openFolder(repository.root);
  });
  after(() => {
    world.dispose();
    repository.dispose();
  });
  describeStore(() => ({
    documents: world.documents,
    folder: folderId(repository.root),
    root: repository.root,
  }));
});
