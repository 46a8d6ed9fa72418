import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';
import { systems } from '../../src/core/formats/registry.ts';
import { databasePaths } from '../../src/core/formats/specDatabase/places.ts';
import { trackingSettings } from '../../src/core/formats/tracking/settings.ts';
import * as ids from '../../src/ids.ts';
import { bundle, exportTexts } from '../support/l10n.mjs';

const root = process.env['THROUGHLINE_ROOT'] ?? process.cwd();

/** Which layer a file of src/ belongs to, what it may import besides its own layer, and which outside modules. */
interface Layer {
  readonly name: string;
  readonly holds: RegExp;
  /** Layers below that it may import. */
  readonly below: readonly string[];
  readonly vscode: boolean;
  readonly node: boolean;
  /** Files that siblings may import; everything in the layer when missing. */
  readonly open?: RegExp;
}

const core = ['board', 'base', 'text', 'model', 'formats', 'index', 'messages', 'views', 'operations'];
const layers: readonly Layer[] = [
  // What the panel and the page of the board say to each other.
  { name: 'board', holds: /^core\/board\//, below: ['text'], vscode: false, node: false },
  { name: 'base', holds: /^core\/base\//, below: [], vscode: false, node: false },
  { name: 'text', holds: /^core\/text\//, below: ['base'], vscode: false, node: false },
  { name: 'model', holds: /^core\/model\//, below: ['base', 'text'], vscode: false, node: false },
  {
    name: 'formats',
    holds: /^core\/formats\//,
    below: ['base', 'text', 'model'],
    vscode: false,
    node: false,
  },
  { name: 'index', holds: /^core\/index\//, below: ['base', 'text', 'model'], vscode: false, node: false },
  {
    name: 'messages',
    holds: /^core\/messages\//,
    below: ['base', 'text', 'model'],
    vscode: false,
    node: false,
  },
  {
    name: 'views',
    holds: /^core\/views\//,
    below: ['board', 'base', 'text', 'model', 'formats', 'index', 'messages'],
    vscode: false,
    node: false,
  },
  {
    name: 'operations',
    holds: /^core\/operations\//,
    below: ['base', 'text', 'model', 'formats', 'index', 'messages', 'views'],
    vscode: false,
    node: false,
  },
  { name: 'ids', holds: /^ids\.ts$/, below: [], vscode: false, node: false },
  { name: 'project', holds: /^project\//, below: core, vscode: false, node: false },
  { name: 'node', holds: /^platform\/node\//, below: [...core, 'project', 'ids'], vscode: false, node: true },
  {
    name: 'vscode',
    holds: /^platform\/vscode\//,
    below: [...core, 'project', 'node', 'ids'],
    vscode: true,
    node: true,
  },
  {
    name: 'widgets',
    holds: /^surfaces\/(widgets\/|surface\.ts)/,
    below: [...core, 'project', 'ids'],
    vscode: true,
    node: false,
  },
  {
    name: 'surfaces',
    holds: /^surfaces\/[^/]+$/,
    below: [...core, 'project', 'ids', 'widgets'],
    vscode: true,
    node: false,
    open: /^$/,
  },
  {
    name: 'commandLine',
    holds: /^commandLine\//,
    below: [...core, 'project', 'node', 'ids'],
    vscode: false,
    node: true,
  },
  { name: 'cli', holds: /^cli\.ts$/, below: ['commandLine', 'node'], vscode: false, node: true },
  {
    name: 'extension',
    holds: /^extension\.ts$/,
    below: [...core, 'project', 'node', 'vscode', 'surfaces', 'widgets', 'ids'],
    vscode: true,
    node: true,
  },
];

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.split('\\').join('/'))
  .filter((path) => path.endsWith('.ts'))
  .sort();

function layerOf(path: string): Layer {
  const layer = layers.find(({ holds }) => holds.test(path));
  assert.ok(layer, `src/${path} belongs to no layer: see src/README.md`);
  return layer;
}

/** Everything that a file imports: paths in src/ for relative ones, names for packages. */
function importsOf(path: string): { local: string[]; packages: string[] } {
  const text = readFileSync(join(root, 'src', path), 'utf8');
  const local: string[] = [];
  const packages: string[] = [];
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    if (fileName.startsWith('.')) local.push(posix.join(posix.dirname(path), fileName));
    else packages.push(fileName);
  }
  return { local, packages };
}

describe('the house', () => {
  it('imports down only, never up, never sideways', () => {
    const wrong: string[] = [];
    for (const path of files) {
      const layer = layerOf(path);
      for (const target of importsOf(path).local) {
        const other = layerOf(target);
        const fine = other === layer ? (layer.open?.test(target) ?? true) : layer.below.includes(other.name);
        if (!fine) wrong.push(`${path} (${layer.name}) imports ${target} (${other.name})`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('keeps formats apart: those of one system know each other and what all share, the registry knows them all', () => {
    const wrong: string[] = [];
    for (const path of files.filter((each) => each.startsWith('core/formats/')))
      for (const target of importsOf(path).local.filter((each) => each.startsWith('core/formats/'))) {
        const system = (each: string): string => each.split('/')[2] ?? '';
        const fine =
          /^core\/formats\/(?!registry)[^/]+$/.test(target) ||
          path === 'core/formats/registry.ts' ||
          system(path) === system(target);
        if (!fine) wrong.push(`${path} imports ${target}`);
      }
    assert.deepEqual(wrong, []);
  });

  it('spells the paths and formats of a system in its own folder alone', () => {
    const isOfSystem = (path: string): boolean => /^core\/formats\/[^/]+\//.test(path);
    const ids = new Set<string>(
      systems.flatMap(({ id, formats }) => [id, ...formats.map((each) => each.id)]),
    );
    const folders = /tech-debt|(?:^|\W)(?:progress|backlog)\/|\/(?:progress|backlog)\b|\.md\b/;
    const names = systems
      .flatMap((system) => [...system.markers({}), ...databasePaths])
      .map((pattern) => pattern.slice(pattern.lastIndexOf('/') + 1))
      .filter((name) => !/[*{[]/.test(name));
    assert.ok(names.length > 3);
    const found: string[] = [];
    for (const path of files.filter((each) => !isOfSystem(each) && !each.startsWith('core/messages/'))) {
      const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node)) return;
        const isRegExp = node.kind === ts.SyntaxKind.RegularExpressionLiteral;
        if (
          isRegExp ||
          ts.isStringLiteralLike(node) ||
          ts.isTemplateHead(node) ||
          ts.isTemplateMiddleOrTemplateTail(node)
        ) {
          const text = isRegExp ? node.getText().replaceAll('\\', '') : (node as ts.LiteralLikeNode).text;
          if (ids.has(text) || folders.test(text) || names.some((name) => text.includes(name)))
            found.push(`${path}: ${text}`);
        }
        ts.forEachChild(node, visit);
      };
      const text = readFileSync(join(root, 'src', path), 'utf8');
      visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
    }
    // Those that are known by their files alone.
    const own = found.filter((each) => !each.startsWith('core/formats/unreadSystems.ts: '));
    assert.deepEqual(own.sort(), [
      // Files that people name on the command line.
      ...['AGENTS.md', 'workflow CLAUDE.md'].map((text) => `commandLine/itemCommands.ts: ${text}`),
      // What people call such streams.
      ...['openSpec', 'specDatabase', 'specKit', 'trace', 'workspace'].map(
        (word) => `core/model/item.ts: ${word}`,
      ),
      // What a link is about, by the folder that it names: in texts of any system.
      'core/model/link.ts: /(?:^|/)backlog//',
      'core/model/link.ts: /(?:^|/)progress//',
      'core/model/link.ts: /(?:^|/)tech-debt//',
      // The one union of their ids.
      ...['backlogMd', 'openSpec', 'specDatabase', 'specKit', 'trace', 'tracking', 'workspace'].map(
        (id) => `core/model/system.ts: ${id}`,
      ),
      // The ending of a whole syntax.
      'core/text/syntax.ts: /.md$/i',
      // Files of everybody.
      'platform/node/branchStatusReader.ts: CHANGELOG.md',
      // Two files of one path have two names.
      'surfaces/agentsWorkflow.ts: Add Workflow to AGENTS.md',
      // What a tool is called.
      'surfaces/backlogCommands.ts: Copy Backlog.md Command',
      // Documents that are made up.
      'surfaces/widgets/branchUri.ts: /brief.md',
      'surfaces/widgets/branchUri.ts: /resume.md',
      'surfaces/widgets/branchUri.ts: /spec.md',
      'surfaces/widgets/specUri.ts: .md',
    ]);
  });

  it('has the folder of a system known to what is about this system alone', () => {
    const knowing = files.filter(
      (path) =>
        !path.startsWith('core/formats/') &&
        importsOf(path).local.some((target) => /^core\/formats\/[^/]+\//.test(target)),
    );
    assert.deepEqual(knowing, [
      ...['featureCommands', 'findWorkspace', 'workspaceCommands'].map((name) => `commandLine/${name}.ts`),
      ...[
        'addWorkflow',
        'defer',
        'initializeSpecDatabase',
        'initializeTracking',
        'items',
        'joinTable',
        'mergeFiles',
        'newItems',
        'resumeWorkspace',
        'setActiveFeature',
        'trace',
        'workspaces',
      ].map((name) => `core/operations/${name}.ts`),
      ...['changeKind', 'featureStatus', 'featureViews', 'workspaceViews'].map(
        (name) => `core/views/${name}.ts`,
      ),
      'platform/node/databaseMount.ts',
      ...['branchWork', 'featureCommand'].map((name) => `project/${name}.ts`),
      ...[
        'agentsWorkflow',
        'branchCommands',
        'creationCommands',
        'initializeTracking',
        'startTrace',
        'startWorkspace',
        'traceCommands',
        'widgets/askStep',
        'widgets/featurePick',
        'widgets/trackingRoot',
        'widgets/workspacePick',
        'workspaceCommands',
      ].map((name) => `surfaces/${name}.ts`),
    ]);
  });

  it('keeps the page of the board by itself: of src/ it knows the protocol and rich text alone', () => {
    const page = readdirSync(join(root, 'media/board')).filter((path) => path.endsWith('.ts'));
    assert.ok(page.length > 5);
    const libraries: Record<string, string> = {
      'kit.ts': '@vscode/webview-ui-toolkit',
      'texts.ts': '@vscode/l10n',
    };
    for (const path of page) {
      const text = readFileSync(join(root, 'media/board', path), 'utf8');
      for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles)
        assert.ok(
          /^\.\/\w+\.ts$/.test(fileName) ||
            libraries[path] === fileName ||
            /^\.\.\/\.\.\/src\/core\/(?:board\/protocol|text\/rich)\.ts$/.test(fileName),
          `${path} imports ${fileName}`,
        );
    }
    assert.deepEqual(importsOf('core/board/protocol.ts'), { local: ['core/text/rich.ts'], packages: [] });
    assert.deepEqual(importsOf('core/text/rich.ts'), { local: [], packages: [] });
  });

  it('keeps the page of the board small', () => {
    assert.ok(statSync(join(root, 'dist/board.js')).size <= 113_000);
  });

  it('has no import cycle', () => {
    const state = new Map<string, 'open' | 'done'>();
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      assert.notEqual(state.get(path), 'open', `cycle: ${[...trail, path].join(' -> ')}`);
      state.set(path, 'open');
      for (const target of importsOf(path).local.filter((each) => !each.startsWith('../')))
        visit(target, [...trail, path]);
      state.set(path, 'done');
    };
    for (const path of files) visit(path, []);
  });

  it('tells the members of a union apart by their kind, never by what they hold', () => {
    const path = join(root, 'tsconfig.json');
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(path, (file) => ts.sys.readFile(file)).config,
      ts.sys,
      root,
    );
    const program = ts.createProgram(
      files.map((file) => join(root, 'src', file)),
      { ...options, noEmit: true },
    );
    const checker = program.getTypeChecker();
    const found: string[] = [];
    for (const file of program.getSourceFiles()) {
      if (!file.fileName.startsWith(join(root, 'src').split('\\').join('/'))) continue;
      const visit = (node: ts.Node): void => {
        if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
          const type = checker.getTypeAtLocation(node.right);
          // What came from elsewhere is of any type; our own values have a kind.
          if (type.isUnion()) found.push(`${relative(root, file.fileName)}: ${node.getText()}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(file);
    }
    assert.deepEqual(found, []);
  });

  it('knows vscode and node: only where the layer allows it', () => {
    const wrong: string[] = [];
    for (const path of files) {
      const { vscode, node } = layerOf(path);
      for (const name of importsOf(path).packages) {
        if (name === 'vscode' && !vscode) wrong.push(`${path} imports vscode`);
        if (name.startsWith('node:') && !node) wrong.push(`${path} imports ${name}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('makes texts for people in core/messages, in views and above, and nowhere below', () => {
    const makers = files.filter((path) => importsOf(path).packages.includes('@vscode/l10n'));
    assert.ok(makers.length > 10);
    assert.deepEqual(
      makers.filter(
        (path) => !/^(?:core\/(?:messages|views)\/|platform\/vscode\/|surfaces\/|extension\.ts)/.test(path),
      ),
      [],
    );
  });

  it('keeps files small: nine of ten under 250 lines, none over 400', () => {
    const page = readdirSync(join(root, 'media/board')).map((path) => `media/board/${path}`);
    const lengths = [...files.map((path) => `src/${path}`), ...page]
      .filter((path) => path.endsWith('.ts'))
      .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }));
    const over = (limit: number) => lengths.filter(({ lines }) => lines > limit);
    assert.deepEqual(over(400), []);
    assert.ok(over(250).length * 10 <= lengths.length, JSON.stringify(over(250)));
  });

  it('names only paths that are there in src/README.md', () => {
    const map = readFileSync(join(root, 'src/README.md'), 'utf8');
    const named = [...map.matchAll(/`((?:src|test|media|docs|dist)\/[^`*<>{}]*)`/g)].map(
      ([, path]) => path ?? '',
    );
    assert.ok(named.length > 10, 'the map names its places');
    const missing = named.filter((path) => !path.startsWith('dist/') && !existsSync(join(root, path)));
    assert.deepEqual(missing, []);
  });

  it('says in src/README.md in at most six lines how each kind of thing is added, and by what it is done', () => {
    const map = readFileSync(join(root, 'src/README.md'), 'utf8');
    const section = map.slice(map.indexOf('## To add'), map.indexOf('## More paths'));
    const kinds = section.split(/\n{2,}/).filter((paragraph) => paragraph.startsWith('**'));
    assert.deepEqual(
      kinds.map((paragraph) => /^\*\*([\w ]+)\*\*/.exec(paragraph)?.[1]),
      ['A format', 'An operation', 'A rule', 'A row', 'A command'],
    );
    for (const paragraph of kinds) {
      assert.ok(paragraph.trimEnd().split('\n').length <= 6, paragraph);
      assert.match(paragraph, /`src\/[\w/.]+\.ts`/);
      assert.match(paragraph, /^Tests: |\. Tests: /m);
    }
  });

  it('names every folder of src/ in src/README.md', () => {
    const map = readFileSync(join(root, 'src/README.md'), 'utf8');
    const folders = new Set(files.map((path) => dirname(path)).filter((path) => path !== '.'));
    assert.deepEqual(
      [...folders].filter((folder) => !map.includes(`\`src/${folder}/\``)),
      [],
    );
  });
});

/** Every file below a folder, as one text. */
function textsBelow(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'))
    .join('\n');
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly dependencies: Record<string, string>;
  readonly contributes: {
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
    readonly views: Record<string, readonly { readonly id: string }[]>;
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
      readonly enablement?: string;
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly menus: Record<string, readonly { readonly command: string; readonly when?: string }[]>;
    readonly configuration: {
      readonly properties: Record<string, { readonly default: unknown; readonly scope: string }>;
    };
  };
}

describe('the manifest', () => {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { contributes, activationEvents } = JSON.parse(text) as Manifest;
  const source = files.map((path) => readFileSync(join(root, 'src', path), 'utf8')).join('\n');

  it('wakes for what shows that a system is used, wherever it is', () => {
    // Specs alone are no tracked work.
    const { include } = trackingSettings({}).specs;
    const markers = [
      ...systems.flatMap((system) => system.markers({})).filter((glob) => !include.includes(glob)),
      // Nobody searches for them.
      ...databasePaths,
    ].map((glob) => `workspaceContains:${glob}`);
    assert.deepEqual(
      activationEvents.filter((event) => event.startsWith('workspaceContains:')).sort(),
      [...new Set(markers)].sort(),
    );
  });

  it('declares the ids of src/ids.ts, and no other', () => {
    const declared = contributes.commands.map(({ command }) => command);
    assert.deepEqual([...declared].sort(), Object.values(ids.commands).sort());
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    assert.deepEqual([...views].sort(), Object.values(ids.views).sort());
    const keys = Object.keys(contributes.configuration.properties);
    assert.deepEqual(
      [...keys].sort(),
      Object.values(ids.settings)
        .map((key) => `${ids.section}.${key}`)
        .sort(),
    );
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [ids.container],
    );
  });

  it('uses each id in the code', () => {
    for (const [group, names] of Object.entries({
      commands: ids.commands,
      views: ids.views,
      settings: ids.settings,
      contextKeys: ids.contextKeys,
    }))
      for (const name of Object.keys(names))
        assert.match(source, new RegExp(`\\b${group}\\.${name}\\b`), name);
  });

  it('uses in rules of commands, menus, welcome texts and steps only commands, views and keys that exist', () => {
    const known = new Set<string>([
      ...Object.values(ids.commands),
      ...Object.values(ids.views),
      ...Object.values(ids.contextKeys),
    ]);
    const rules = [
      ...contributes.viewsWelcome.map(({ view, when }) => `${view} ${when}`),
      ...contributes.commands.map(({ enablement = '' }) => enablement),
      ...Object.values(contributes.menus).flatMap((menu) =>
        menu.map(({ command, when }) => `${command} ${when ?? ''}`),
      ),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ completionEvents }) => completionEvents),
      ),
    ];
    for (const rule of rules)
      for (const [id] of rule.matchAll(/throughline\.[\w.]+/g))
        assert.ok(known.has(id), `${id} in "${rule}"`);
    for (const key of Object.values(ids.contextKeys))
      assert.ok(
        rules.some((rule) => rule.includes(key)),
        `${key} is set but no rule asks for it`,
      );
  });

  it('welcomes nobody with what is missing before all was read', () => {
    // A key that nobody has set yet is none of the states, and so not “loading” either.
    for (const { view, when } of contributes.viewsWelcome)
      assert.match(
        when,
        /^workbenchState == empty$|throughline\.state == (?:ready|noTracking)/,
        `${view}: ${when}`,
      );
  });

  it('asks in menus only for what rows say of themselves', () => {
    const said = new Set(
      readdirSync(join(root, 'src/core/views'))
        .map((name) => readFileSync(join(root, 'src/core/views', name), 'utf8'))
        .flatMap((file) => [...file.matchAll(/'([\w ]+)'/g)].flatMap(([, words = '']) => words.split(' '))),
    );
    const asked = [...text.matchAll(/viewItem =~ \/\\\\b\(?([\w|]+)\)?\\\\b\//g)].flatMap(([, words = '']) =>
      words.split('|'),
    );
    assert.ok(asked.length > 10, 'the menus ask');
    for (const word of asked) assert.ok(said.has(word), `no row says “${word}”`);
  });

  it('has every command run from the palette by an end-to-end test', () => {
    const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
    const tests = textsBelow('test/e2e');
    for (const { command, title } of contributes.commands) {
      const name = texts[title.slice(1, -1)] ?? title;
      assert.ok(tests.includes(`.command('Throughline: ${name}')`), `${command}: “Throughline: ${name}”`);
    }
  });

  it('has every setting changed by a test in VS Code', () => {
    const tests = textsBelow('test/e2e') + textsBelow('test/integration');
    for (const key of Object.values(ids.settings)) assert.ok(tests.includes(key), key);
  });

  it('leads through the first steps with commands, views and settings that exist', () => {
    const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
    const known = new Set<string>([
      ...Object.values(ids.commands),
      ...Object.values(ids.views),
      ...Object.values(ids.views).map((view) => `${view}.focus`),
      ...Object.values(ids.contextKeys),
      ...Object.values(ids.settings).map((key) => `${ids.section}.${key}`),
    ]);
    const steps = contributes.walkthroughs.flatMap((each) => each.steps);
    assert.ok(steps.length > 2 && steps.length <= 5);
    for (const { description, media, completionEvents } of steps) {
      const words = [texts[description.slice(1, -1)] ?? '', ...completionEvents];
      for (const word of words) assert.match(word, /throughline\./, 'a step has its action and its end');
      for (const [id] of words.join(' ').matchAll(/throughline\.[\w.]+/g)) assert.ok(known.has(id), id);
      assert.match(readFileSync(join(root, media.svg), 'utf8'), /var\(--vscode-/, 'themed');
    }
  });

  it('has a text for every %key%, and a key for every text', () => {
    const texts = Object.keys(JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as object);
    const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(used)].sort(), [...texts].sort());
  });

  it('gives every command the category, and every setting a default and a scope', () => {
    for (const { command, category } of contributes.commands) assert.equal(category, '%category%', command);
    for (const [key, setting] of Object.entries(contributes.configuration.properties)) {
      assert.notEqual(setting.default, undefined, key);
      assert.match(setting.scope, /^(application|resource)$/, key);
    }
  });

  it('has every text that is shown in the bundle for translators: npm run l10n', async () => {
    assert.equal(readFileSync(bundle, 'utf8'), await exportTexts());
    const asked = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && /(?:^|\.)t$/.test(node.expression.getText())) {
        const [text] = node.arguments;
        assert.ok(text !== undefined && ts.isStringLiteralLike(text), `t(${text?.getText() ?? ''})`);
        asked.add(text.text);
        // A module is read before anybody knows the language; the page has its texts from the start.
        const { fileName } = node.getSourceFile();
        assert.ok(
          fileName.startsWith('media') || ts.findAncestor(node, ts.isFunctionLike) !== undefined,
          `${fileName}: t('${text.text}') at the top of a module`,
        );
      }
      ts.forEachChild(node, visit);
    };
    for (const folder of ['src', 'media'])
      for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
        if (path.endsWith('.ts'))
          visit(
            ts.createSourceFile(
              join(folder, path),
              readFileSync(join(root, folder, path), 'utf8'),
              ts.ScriptTarget.Latest,
              true,
            ),
          );
    // The exporter leaves out in silence what it does not recognise.
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(bundle, 'utf8')) as object), [...asked].sort());
    // All of the sources are read by a tool that takes its time.
  }).timeout(180_000);

  it('packs every file of dist that the extension starts or loads', () => {
    const packed = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
    const text = readFileSync(join(root, 'src/extension.ts'), 'utf8');
    const started = [...text.matchAll(/'dist', '([\w.]+)'/g)].map(([, name = '']) => `!dist/${name}`);
    assert.deepEqual([...started].sort(), [
      '!dist/cli.cjs',
      '!dist/databaseWorker.cjs',
      '!dist/markdownWorker.cjs',
    ]);
    const read = new Set(['dist/extension.cjs', ...started.map((name) => name.slice(1))]);
    for (const path of read)
      for (const [, name = ''] of readFileSync(join(root, path), 'utf8').matchAll(
        /\brequire\("\.\/([\w./-]+)"\)/g,
      ))
        read.add(`dist/${name}`);
    assert.ok(read.has('dist/shared.cjs') && read.has('dist/packages/yaml.cjs'));
    assert.deepEqual(
      [...read].filter((path) => !packed.includes(`!${path}`)),
      [],
    );
  });

  it('keeps what packages export that are files of their own', async () => {
    const load = createRequire(join(root, 'dist/packages/'));
    const [, listed = ''] =
      /lazyPackages = \[([^\]]*)\]/.exec(readFileSync(join(root, 'build.mjs'), 'utf8')) ?? [];
    const names = [...listed.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
    assert.ok(names.length > 4, listed);
    for (const name of names) {
      const { default: whole, ...named } = (await import(name)) as Record<string, unknown>;
      const wanted = Object.keys(named).length > 0 ? named : { default: whole };
      const found = load(`./${name.replace(/^@.*\//, '')}.cjs`) as Record<string, unknown>;
      for (const [key, value] of Object.entries(wanted))
        if (key !== '__esModule' && key !== 'module.exports')
          assert.equal(typeof found[key], typeof value, `${name}: ${key}`);
    }
  });

  it('packs only files that are there', () => {
    const allowed = readFileSync(join(root, '.vscodeignore'), 'utf8')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    assert.ok(allowed.length > 5);
    for (const path of allowed.filter((each) => !each.startsWith('dist/')))
      assert.ok(existsSync(resolve(root, path)), relative(root, resolve(root, path)));
  });
});
