import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import regexp from 'eslint-plugin-regexp';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** One library, one file: the traps of each are handled in the file that may import it. */
const behindOneFile = {
  '@eslint-community/regexpp': 'src/core/text/linearPattern.ts',
  'jsonc-parser': 'src/core/text/dataDocument.ts',
  re2js: 'src/core/text/linearPattern.ts',
  yaml: 'src/core/text/frontMatter.ts',
  'remark-parse': 'src/core/text/markdownRemark.ts',
  'simple-git': 'src/platform/node/gitProcess.ts',
  'string-width': 'src/core/text/textWidth.ts',
};

/** Files that change what is on disk or in an editor; all others ask them to. */
const writers = [
  'node/fileSteps',
  'node/fileWrites',
  'node/fileCreation',
  'node/fileLock',
  'node/journalFile',
  'node/journalMove',
  'node/journalRecord',
  'node/lockFolder',
  'node/ownFolders',
  'node/shimFiles',
  'node/temporaryFiles',
  'node/toolLock',
  'node/toolLockFile',
  'node/unsavedRegistry',
  'vscode/editorWriter',
  'vscode/editors',
  'vscode/unsaved',
].map((name) => `src/platform/${name}.ts`);
const changesFiles = [
  {
    selector:
      'MemberExpression[object.name="fs"][property.name=/^(?:write|append|f?truncate|rename|rm|unlink|cp|copy|mkdir|mkdtemp|link|symlink|f?ch(?:mod|own)|f?utimes|createWriteStream|promises)/]',
    message: 'Files are written in src/platform/node/fileWrites.ts alone.',
  },
  {
    selector:
      'ImportDeclaration[source.value=/^(?:node:)?fs(?:\\/promises)?$/] ImportSpecifier[parent.importKind!="type"]',
    message: 'Import all of node:fs as fs, so that it is seen what is done with it.',
  },
  {
    selector:
      'MemberExpression[property.name=/^(?:writeFile|createDirectory)$/], NewExpression[callee.property.name="WorkspaceEdit"]',
    message: 'Files are written through a document store.',
  },
];

/** Messages make links of text, and texts of files reorder what stands around them. */
const talkers = ['ask', 'tell'].map((name) => `src/surfaces/widgets/${name}.ts`);
const makesLinks = [
  {
    selector: 'MemberExpression[property.name=/^show(?:Information|Warning|Error)Message$/]',
    message:
      'Messages are shown through src/surfaces/widgets/tell.ts alone: VS Code makes links of their text.',
  },
  {
    selector: 'MemberExpression[property.name=/^(?:show(?:QuickPick|InputBox)|setStatusBarMessage)$/]',
    message:
      'Questions are asked through src/surfaces/widgets/ask.ts, and the status bar is told through tell.ts: texts of files may hide or reorder others, and make icons.',
  },
];

/** A sentence, by its looks: `No task…`, or three words in a row. */
const sentence = '/^[A-Z][a-z]+ [a-z]|[a-z]{2,} [a-z]{2,} [a-z]{2,}/';
const untranslated = [
  `:not(CallExpression[callee.name="t"], CallExpression[callee.property.name=/^(?:t|warn)$/], NewExpression, Property[key.name="class"]) > Literal[value=${sentence}]`,
  `:not(NewExpression, Property[key.name="class"]) > TemplateLiteral > TemplateElement[value.raw=${sentence}]`,
].map((selector) => ({
  selector,
  message: 'What is shown goes through t (@vscode/l10n), which translates it. Then run `npm run l10n`.',
}));
/** Here text is written to files, recognised in them, only ever logged, or for documentation and tools: the command line is in English. */
const speaksToFiles = [
  'src/commandLine/*.ts',
  'src/core/model/{nobodyWords,priority,statusVocabulary}.ts',
  'src/core/formats/tracking/{newFile,workflowSection}.ts',
  'src/core/formats/openSpec/livingSpec.ts',
  'src/core/formats/openSpec/deltaEdits.ts',
  'src/core/operations/**/*.ts',
  'src/core/text/markdown{List,Scanner}.ts',
  'src/platform/node/{commandShim,gitProcess,markdownLane,markdownWorker}.ts',
  'src/project/{branchStart,branchWork,branchCheckout,changeStart}.ts',
];

export default defineConfig(
  globalIgnores(['dist/', '.cache/', 'test/fixtures/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:child_process',
              message: 'Processes are git alone, in src/platform/node/gitProcess.ts.',
            },
            {
              name: 'child_process',
              message: 'Processes are git alone, in src/platform/node/gitProcess.ts.',
            },
            ...Object.entries(behindOneFile).map(([name, file]) => ({
              name,
              message: `Only ${file} imports it.`,
            })),
          ],
        },
      ],
    },
  },
  {
    // Text of a repository may be made to hold a pattern for minutes.
    files: ['src/**/*.ts', 'media/**/*.ts'],
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': 'error', 'regexp/no-super-linear-move': 'error' },
  },
  {
    files: ['media/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { name: '@vscode/webview-ui-toolkit', message: 'Only media/board/kit.ts imports it.' },
      ],
    },
  },
  { files: ['media/board/kit.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: Object.values(behindOneFile), rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/**/*.ts', 'media/**/*.ts'],
    ignores: [...writers, ...speaksToFiles, ...talkers],
    rules: { 'no-restricted-syntax': ['error', ...changesFiles, ...makesLinks, ...untranslated] },
  },
  {
    files: writers,
    rules: { 'no-restricted-syntax': ['error', ...makesLinks, ...untranslated] },
  },
  {
    files: speaksToFiles,
    rules: { 'no-restricted-syntax': ['error', ...changesFiles, ...makesLinks] },
  },
  {
    files: talkers,
    rules: { 'no-restricted-syntax': ['error', ...changesFiles, ...untranslated] },
  },
  {
    files: ['test/**', '*.mjs'],
    rules: {
      'no-console': 'off',
      // mocha's describe and it return nothing that can be awaited
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: ['describe', 'it', 'test', 'suite'] },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        setImmediate: 'readonly',
        setInterval: 'readonly',
        URLSearchParams: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
      },
    },
    rules: {
      // Prettier takes the parentheses that a cast in a comment needs.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  prettier,
);
